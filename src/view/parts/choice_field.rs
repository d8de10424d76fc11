//! One choice of several, or several together.

use leptos::prelude::*;
use report::Choice;

use super::field::Place;
use crate::model::Event;
use crate::text::question;

/// The choices of a field; `many` when they may stand together.
pub(super) fn choices(place: &Place, words: &'static [&'static str], many: bool) -> AnyView {
    let rows: Vec<_> = words
        .iter()
        .filter_map(|word| place.field.choice(word))
        .map(|choice| {
            if many {
                tick(place, choice)
            } else {
                pick(place, choice)
            }
        })
        .collect();
    view! { <div class="choices">{rows}</div> }.into_any()
}

fn chosen(place: &Place, choice: Choice) -> Memo<bool> {
    let Place {
        ui, field, card, ..
    } = *place;
    ui.look(move |model| {
        model
            .draft()
            .is_some_and(|it| it.has_choice(field, card, choice))
    })
}

fn pick(place: &Place, choice: Choice) -> AnyView {
    let Place {
        ui, field, card, ..
    } = *place;
    // Radio buttons need a common name for the arrow keys; it is no name of anything typed.
    let group = ["group-", &place.id].concat();
    view! {
        <label class="choice">
            <input
                type="radio"
                id=[&place.id, "-", choice.as_str()].concat()
                name=group
                autocomplete="off"
                prop:checked=chosen(place, choice)
                on:change=move |_| ui.send(Event::ChoicePicked(field, card, choice))
            />
            <span>{ui.say(question::choice(field, choice))}</span>
        </label>
    }
    .into_any()
}

fn tick(place: &Place, choice: Choice) -> AnyView {
    let Place {
        ui, field, card, ..
    } = *place;
    view! {
        <label class="choice">
            <input
                type="checkbox"
                id=[&place.id, "-", choice.as_str()].concat()
                autocomplete="off"
                prop:checked=chosen(place, choice)
                on:change=move |event| {
                    ui.send(Event::ChoiceTicked(field, card, choice, event_target_checked(&event)));
                }
            />
            <span>{ui.say(question::choice(field, choice))}</span>
        </label>
    }
    .into_any()
}
