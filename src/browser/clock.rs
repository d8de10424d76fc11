//! The device's clock, its timers and its dice.

use gloo_timers::future::TimeoutFuture;
use js_sys::Date;

/// Milliseconds since 1970 on the device's clock, which may be wrong and may jump.
#[must_use]
pub fn now() -> f64 {
    Date::now()
}

/// The device's day as `YYYY-MM-DD`, in its own time zone.
#[must_use]
pub fn today() -> String {
    let date = Date::new_0();
    let (year, month, day) = (date.get_full_year(), date.get_month() + 1, date.get_date());
    format!("{year:04}-{month:02}-{day:02}")
}

/// Ends after `millis`, or later when the device slept.
pub async fn wait(millis: f64) {
    // Browsers count with 31 bits and take more for "at once".
    TimeoutFuture::new(millis.clamp(0.0, f64::from(i32::MAX)) as u32).await;
}

/// A number from 0 up to 1, for spreading requests; not for keys.
#[must_use]
pub fn jitter() -> f64 {
    js_sys::Math::random()
}
