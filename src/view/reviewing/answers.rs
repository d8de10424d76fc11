//! The answers read back, page by page, each with a way to change it.

use leptos::prelude::*;
use report::{Answer, FieldId};

use crate::model::{Draft, Event, Step, steps};
use crate::text::{self, question};
use crate::view::Ui;

/// Every page that was asked. They cannot change while they are looked at, so they are read once.
pub(super) fn answers(ui: Ui) -> AnyView {
    let pages = ui.model.with_untracked(|model| {
        model.draft().map(|draft| {
            let pages: Vec<_> = steps(draft)
                .into_iter()
                .map(|step| page(ui, draft, step))
                .collect();
            view! { {category(ui, draft)}{pages} }.into_any()
        })
    });
    view! { <div class="answers">{pages}</div> }.into_any()
}

fn category(ui: Ui, draft: &Draft) -> AnyView {
    let audience = draft.answers().audience();
    let name = draft
        .category()
        .map(|it| ui.say(text::category(audience, it)));
    view! {
        <div class="answer">
            <dl>
                <dt>{ui.say("review.category")}</dt>
                <dd>{name}</dd>
            </dl>
            <button
                type="button"
                id="change-category"
                class="button button-plain"
                on:click=move |_| ui.send(Event::ChangeCategoryPressed)
            >
                {ui.say("button.change")}
                <span class="visually-hidden">" "{ui.say("review.category")}</span>
            </button>
        </div>
    }
    .into_any()
}

fn page(ui: Ui, draft: &Draft, step: Step) -> AnyView {
    let Step { page, card } = step;
    let asked = |it: &&FieldId| report::asked(**it, draft.answers(), card);
    let alone = page.fields().len() == 1;
    let fields: Vec<_> = page
        .fields()
        .iter()
        .filter(asked)
        .map(|it| answer(ui, draft, *it, card, alone))
        .collect();
    let id = match card {
        Some(card) => ["change-card-", &(card + 1).to_string()].concat(),
        None => ["change-", page.as_str()].concat(),
    };
    let number = card.map(|it| {
        view! { " "{ui.tell("card.number", vec![("number", (it + 1).to_string())])} }
    });
    view! {
        <div class="answer">
            <dl>{fields}</dl>
            <button
                type="button"
                id=id
                class="button button-plain"
                on:click=move |_| ui.send(Event::ChangePressed(page, card))
            >
                {ui.say("button.change")}
                <span class="visually-hidden">" "{ui.say(question::page(page))}{number}</span>
            </button>
        </div>
    }
    .into_any()
}

fn answer(ui: Ui, draft: &Draft, field: FieldId, card: Option<usize>, alone: bool) -> AnyView {
    let label = if alone {
        page_of(field)
    } else {
        question::label(field)
    };
    view! {
        <dt>{ui.say(label)}</dt>
        <dd data-field=crate::element::field_id(field, card)>{value(ui, draft, field, card)}</dd>
    }
    .into_any()
}

/// A field that is alone on its page is asked by the heading.
fn page_of(field: FieldId) -> text::Key {
    let page = report::PageId::ALL
        .into_iter()
        .find(|it| it.fields().contains(&field));
    page.map_or_else(|| question::label(field), question::page)
}

fn value(ui: Ui, draft: &Draft, field: FieldId, card: Option<usize>) -> AnyView {
    match draft.answers().get(field, card) {
        Some(Answer::Text(text)) if !text.trim().is_empty() => {
            view! { <span dir="auto">{text.trim().to_owned()}</span> }.into_any()
        }
        Some(Answer::Choice(choice)) => ui.say(question::choice(field, *choice)).into_any(),
        Some(Answer::Choices(choices)) => choices
            .iter()
            .map(|it| view! { <div>{ui.say(question::choice(field, *it))}</div> })
            .collect::<Vec<_>>()
            .into_any(),
        Some(Answer::Roles(roles)) => roles
            .iter()
            .map(|it| role(ui, it))
            .collect::<Vec<_>>()
            .into_any(),
        Some(Answer::Unknown) => ui
            .say(question::unknown(draft.answers().audience()))
            .into_any(),
        Some(Answer::Text(_)) | None => {
            view! { <span class="hush">{ui.say("review.no-answer")}</span> }.into_any()
        }
    }
}

/// A role by the site's name for it; by its id while the site is not there.
fn role(ui: Ui, id: &str) -> AnyView {
    let id = id.to_owned();
    let name = ui.look(move |model| {
        let role = model
            .site()
            .and_then(|site| site.roles().iter().find(|it| it.id() == id));
        role.map_or_else(
            || id.clone(),
            |it| it.name().get(model.setting().language).to_owned(),
        )
    });
    view! { <div><bdi>{name}</bdi></div> }.into_any()
}
