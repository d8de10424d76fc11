//! What can be done with a statement as a whole.

use leptos::prelude::*;

use crate::model::Event;
use crate::text::key;
use crate::view::Ui;
use crate::view::markup::{Tag, live, tag};
use crate::view::parts::button::{Look, actions, bare, button};

/// Add one more; take this one away, after a second thought, where it is not the only one.
pub(super) fn card_tools(ui: Ui) -> Tag {
    let several = ui.flag(|model| model.draft().is_some_and(|it| it.answers().cards() > 1));
    // Only whether the second thought is on the screen; the model is not asked before it is over.
    let asking = RwSignal::new(false);
    let removal = live(move || {
        let part = || {
            if asking.get() {
                sure(ui, asking)
            } else {
                opener(ui, asking)
            }
        };
        several.get().then(|| part().done())
    });
    let another = || Event::AddCardPressed;
    actions()
        .put(button(
            ui,
            "add-card",
            Look::Quiet,
            key!("button.add-card"),
            another,
        ))
        .put(removal)
}

fn opener(ui: Ui, asking: RwSignal<bool>) -> Tag {
    bare("remove-card", Look::Plain)
        .put(ui.say(key!("button.remove-card")))
        .on_press(move || asking.set(true))
}

fn sure(ui: Ui, asking: RwSignal<bool>) -> Tag {
    let keep = bare("remove-card-no", Look::Quiet)
        .put(ui.say(key!("button.remove-no")))
        .on_press(move || asking.set(false));
    let remove = || Event::RemoveCardPressed;
    tag("div")
        .class("notice notice-warn stack")
        .with("role", "group")
        .put(tag("p").put(ui.say(key!("card.remove-sure"))))
        .put(button(
            ui,
            "remove-card-yes",
            Look::Danger,
            key!("button.remove-yes"),
            remove,
        ))
        .put(" ")
        .put(keep)
}
