//! Giving the browser its turn, so that a long sealing never freezes the page.

use js_sys::{Date, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::MessageChannel;

/// How long the page may be kept busy at a time, in milliseconds: half of a frame at 60 a second.
const MOST: f64 = 8.0;

/// Knows when the browser last had its turn.
pub(super) struct Turns {
    last: f64,
}

impl Turns {
    pub(super) fn new() -> Self {
        Self { last: Date::now() }
    }

    /// Lets the browser do what waits, when it has not been able to for a while.
    pub(super) async fn give(&mut self) {
        if (0.0..MOST).contains(&(Date::now() - self.last)) {
            return;
        }
        // A message and not a timer: browsers make every timer after the fifth wait 4 ms.
        if let Ok(channel) = MessageChannel::new() {
            let came = Promise::new(&mut |came, _| {
                channel.port1().set_onmessage(Some(&came));
            });
            let sent = channel.port2().post_message(&JsValue::NULL);
            if sent.is_ok() {
                let _ = JsFuture::from(came).await;
            }
            channel.port1().close();
        }
        self.last = Date::now();
    }
}
