//! Web Locks: one drainer among all tabs.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue};

use super::signal::open_promise;

/// A lock that is held until this is dropped.
#[must_use]
pub struct Held {
    release: Option<Function>,
}

impl Held {
    /// Whether nobody else holds it; without Web Locks everybody does.
    #[must_use]
    pub fn is_exclusive(&self) -> bool {
        self.release.is_some()
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(release) = &self.release {
            // Fulfilling a promise does not fail.
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    }
}

/// Takes the lock `name`, unless another page holds it.
///
/// Without Web Locks nothing is locked: the intake takes the same envelope twice as once, so a
/// lock only spares traffic.
pub async fn take(name: &str) -> Option<Held> {
    let Some((locks, request)) = lock_manager() else {
        return Some(Held { release: None });
    };
    let options = Object::new();
    // Setting a member of a plain object does not fail.
    let _ = Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE);

    // The browser holds the lock until the promise that the callback gives back is fulfilled.
    let (held, release) = open_promise();
    let (granted, grant) = open_promise();
    let callback = Closure::<dyn FnMut(JsValue) -> JsValue>::new(move |lock: JsValue| {
        // Fulfilling a promise does not fail.
        let _ = grant.call1(&JsValue::UNDEFINED, &lock);
        if lock.is_null() {
            lock
        } else {
            JsValue::from(&held)
        }
    });
    let asked = request.call3(&locks, &name.into(), &options, callback.as_ref());
    // A request that is refused never calls back, so it is waited for as well.
    let first = Promise::race(&Array::of2(&granted, &asked.ok()?));
    let lock = first.await.ok()?;
    lock.is_truthy().then_some(Held {
        release: Some(release),
    })
}

fn lock_manager() -> Option<(JsValue, Function)> {
    // Of the window or of the worker.
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).ok()?;
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    let request = Reflect::get(&locks, &"request".into()).ok()?;
    Some((locks, request.dyn_into().ok()?))
}
