//! 112, wherever it stands.

use crate::text::key;
use crate::view::Ui;
use crate::view::markup::{Tag, tag};

/// "Danger now? Call 112."
pub(in crate::view) fn emergency_line(ui: Ui) -> Tag {
    let call = tag("span")
        .put(ui.say(key!("emergency.line")))
        .put(" ")
        .put(number());
    tag("p").class("emergency-line").put(call).put(
        tag("span")
            .class("hush")
            .put(ui.say(key!("emergency.free"))),
    )
}

/// The number to press: in Western digits and left to right in every script.
pub(in crate::view) fn number() -> Tag {
    tag("a").with("href", "tel:112").class("tel").put("112")
}
