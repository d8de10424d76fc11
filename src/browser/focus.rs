//! Where the keyboard and the screen reader are.

use gloo_timers::future::TimeoutFuture;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::page::window;

/// Gives the first element that matches `selector` the focus, after what is due was drawn.
pub async fn focus(selector: &str) {
    TimeoutFuture::new(0).await;
    let element = window()
        .document()
        .and_then(|document| document.query_selector(selector).ok().flatten())
        .and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(element) = element {
        // An element that cannot take the focus leaves it where it was.
        let _ = element.focus();
    }
}
