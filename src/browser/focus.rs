//! Where the keyboard and the screen reader are.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::HtmlElement;

use super::clock::call_after;
use super::page::window;

/// Gives the first element that matches `selector` the focus, after what is due was drawn.
pub fn focus(selector: String) {
    let call = Closure::once_into_js(move || focus_now(&selector));
    call_after(0.0, call.unchecked_ref());
}

fn focus_now(selector: &str) {
    let element = window()
        .document()
        .and_then(|document| document.query_selector(selector).ok().flatten())
        .and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(element) = element {
        // An element that cannot take the focus leaves it where it was.
        let _ = element.focus();
    }
}
