//! The danger question, before anything else.

use leptos::prelude::*;
use report::Audience;

use super::Ui;
use super::markup::tag;
use super::parts::button::{Look, button};
use super::parts::emergency::emergency_line;
use super::parts::heading::heading;
use crate::model::{Event, GateAnswer};
use crate::text::key;

/// "Is someone in danger now?" with three answers, none of which is kept.
pub(super) fn gate_screen(ui: Ui) -> AnyView {
    let yes = || Event::GateAnswered(GateAnswer::Yes);
    let not_sure = || Event::GateAnswered(GateAnswer::NotSure);
    let no = || Event::GateAnswered(GateAnswer::No);
    let answers = tag("div")
        .class("gate")
        .put(button(ui, "gate-yes", Look::Danger, key!("gate.yes"), yes))
        .put(button(
            ui,
            "gate-not-sure",
            Look::Quiet,
            key!("gate.not-sure"),
            not_sure,
        ))
        .put(button(ui, "gate-no", Look::Quiet, key!("gate.no"), no));
    let staff = ui
        .model
        .with_untracked(|model| model.setting().audience == Audience::Staff);
    tag("div")
        .class("stack")
        .put(emergency_line(ui))
        .put(heading(ui.say(key!("gate.title"))))
        .put(answers)
        .put(tag("p").class("hush").put(ui.say(key!("gate.note"))))
        .put(staff.then(|| {
            let open = || Event::OutboxPressed;
            button(ui, "open-outbox", Look::Plain, key!("outbox.open"), open)
        }))
        .done()
}
