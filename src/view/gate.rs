//! The danger question, before anything else.

use leptos::prelude::*;

use super::Ui;
use super::parts::button::{Look, button};
use super::parts::emergency::emergency_line;
use super::parts::heading::heading;
use crate::model::{Event, GateAnswer};

/// "Is someone in danger now?" with three answers, none of which is kept.
pub(super) fn gate_screen(ui: Ui) -> AnyView {
    view! {
        <div class="stack">
            {emergency_line(ui)}
            {heading(ui.say("gate.title"))}
            <div class="gate">
                {button(ui, "gate-yes", Look::Danger, "gate.yes", || Event::GateAnswered(GateAnswer::Yes))}
                {button(ui, "gate-not-sure", Look::Quiet, "gate.not-sure", || Event::GateAnswered(GateAnswer::NotSure))}
                {button(ui, "gate-no", Look::Quiet, "gate.no", || Event::GateAnswered(GateAnswer::No))}
            </div>
            <p class="hush">{ui.say("gate.note")}</p>
        </div>
    }
    .into_any()
}
