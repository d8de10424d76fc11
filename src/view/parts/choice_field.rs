//! One choice of several, or several together.

use leptos::prelude::*;
use report::Choice;

use super::field::Place;
use crate::model::Event;
use crate::text::question;
use crate::view::markup::{Piece, Tag, tag};

/// The choices of a field; `many` when they may stand together.
pub(super) fn choices(place: &Place, words: &'static [&'static str], many: bool) -> AnyView {
    let choices = words.iter().filter_map(|word| place.field.choice(word));
    let rows: Vec<_> = choices.map(|it| choice(place, it, many)).collect();
    tag("div").class("choices").put(rows).done()
}

fn choice(place: &Place, choice: Choice, many: bool) -> Tag {
    let ui = place.ui;
    let (field, card) = (place.field, place.card);
    let chosen = ui.flag(move |model| {
        model
            .draft()
            .is_some_and(|it| it.has_choice(field, card, choice))
    });
    let control = tag("input")
        .id(&place.choice_id(choice.as_str()))
        .with("autocomplete", "off")
        .ticked(chosen);
    let control = if many {
        control
            .with("type", "checkbox")
            .on_ticked(move |on| ui.send(Event::ChoiceTicked(field, card, choice, on)))
    } else {
        // Radio buttons need a common name for the arrow keys; nothing typed goes by it.
        control
            .with("type", "radio")
            .with("name", &["group-", &place.id].concat())
            .on_ticked(move |_| ui.send(Event::ChoicePicked(field, card, choice)))
    };
    row(control, ui.say(question::choice(field, choice)))
}

/// A control with its words; the whole row takes the finger.
pub(in crate::view) fn row(control: Tag, words: impl Piece) -> Tag {
    tag("label")
        .class("choice")
        .put(control)
        .put(tag("span").put(words))
}
