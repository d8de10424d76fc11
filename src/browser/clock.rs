//! The device's clock, its timers and its dice.

use std::cell::Cell;

use js_sys::{Date, Function};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    /// Of the window or of the worker. Browsers number timers from 1.
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(call: &Function, millis: i32) -> i32;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(timer: i32);
}

/// Milliseconds since 1970 on the device's clock, which may be wrong and may jump.
#[must_use]
pub fn now() -> f64 {
    Date::now()
}

/// The device's day in its own time zone: year, month from 1, day of the month.
#[must_use]
pub fn today() -> [u32; 3] {
    let date = Date::new_0();
    [date.get_full_year(), date.get_month() + 1, date.get_date()]
}

/// A number from 0 up to 1, for spreading requests; not for keys.
#[must_use]
pub fn jitter() -> f64 {
    js_sys::Math::random()
}

/// Something to be called later, once at a time.
pub struct Alarm {
    call: Closure<dyn Fn()>,
    /// The browser counts timers from 1.
    timer: Cell<i32>,
}

impl Alarm {
    /// An alarm that is not set.
    #[must_use]
    pub fn new(call: Box<dyn Fn()>) -> Self {
        Self {
            call: Closure::wrap(call),
            timer: Cell::new(0),
        }
    }

    /// Calls after `millis`, or later when the device slept, and not when it was set for before.
    pub fn set(&self, millis: f64) {
        self.cancel();
        self.timer
            .set(call_after(millis, self.call.as_ref().unchecked_ref()));
    }

    /// Does not call.
    pub fn cancel(&self) {
        do_not_call(self.timer.take());
    }
}

/// The number of the timer.
pub(super) fn call_after(millis: f64, call: &Function) -> i32 {
    // Browsers count with 31 bits and take more for "at once".
    let millis = millis.clamp(0.0, f64::from(i32::MAX)) as i32;
    set_timeout(call, millis)
}

/// Does not call, unless it has.
pub(super) fn do_not_call(timer: i32) {
    clear_timeout(timer);
}
