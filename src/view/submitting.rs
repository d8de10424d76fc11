//! The moment in which a report is sealed and stored.

use leptos::prelude::*;

use super::Ui;
use super::markup::tag;
use super::parts::heading::heading;

/// Nothing to press: a second seal is impossible.
pub(super) fn submitting_screen(ui: Ui) -> AnyView {
    tag("div")
        .class("stack")
        .put(heading(ui.say("submitting.title")))
        .put(tag("div").class("spinner"))
        .put(tag("p").put(ui.say("submitting.note")))
        .done()
}
