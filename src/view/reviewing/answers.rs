//! The answers read back, page by page, each with a way to change it.

use leptos::prelude::*;
use report::{Answer, FieldId, PageId};

use crate::element::field_id;
use crate::model::{Draft, Event, Model, Step, steps};
use crate::text::{self, Key, key, number, question};
use crate::view::markup::{Tag, live, tag};
use crate::view::parts::button::{Look, bare};
use crate::view::{Ui, Words};

/// Every page that was asked. They cannot change while they are looked at, so they are read once.
pub(super) fn answers(ui: Ui) -> Tag {
    ui.model.with_untracked(|model| {
        let Some(draft) = model.draft() else {
            // The check is a phase with answers; without any there is nothing to read back.
            return tag("div");
        };
        let pages: Vec<_> = steps(draft)
            .into_iter()
            .map(|step| page(ui, model, draft, step))
            .collect();
        tag("div")
            .class("answers")
            .put(category(ui, draft))
            .put(pages)
    })
}

fn category(ui: Ui, draft: &Draft) -> Tag {
    let audience = draft.answers().audience();
    let name = draft
        .category()
        .map(|it| ui.say(text::category(audience, it)));
    let list = tag("dl")
        .put(tag("dt").put(ui.say(key!("review.category"))))
        .put(tag("dd").put(name));
    let change = change(
        ui,
        "change-category".to_owned(),
        ui.say(key!("review.category")),
    )
    .on_press(move || ui.send(Event::ChangeCategoryPressed));
    tag("div").class("answer").put(list).put(change)
}

fn page(ui: Ui, model: &Model, draft: &Draft, step: Step) -> Tag {
    let Step { page, card } = step;
    let alone = page.fields().len() == 1;
    let asked = page
        .fields()
        .iter()
        .filter(|it| model.asks(**it, card, &(ui.today)()));
    let list = asked.fold(tag("dl"), |list, field| {
        let label = if alone {
            question::page(page)
        } else {
            question::label(*field)
        };
        let value = tag("dd").with("data-field", &field_id(*field, card));
        list.put(tag("dt").put(ui.say(label)))
            .put(value.put(value_of(ui, draft, *field, card)))
    });
    let change = change(ui, change_id(page, card), ui.say(question::page(page)))
        .on_press(move || ui.send(Event::ChangePressed(page, card)));
    tag("div").class("answer").put(list).put(change)
}

fn change_id(page: PageId, card: Option<usize>) -> String {
    match card {
        Some(card) => ["change-card-", &number(card + 1)].concat(),
        None => ["change-", page.as_str()].concat(),
    }
}

/// "Change", and for who cannot see beside what it stands, what.
fn change(ui: Ui, id: String, what: Words) -> Tag {
    bare(&id, Look::Plain)
        .put(ui.say(key!("button.change")))
        .put(tag("span").class("visually-hidden").put(" ").put(what))
}

fn value_of(ui: Ui, draft: &Draft, field: FieldId, card: Option<usize>) -> Vec<Tag> {
    let said = |key: Key| tag("div").put(ui.say(key));
    match draft.answers().get(field, card) {
        Some(Answer::Text(text)) if !text.trim().is_empty() => {
            vec![tag("div").with("dir", "auto").put(text.trim())]
        }
        Some(Answer::Choice(choice)) => vec![said(question::choice(field, *choice))],
        Some(Answer::Choices(choices)) => choices
            .iter()
            .map(|it| said(question::choice(field, *it)))
            .collect(),
        Some(Answer::Roles(roles)) => roles.iter().map(|it| role(ui, it)).collect(),
        Some(Answer::Unknown) => vec![said(question::unknown(draft.answers().audience()))],
        Some(Answer::Text(_)) | None => {
            vec![
                tag("span")
                    .class("hush")
                    .put(ui.say(key!("review.no-answer"))),
            ]
        }
    }
}

/// A role by the site's name for it; by its id while the site is not there.
fn role(ui: Ui, id: &str) -> Tag {
    let id = id.to_owned();
    let name = ui.string(move |model| {
        let role = model
            .site()
            .and_then(|site| site.roles().iter().find(|it| it.id() == id));
        role.map_or_else(
            || id.clone(),
            |it| it.name().get(model.setting().language).to_owned(),
        )
    });
    let name = live(move || Some(name.get().into_any()));
    tag("div").put(tag("bdi").put(name))
}
