//! Word to all other pages and workers of the app.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

/// A channel between pages and workers. Where the browser has none, nobody hears anything.
pub struct Channel(Option<BroadcastChannel>);

impl Channel {
    /// Joins the channel `name`, and calls `heard` with what others say on it.
    pub fn join(name: &str, heard: Box<dyn Fn(String)>) -> Self {
        let channel = BroadcastChannel::new(name).ok();
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(words) = event.data().as_string() {
                heard(words);
            }
        });
        if let Some(channel) = &channel {
            channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        }
        // It listens for as long as the page or worker lives.
        heard.forget();
        Self(channel)
    }

    /// Says something to all others.
    pub fn say(&self, words: &str) {
        if let Some(channel) = &self.0 {
            // An open channel takes every text.
            let _ = channel.post_message(&JsValue::from(words));
        }
    }
}
