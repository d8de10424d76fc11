//! The moment in which a report is sealed and stored; with files it may be a long one.

use leptos::prelude::*;

use super::Ui;
use super::markup::{live, tag, together};
use super::parts::button::{Look, actions, button};
use super::parts::heading::heading;
use crate::model::{Event, Model, Phase, Progress};
use crate::text::{key, number};

/// Nothing to press, so that a second seal is impossible; with files, the way back.
pub(super) fn submitting_screen(ui: Ui) -> AnyView {
    tag("div")
        .class("stack")
        .put(heading(ui.say(key!("submitting.title"))))
        .put(tag("div").class("spinner"))
        .put(note(ui))
        .put(progress(ui))
        .done()
}

/// What is going on; where nothing is stored, that the page must stay open.
fn note(ui: Ui) -> AnyView {
    let sending = ui.flag(|model| progress_of(model) == Some(Progress::Sending));
    live(move || {
        let words = if sending.get() {
            key!("submitting.unstored")
        } else {
            key!("submitting.note")
        };
        Some(tag("p").with("role", "status").put(ui.say(words)).done())
    })
}

/// How far it is, once there is something to say.
fn progress(ui: Ui) -> AnyView {
    let begun = ui.flag(|model| progress_of(model).is_some());
    let percent = ui.string(|model| percent(model).map(number).unwrap_or_default());
    live(move || {
        begun.get().then(|| {
            let stop = || Event::StopPressed;
            let stop = button(ui, "stop", Look::Quiet, key!("button.stop"), stop);
            together(vec![bar(ui, percent), actions().put(stop).done()])
        })
    })
}

fn bar(ui: Ui, percent: Memo<String>) -> AnyView {
    live(move || {
        let sealing = percent.with(|it| !it.is_empty());
        sealing.then(|| {
            let bar = tag("progress")
                .with("max", "100")
                .follows("value", move || Some(percent.get()));
            let label = tag("label").put(ui.say(key!("submitting.progress")));
            label.put(" ").put(bar).done()
        })
    })
}

fn progress_of(model: &Model) -> Option<Progress> {
    match model.phase() {
        Phase::Submitting { progress, .. } => *progress,
        _ => None,
    }
}

/// How many of a hundred parts are sealed.
fn percent(model: &Model) -> Option<usize> {
    let Some(Progress::Sealed { done, all }) = progress_of(model) else {
        return None;
    };
    let percent = done.saturating_mul(100).checked_div(all)?;
    usize::try_from(percent).ok()
}
