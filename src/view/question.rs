//! One page of questions.

mod card;

use leptos::prelude::*;
use report::{Audience, Group, PageId};

use super::Ui;
use super::parts::button::{Look, back_and_continue, button};
use super::parts::field::field;
use super::parts::heading::heading;
use super::parts::notice::remark;
use super::parts::summary::problem_summary;
use crate::model::{Event, Model};
use crate::text;

use card::card_tools;

/// The fields of a page under one heading.
pub(super) fn question_screen(ui: Ui, page: PageId, card: Option<usize>) -> AnyView {
    let fields = page.fields();
    let alone = fields.len() == 1;
    view! {
        <div class="stack">
            {progress(ui, card)}
            {heading(ui.say(text::question::page(page)))}
            {opening(ui, page, card)}
            {problem_summary(ui)}
            <div>{fields.iter().map(|it| field(ui, *it, card, alone)).collect::<Vec<_>>()}</div>
            {(page == PageId::Happened).then(|| remark(ui, "reminder.guess"))}
            {card.map(|_| card_tools(ui))}
            {back_and_continue(ui, "button.continue")}
            {skip(ui)}
        </div>
    }
    .into_any()
}

/// Which page of how many, and which statement.
fn progress(ui: Ui, card: Option<usize>) -> AnyView {
    let progress = ui.read(|model| model.progress());
    let words = move || {
        progress.get().map(|(at, of)| {
            ui.tell(
                "progress",
                vec![("at", at.to_string()), ("of", of.to_string())],
            )
        })
    };
    let statement = card.map(|it| {
        view! { " · "{ui.tell("card.number", vec![("number", (it + 1).to_string())])} }
    });
    view! { <p class="progress">{words}{statement}</p> }.into_any()
}

/// What stands above the first question: how soon it is read, and a reminder where suspicion is near.
fn opening(ui: Ui, page: PageId, card: Option<usize>) -> Option<AnyView> {
    let first = page == PageId::Happened || (page == PageId::Card && card == Some(0));
    first.then(|| {
        let suspicion = ui
            .model
            .with_untracked(asks_for_care)
            .then(|| remark(ui, "reminder.conduct"));
        view! { {reading_time(ui)}{suspicion} }.into_any()
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
pub(super) fn reading_time(ui: Ui) -> AnyView {
    let time = ui.read(|model| {
        let urgency = match model.submitted() {
            Some(submitted) => submitted.urgency?,
            None => model.draft()?.category()?.urgency(),
        };
        Some(
            model
                .site()?
                .reading_time(urgency)
                .get(model.setting().language)
                .to_owned(),
        )
    });
    let words = move || {
        time.get()
            .map(|it| view! { {ui.tell("reading.time", vec![("time", it)])}" " })
    };
    view! { <p class="hush">{words}{ui.say("reading.not-live")}</p> }.into_any()
}

/// The way on without an answer, where there is one; it says so when an answer would be taken back.
fn skip(ui: Ui) -> AnyView {
    let optional = ui.read(|model| model.is_optional_page());
    let answered = ui.read(|model| model.has_answer_on_page());
    let shown = move || {
        optional.get().then(|| {
            let key = if answered.get() {
                "button.skip-clear"
            } else {
                "button.skip"
            };
            button(ui, "skip", Look::Plain, key, || Event::SkipPressed)
        })
    };
    view! { {shown} }.into_any()
}
