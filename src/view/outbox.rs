//! What is kept on this device, for staff: where it stands, and the way to another device.

use leptos::prelude::*;

use super::Ui;
use super::markup::{Tag, live, tag, together};
use super::parts::button::{Look, actions, back, bare, button};
use super::parts::heading::heading;
use super::parts::notice::{Weight, notice};
use crate::element;
use crate::model::{Event, Kept, Model, Phase};
use crate::text::{key, number, trouble};

/// How much of a name is shown: enough to tell two apart.
const SHOWN: usize = 8;

/// The outbox.
pub(super) fn outbox_screen(ui: Ui) -> AnyView {
    let again = || Event::RetryPressed;
    let again = button(ui, "retry", Look::Quiet, key!("outbox.try"), again);
    tag("div")
        .class("stack")
        .put(heading(ui.say(key!("outbox.title"))))
        .put(tag("p").put(ui.say(key!("outbox.about"))))
        .put(list(ui))
        .put(actions().put(again))
        .put(room(ui))
        .put(
            tag("section")
                .class("card stack")
                .put(tag("h2").put(ui.say(key!("outbox.import-title"))))
                .put(
                    tag("p")
                        .class("hint")
                        .put(ui.say(key!("outbox.import-hint"))),
                )
                .put(imported(ui))
                .put(picking(ui)),
        )
        .put(actions().put(back(ui)))
        .done()
}

fn list(ui: Ui) -> AnyView {
    let edition = ui.string(|model| {
        let Some(kept) = kept(model) else {
            return String::new();
        };
        let lines = kept.iter().map(|it| [&it.digest, state(it)].concat());
        ["known ", &lines.collect::<String>()].concat()
    });
    live(move || {
        let known = edition.with(|it| !it.is_empty());
        let lines = ui.model.with_untracked(|model| {
            let kept = kept(model).unwrap_or_default();
            kept.iter().map(|it| line(ui, it)).collect::<Vec<_>>()
        });
        Some(match (known, lines.is_empty()) {
            (false, _) => tag("p")
                .class("hush")
                .put(ui.say(key!("outbox.looking")))
                .done(),
            (true, true) => tag("p").put(ui.say(key!("outbox.empty"))).done(),
            (true, false) => tag("ul").class("files").put(lines).done(),
        })
    })
}

fn kept(model: &Model) -> Option<&[Kept]> {
    match model.phase() {
        Phase::Outbox(outbox) => outbox.kept.as_deref(),
        _ => None,
    }
}

fn line(ui: Ui, kept: &Kept) -> Tag {
    let digest = kept.digest.clone();
    let name = kept.digest.get(..SHOWN).unwrap_or_default();
    let words = if kept.refused {
        key!("outbox.refused")
    } else {
        key!("outbox.waiting")
    };
    let save = bare(&["save-", name].concat(), Look::Plain)
        .put(ui.say(key!("outbox.save")))
        .put(tag("span").class("visually-hidden").put(" ").put(name))
        .on_press(move || ui.send(Event::SaveKeptPressed(digest.clone())));
    tag("li")
        .class(if kept.refused {
            "file notice-bad"
        } else {
            "file"
        })
        .with("data-state", state(kept))
        .put(tag("bdi").class("file-name").with("dir", "ltr").put(name))
        .put(
            tag("p")
                .put(ui.say(words))
                .put(kept.since.as_ref().map(|day| {
                    let since = ui.tell(key!("outbox.since"), vec![("day", day.clone())]);
                    tag("span").put(" ").put(since)
                })),
        )
        .put(save)
}

/// The name of a state for whoever drives the page in a test.
fn state(kept: &Kept) -> &'static str {
    if kept.refused { "refused" } else { "waiting" }
}

/// How much can still be stored, and whether it is safe there.
fn room(ui: Ui) -> AnyView {
    let room = |model: &Model| match model.phase() {
        Phase::Outbox(outbox) => outbox.room,
        _ => None,
    };
    let known = ui.counts(move |model| match room(model) {
        Some(room) => {
            let free = usize::try_from(room.free / MB).unwrap_or(usize::MAX);
            [1, free, usize::from(room.persisted)]
        }
        None => [0; 3],
    });
    live(move || {
        let [known, free, persisted] = known.get();
        (known > 0).then(|| {
            let free = ui.tell(key!("outbox.room"), vec![("count", number(free))]);
            let unsafe_there = (persisted == 0).then(|| ui.say(key!("outbox.not-persisted")));
            let line = tag("p").class("hush").put(free).put(" ").put(unsafe_there);
            line.done()
        })
    })
}

/// A megabyte as people count.
const MB: u64 = 1_000_000;

fn picking(ui: Ui) -> AnyView {
    let input = tag("input")
        .with("type", "file")
        .id(element::IMPORT)
        .class("visually-hidden")
        .on_chosen(move |_| ui.send(Event::ImportPicked));
    let label = tag("label")
        .with("for", element::IMPORT)
        .class("button button-quiet")
        .put(ui.say(key!("outbox.import")));
    together(vec![tag("div").put(input).put(label).done()])
}

fn imported(ui: Ui) -> AnyView {
    let result = |model: &Model| match model.phase() {
        Phase::Outbox(outbox) => outbox.import,
        _ => None,
    };
    let failed = ui.trouble(move |model| result(model)?.err().map(trouble::import));
    let done = ui.flag(move |model| result(model) == Some(Ok(())));
    live(move || {
        let done = done.get().then(|| {
            tag("p")
                .class("notice notice-good")
                .put(ui.say(key!("outbox.imported")))
        });
        let failed = failed.get().map(|said| notice(ui, Weight::Bad, said));
        let said = tag("div").with("role", "status").put(done).put(failed);
        Some(said.done())
    })
}
