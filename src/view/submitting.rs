//! The moment in which a report is sealed and stored; with files it may be a long one.

use leptos::prelude::*;

use super::Ui;
use super::markup::{live, tag, together};
use super::parts::button::{Look, actions, button};
use super::parts::heading::heading;
use crate::model::{Event, Model, Phase};
use crate::text::number;

/// Nothing to press, so that a second seal is impossible; with files, the way back.
pub(super) fn submitting_screen(ui: Ui) -> AnyView {
    tag("div")
        .class("stack")
        .put(heading(ui.say("submitting.title")))
        .put(tag("div").class("spinner"))
        .put(tag("p").put(ui.say("submitting.note")))
        .put(progress(ui))
        .done()
}

/// How far it is, once there is something to say.
fn progress(ui: Ui) -> AnyView {
    let begun = ui.flag(|model| percent(model).is_some());
    let percent = ui.string(|model| percent(model).map(number).unwrap_or_default());
    live(move || {
        begun.get().then(|| {
            let bar = tag("progress")
                .with("max", "100")
                .follows("value", move || Some(percent.get()));
            let label = tag("label")
                .put(ui.say("submitting.progress"))
                .put(" ")
                .put(bar);
            let stop = button(ui, "stop", Look::Quiet, "button.stop", || {
                Event::StopPressed
            });
            together(vec![label.done(), actions().put(stop).done()])
        })
    })
}

/// How many of a hundred parts are sealed.
fn percent(model: &Model) -> Option<usize> {
    let Phase::Submitting {
        sealed: Some((done, all)),
        ..
    } = model.phase()
    else {
        return None;
    };
    let percent = done.saturating_mul(100).checked_div(*all)?;
    usize::try_from(percent).ok()
}
