//! The heading of a screen. It takes the focus when the screen changes, so that a screen reader begins there.

use crate::view::markup::{Piece, Tag, tag};

/// The one `h1` of a screen.
pub(in crate::view) fn heading(words: impl Piece) -> Tag {
    tag("h1").with("tabindex", "-1").put(words)
}
