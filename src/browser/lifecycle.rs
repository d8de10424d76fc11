//! When the page comes, goes, and finds the network again.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Event, EventTarget, PageTransitionEvent, VisibilityState};

use super::page::window;

/// Calls `callback` whenever the browser thinks it is online again or the page becomes visible.
/// Both are only hints; the intake's answer is what counts.
pub fn on_chance_to_send(callback: Rc<dyn Fn()>) {
    let online = Rc::clone(&callback);
    listen(&window(), "online", Box::new(move |_| online()));
    if let Some(document) = window().document() {
        let seen = document.clone();
        let visible = move |_| {
            if seen.visibility_state() == VisibilityState::Visible {
                callback();
            }
        };
        listen(&document, "visibilitychange", Box::new(visible));
    }
}

/// Calls `callback` when the page is left, or put aside in the back-forward cache; a page that
/// comes back from there is loaded anew, so that nothing typed is ever shown again.
pub fn on_page_hidden(callback: Box<dyn Fn()>) {
    listen(&window(), "pagehide", Box::new(move |_| callback()));
    let shown = |event: Event| {
        let kept = event
            .dyn_into::<PageTransitionEvent>()
            .is_ok_and(|it| it.persisted());
        if kept {
            // A browser that refuses shows the page as it was left: wiped.
            let _ = window().location().reload();
        }
    };
    listen(&window(), "pageshow", Box::new(shown));
}

pub(super) fn listen(target: &EventTarget, event: &str, callback: Box<dyn Fn(Event)>) {
    let closure = Closure::wrap(callback);
    // Adding a listener to a window or document does not fail.
    let _ = target.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
    // It listens for as long as the page lives.
    closure.forget();
}
