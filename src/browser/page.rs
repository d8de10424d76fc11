//! The page itself: what it was built for, where it is, and leaving it.

use wasm_bindgen::JsCast;
use web_sys::{HtmlMetaElement, UrlSearchParams, Window};

pub(super) fn window() -> Window {
    web_sys::window().expect("the app runs in a window")
}

/// The content of `<meta name="{name}">`, unless it is missing or empty.
#[must_use]
pub fn meta(name: &str) -> Option<String> {
    let selector = ["meta[name=\"", name, "\"]"].concat();
    let element = window().document()?.query_selector(&selector).ok()??;
    let content = element.dyn_into::<HtmlMetaElement>().ok()?.content();
    (!content.is_empty()).then_some(content)
}

/// The path of the address, such as `/staff`.
#[must_use]
pub fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

/// A parameter of the address's query.
#[must_use]
pub fn query(name: &str) -> Option<String> {
    let search = window().location().search().ok()?;
    UrlSearchParams::new_with_str(&search).ok()?.get(name)
}

/// The languages the device asks for, best first, as BCP 47 tags.
#[must_use]
pub fn languages() -> Vec<String> {
    let languages = window().navigator().languages();
    languages.iter().filter_map(|it| it.as_string()).collect()
}

/// Covers the page at once, then puts an empty one in its place in the history.
pub fn leave() {
    cover();
    // When the browser refuses, the page is empty and covered all the same.
    let _ = window().location().replace("about:blank");
}

/// Covers the page at once, then loads it anew, as the next person finds it.
pub fn start_over() {
    cover();
    // When the browser refuses, the page is empty and covered all the same.
    let _ = window().location().reload();
}

fn cover() {
    if let Some(root) = window().document().and_then(|it| it.document_element()) {
        // A rule of the style sheet hides everything under this class.
        root.set_class_name("covered");
    }
}
