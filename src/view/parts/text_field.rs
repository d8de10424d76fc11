//! A text a person types. Nothing of it may stay on the device: no name, no autofill, no spelling service.

use leptos::prelude::*;

use super::field::Place;
use crate::model::Event;
use crate::text::question;

/// A text longer than this many characters is a story and gets room.
const STORY_CHARS: usize = 1_000;

/// The control of a text, with "I don't know" where that is an answer.
pub(super) fn text(place: &Place, max_chars: usize, unknown: bool) -> AnyView {
    let Place {
        ui, field, card, ..
    } = *place;
    let typed = ui.look(move |model| {
        model
            .draft()
            .map_or_else(String::new, |it| it.text(field, card).to_owned())
    });
    let (class, rows) = if max_chars > STORY_CHARS {
        ("text", "6")
    } else {
        ("text text-short", "1")
    };
    view! {
        <textarea
            id=place.id.clone()
            class=class
            rows=rows
            dir="auto"
            autocomplete="off"
            spellcheck="false"
            aria-describedby=place.described_by()
            aria-invalid=place.invalid()
            prop:value=typed
            on:input=move |event| ui.send(Event::TextTyped(field, card, event_target_value(&event)))
        ></textarea>
        {unknown.then(|| unknown_tick(place))}
    }
    .into_any()
}

fn unknown_tick(place: &Place) -> AnyView {
    let Place {
        ui, field, card, ..
    } = *place;
    let ticked = ui.look(move |model| model.draft().is_some_and(|it| it.is_unknown(field, card)));
    let audience = ui.model.with_untracked(|model| model.setting().audience);
    view! {
        <label class="choice choice-loose">
            <input
                type="checkbox"
                id=[&place.id, "-unknown"].concat()
                autocomplete="off"
                prop:checked=ticked
                on:change=move |event| ui.send(Event::UnknownTicked(field, card, event_target_checked(&event)))
            />
            <span>{ui.say(question::unknown(audience))}</span>
        </label>
    }
    .into_any()
}
