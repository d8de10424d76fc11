//! Before any text has come. What is said here stands in the program, because it must be said without texts.

use leptos::prelude::*;

use super::Ui;
use super::markup::{Tag, live, tag, together};
use super::parts::button::{Look, bare};
use super::parts::emergency::number;
use super::parts::heading::heading;
use crate::model::{Event, Phase};

/// 112 in two languages; when the texts did not come, why.
pub(super) fn starting_screen(ui: Ui) -> AnyView {
    let failed = ui.flag(|model| {
        matches!(
            model.phase(),
            Phase::Starting {
                failed: Some(_),
                ..
            }
        )
    });
    let emergency = tag("p")
        .class("emergency-line")
        .put(spoken("nl", "Gevaar nu? Bel"))
        .put(spoken("en", "Danger now? Call"))
        .put(number());
    tag("div")
        .class("stack")
        .put(emergency)
        .put(live(move || failed.get().then(|| texts_missing(ui))))
        .done()
}

fn texts_missing(ui: Ui) -> AnyView {
    let again = bare("retry", Look::Main)
        .put("Opnieuw proberen / Try again")
        .on_press(move || ui.send(Event::RetryPressed));
    let dutch = "Er is niets verstuurd. Controleer de verbinding en probeer het opnieuw.";
    let english =
        "The texts could not be loaded. Nothing was sent. Check the connection and try again.";
    together(vec![
        heading(spoken("nl", "De teksten konden niet worden geladen")).done(),
        tag("p").put(spoken("nl", dutch)).done(),
        tag("p").put(spoken("en", english)).done(),
        again.done(),
    ])
}

fn spoken(language: &'static str, words: &'static str) -> Tag {
    tag("span").with("lang", language).put(words)
}
