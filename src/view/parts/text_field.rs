//! A text a person types. Nothing of it may stay on the device: no name, no autofill, no spelling service.

use leptos::prelude::*;

use super::choice_field::row;
use super::field::Place;
use crate::model::Event;
use crate::text::question;
use crate::view::markup::{Tag, tag, together};

/// A text longer than this many characters is a story and gets room.
const STORY_CHARS: usize = 1_000;

/// The control of a text, with "I don't know" where that is an answer.
pub(super) fn text(place: &Place, max_chars: usize, unknown: bool) -> AnyView {
    let mut parts = vec![typed(place, max_chars > STORY_CHARS).done()];
    if unknown {
        parts.push(unknown_tick(place).done());
    }
    together(parts)
}

fn typed(place: &Place, story: bool) -> Tag {
    let ui = place.ui;
    let (field, card) = (place.field, place.card);
    let typed = ui.string(move |model| {
        model
            .draft()
            .map_or_else(String::new, |it| it.text(field, card).to_owned())
    });
    let (class, rows) = if story {
        ("text", "6")
    } else {
        ("text text-short", "1")
    };
    let control = tag("textarea")
        .id(&place.id)
        .class(class)
        .with("rows", rows)
        .with("dir", "auto")
        .with("autocomplete", "off")
        .with("autocorrect", "off")
        .with("spellcheck", "false")
        .holds(typed)
        .on_typed(move |text| ui.send(Event::TextTyped(field, card, text)));
    place.refuse(place.describe(control))
}

fn unknown_tick(place: &Place) -> Tag {
    let ui = place.ui;
    let (field, card) = (place.field, place.card);
    let ticked = ui.flag(move |model| model.draft().is_some_and(|it| it.is_unknown(field, card)));
    let audience = ui.model.with_untracked(|model| model.setting().audience);
    let tick = tag("input")
        .with("type", "checkbox")
        .id(&place.choice_id("unknown"))
        .with("autocomplete", "off")
        .ticked(ticked)
        .on_ticked(move |on| ui.send(Event::UnknownTicked(field, card, on)));
    row(tick, ui.say(question::unknown(audience)))
}
