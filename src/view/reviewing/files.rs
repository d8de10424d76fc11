//! Photographs and other files that go along: picking, what is in them, taking them out again.

use leptos::prelude::*;
use report::Audience;

use crate::element;
use crate::model::{Attached, Event, FileState, MOST_FILES, Model};
use crate::text::{self, key, number, trouble};
use crate::view::markup::{Tag, live, tag, together};
use crate::view::parts::button::{Look, bare};
use crate::view::parts::choice_field::row;
use crate::view::{Ui, heed};

/// A megabyte as people count.
const MB: u64 = 1_000_000;

/// The card, where files can be added.
pub(super) fn files_card(ui: Ui) -> AnyView {
    let offered = ui.flag(|model| model.setting().takes_files());
    live(move || offered.get().then(|| card(ui)))
}

fn card(ui: Ui) -> AnyView {
    let audience = ui.model.with_untracked(|model| model.setting().audience);
    tag("section")
        .class("card stack")
        .put(tag("h2").put(ui.say(text::per_audience(
            [key!("files.title.resident"), key!("files.title.staff")],
            audience,
        ))))
        .put(tag("p").class("hint").put(ui.say(text::per_audience(
            [key!("files.hint.resident"), key!("files.hint.staff")],
            audience,
        ))))
        .put(list(ui))
        .put(originals(ui))
        .put(picking(ui, audience))
        .done()
}

/// The browser's own control, under a label that looks like the other buttons.
fn picking(ui: Ui, audience: Audience) -> AnyView {
    let full = ui.flag(|model| count(model) >= MOST_FILES);
    let most = ui.counts(|model| {
        let most = model.setting().most_content().map_or(0, |it| it / MB);
        [usize::try_from(most).unwrap_or(usize::MAX), 0, 0]
    });
    live(move || {
        let values = vec![
            ("count", number(MOST_FILES)),
            ("max", number(most.get()[0])),
        ];
        let limits = tag("p")
            .class("hush")
            .put(ui.tell(key!("files.limits"), values));
        if full.get() {
            return Some(limits.done());
        }
        let input = tag("input")
            .with("type", "file")
            .with("multiple", "")
            .with("accept", accepted(audience))
            .id(element::FILES)
            .class("visually-hidden")
            .on_chosen(move |_| ui.send(Event::FilesPicked));
        let label = tag("label")
            .with("for", element::FILES)
            .class("button button-quiet")
            .put(ui.say(text::per_audience(
                [key!("files.add.resident"), key!("files.add.staff")],
                audience,
            )));
        let parts = vec![tag("div").put(input).put(label).done(), limits.done()];
        Some(together(parts))
    })
}

fn accepted(audience: Audience) -> &'static str {
    match audience {
        Audience::Staff => "",
        Audience::Resident => "image/*",
    }
}

fn count(model: &Model) -> usize {
    model.draft().map_or(0, |it| it.files().all().len())
}

/// Drawn anew when a file comes, goes, or becomes known better.
fn list(ui: Ui) -> AnyView {
    let edition = ui.string(|model| {
        let files = model.draft().map_or(&[][..], |it| it.files().all());
        let lines = files
            .iter()
            .map(|it| [&number(it.id as usize), state_name(it.state)].concat());
        lines.collect()
    });
    live(move || {
        heed(edition);
        let files = ui.model.with_untracked(|model| {
            let files = model.draft().map_or(&[][..], |it| it.files().all());
            files.iter().map(|it| line(ui, it)).collect::<Vec<_>>()
        });
        (!files.is_empty()).then(|| tag("ul").class("files").put(files).done())
    })
}

fn line(ui: Ui, file: &Attached) -> Tag {
    let id = file.id;
    let name = tag("bdi").class("file-name").put(&**file.name);
    let remove = bare(
        &["remove-file-", &number(id as usize)].concat(),
        Look::Plain,
    )
    .put(ui.say(key!("files.remove")))
    .put(
        tag("span")
            .class("visually-hidden")
            .put(" ")
            .put(&**file.name),
    )
    .on_press(move || ui.send(Event::FileRemoved(id)));
    tag("li")
        .class(state_class(file.state))
        .with("data-state", state_name(file.state))
        .put(tag("div").put(name).put(" ").put(size(ui, file.size)))
        .put(state(ui, file.state))
        .put(remove)
}

fn size(ui: Ui, bytes: u64) -> Tag {
    let (key, count) = match bytes {
        0..MB => (key!("files.kb"), bytes.div_ceil(1_000)),
        MB.. => (key!("files.mb"), bytes.div_ceil(MB)),
    };
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    tag("span")
        .class("hush")
        .put(ui.tell(key, vec![("count", number(count))]))
}

fn state(ui: Ui, state: FileState) -> Tag {
    let said = tag("p").with("role", "status");
    match state {
        FileState::Checking => said.class("hush").put(ui.say(key!("files.checking"))),
        FileState::Clean => said.class("hush").put(ui.say(key!("files.clean"))),
        FileState::AsIs => said.put(ui.say(key!("files.as-is"))),
        FileState::Refused(problem) => {
            let pair = trouble::clean(problem);
            let what = tag("strong").put(ui.say(pair.what()));
            said.class("error-words")
                .put(what)
                .put(" ")
                .put(ui.say(pair.remedy()))
        }
    }
}

fn state_class(state: FileState) -> &'static str {
    match state {
        FileState::Refused(_) => "file notice-bad",
        FileState::Checking | FileState::Clean | FileState::AsIs => "file",
    }
}

/// The name of a state for whoever drives the page in a test.
fn state_name(state: FileState) -> &'static str {
    match state {
        FileState::Checking => "checking",
        FileState::Clean => "clean",
        FileState::AsIs => "as-is",
        FileState::Refused(_) => "refused",
    }
}

/// For staff, while there is a picture: whether the untouched ones go along.
fn originals(ui: Ui) -> AnyView {
    let asked = ui.flag(|model| {
        let has_clean = model.draft().is_some_and(|it| it.files().has_clean());
        has_clean && model.setting().audience == Audience::Staff
    });
    let ticked = ui.flag(|model| model.draft().is_some_and(|it| it.files().originals()));
    live(move || {
        asked.get().then(|| {
            let tick = tag("input")
                .with("type", "checkbox")
                .id("originals")
                .with("autocomplete", "off")
                .ticked(ticked)
                .on_ticked(move |on| ui.send(Event::OriginalsTicked(on)));
            row(tick, ui.say(key!("files.originals"))).done()
        })
    })
}
