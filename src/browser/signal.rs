//! Something that happens once, and waiting for it.

use std::cell::Cell;

use js_sys::{Array, Function, Promise};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::JsValue;

use super::clock::call_after;

/// Given once and for good.
pub struct Signal {
    given: Cell<bool>,
    promise: Promise,
    fulfil: Function,
}

impl Signal {
    /// One that is not given yet.
    #[must_use]
    pub fn new() -> Self {
        let (promise, fulfil) = open_promise();
        Self {
            given: Cell::new(false),
            promise,
            fulfil,
        }
    }

    /// Gives it; whoever waits goes on.
    pub fn give(&self) {
        self.given.set(true);
        // Fulfilling a promise does not fail.
        let _ = self.fulfil.call0(&JsValue::UNDEFINED);
    }

    /// Whether it is given.
    #[must_use]
    pub fn is_given(&self) -> bool {
        self.given.get()
    }

    /// Waits for it, but no longer than `millis`, and says whether it is given.
    pub async fn within(&self, millis: f64) -> bool {
        let over = Promise::new(&mut |over, _| {
            call_after(millis, &over);
        });
        // Both are only ever fulfilled.
        let _ = Promise::race(&Array::of2(&self.promise, &over)).await;
        self.is_given()
    }
}

impl Default for Signal {
    fn default() -> Self {
        Self::new()
    }
}

/// A promise, and what fulfils it.
pub(super) fn open_promise() -> (Promise, Function) {
    let mut fulfil = JsValue::UNDEFINED;
    // The browser calls back at once.
    let promise = Promise::new(&mut |it, _| fulfil = it.into());
    (promise, fulfil.unchecked_into())
}
