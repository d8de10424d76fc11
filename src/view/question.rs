//! One page of questions.

mod card;

use leptos::prelude::*;
use report::{Audience, Group, PageId};

use super::Ui;
use super::markup::{Tag, live, tag, together};
use super::parts::button::{Look, button, continue_and_back};
use super::parts::field::field;
use super::parts::heading::heading;
use super::parts::notice::remark;
use super::parts::summary::problem_summary;
use crate::model::{Event, Model};
use crate::text;
use crate::text::key;

use card::card_tools;

/// The fields of a page under one heading.
pub(super) fn question_screen(ui: Ui, page: PageId, card: Option<usize>) -> AnyView {
    let alone = page.fields().len() == 1;
    let fields: Vec<_> = page
        .fields()
        .iter()
        .map(|it| field(ui, *it, card, alone))
        .collect();
    tag("div")
        .class("stack")
        .put(progress_line(ui, card))
        .put(heading(ui.say(text::question::page(page))))
        .put(problem_summary(ui))
        .put(opening(ui, page, card))
        .put(tag("div").put(fields))
        .put((page == PageId::Happened).then(|| remark(ui, key!("reminder.guess"))))
        .put(card.map(|_| card_tools(ui)))
        .put(continue_and_back(ui, key!("button.continue")).put(skip(ui)))
        .done()
}

/// Which page of how many, counted from 1; zeros where there are no pages.
pub(super) fn progress(model: &Model) -> [usize; 3] {
    model.progress().map_or([0; 3], |(at, of)| [at, of, 0])
}

/// The same in words, and which statement.
fn progress_line(ui: Ui, card: Option<usize>) -> Tag {
    let progress = ui.counts(progress);
    let words = live(move || {
        let [at, of, _] = progress.get();
        let words = ui.tell(
            key!("progress"),
            vec![("at", text::number(at)), ("of", text::number(of))],
        );
        Some(tag("span").put(words).done())
    });
    let statement = card.map(|it| {
        let number = ui.tell(key!("card.number"), vec![("number", text::number(it + 1))]);
        tag("span").put(" · ").put(number)
    });
    tag("p").class("progress").put(words).put(statement)
}

/// What stands above the first question: how soon it is read, and a reminder where suspicion is near.
fn opening(ui: Ui, page: PageId, card: Option<usize>) -> Option<AnyView> {
    let first = page == PageId::Happened || (page == PageId::Card && card == Some(0));
    first.then(|| {
        let mut parts = vec![reading_time(ui).done()];
        if ui.model.with_untracked(asks_for_care) {
            parts.push(remark(ui, key!("reminder.conduct")).done());
        }
        together(parts)
    })
}

/// Whether the subject is one in which a person could be suspected of more than they did.
fn asks_for_care(model: &Model) -> bool {
    let group = model
        .draft()
        .and_then(|it| it.category())
        .map(report::Category::group);
    model.setting().audience == Audience::Staff
        && matches!(group, Some(Group::Violence | Group::Outside))
}

/// When the report is read, in the operator's words, while the site is known.
pub(super) fn reading_time(ui: Ui) -> Tag {
    let time = ui.string(|model| time(model).unwrap_or_default());
    let words = live(move || {
        let time = time.get();
        let words = ui.tell(key!("reading.time"), vec![("time", time.clone())]);
        (!time.is_empty()).then(|| tag("span").put(words).put(" ").done())
    });
    tag("p")
        .class("hush")
        .put(words)
        .put(ui.say(key!("reading.not-live")))
}

fn time(model: &Model) -> Option<String> {
    let urgency = match model.submitted() {
        Some(submitted) => submitted.urgency?,
        None => model.draft()?.category()?.urgency(),
    };
    let time = model.site()?.reading_time(urgency);
    Some(time.get(model.setting().language).to_owned())
}

/// The way on without an answer, where there is one; it says so when an answer would be taken back.
fn skip(ui: Ui) -> AnyView {
    let optional = ui.flag(Model::is_optional_page);
    let answered = ui.flag(Model::has_answer_on_page);
    live(move || {
        let key = if answered.get() {
            key!("button.skip-clear")
        } else {
            key!("button.skip")
        };
        let skip = || Event::SkipPressed;
        optional
            .get()
            .then(|| button(ui, "skip", Look::Plain, key, skip).done())
    })
}
