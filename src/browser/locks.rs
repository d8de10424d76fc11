//! Web Locks: one drainer among all tabs.

use std::future::Future;

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use super::page::window;

/// Runs `work` while holding the lock `name`, unless another page holds it.
///
/// Says whether the work ran. Without Web Locks it runs without a lock: the intake takes the
/// same envelope twice as once, so a lock only spares traffic.
pub async fn with_lock(name: &str, work: impl Future<Output = ()> + 'static) -> bool {
    let Some((locks, request)) = lock_manager() else {
        work.await;
        return true;
    };
    let options = Object::new();
    // Setting a member of a plain object does not fail.
    let _ = Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE);

    let callback = Closure::once(move |lock: JsValue| -> JsValue {
        if lock.is_null() {
            return JsValue::FALSE;
        }
        let held = future_to_promise(async move {
            work.await;
            Ok(JsValue::TRUE)
        });
        held.into()
    });
    let asked = request.call3(&locks, &name.into(), &options, callback.as_ref());
    let Ok(promise) = asked.and_then(|it| it.dyn_into::<Promise>()) else {
        return false;
    };
    JsFuture::from(promise)
        .await
        .is_ok_and(|ran| ran.is_truthy())
}

fn lock_manager() -> Option<(JsValue, Function)> {
    let locks = Reflect::get(&window().navigator(), &"locks".into()).ok()?;
    let request = Reflect::get(&locks, &"request".into()).ok()?;
    Some((locks, request.dyn_into().ok()?))
}
