//! The moment in which a report is sealed and stored.

use leptos::prelude::*;

use super::Ui;
use super::parts::heading::heading;

/// Nothing to press: a second seal is impossible.
pub(super) fn submitting_screen(ui: Ui) -> AnyView {
    view! {
        <div class="stack">
            {heading(ui.say("submitting.title"))}
            <div class="spinner"></div>
            <p>{ui.say("submitting.note")}</p>
        </div>
    }
    .into_any()
}
