//! The heading of a screen. It takes the focus when the screen changes, so that a screen reader begins there.

use leptos::prelude::*;

use crate::view::Words;

/// The one `h1` of a screen.
pub(in crate::view) fn heading(words: Words) -> AnyView {
    view! { <h1 tabindex="-1">{words}</h1> }.into_any()
}
