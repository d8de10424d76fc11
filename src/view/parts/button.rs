//! Buttons.

use crate::model::Event;
use crate::text::{Key, key};
use crate::view::Ui;
use crate::view::markup::{Tag, tag};

/// How a button looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::view) enum Look {
    /// The one to press.
    Main,
    /// Another one.
    Quiet,
    /// One that is rarely wanted.
    Plain,
    /// Danger.
    Danger,
    /// "Close at once".
    Close,
}

impl Look {
    fn classes(self) -> &'static str {
        match self {
            Look::Main => "button",
            Look::Quiet => "button button-quiet",
            Look::Plain => "button button-plain",
            Look::Danger => "button button-danger",
            Look::Close => "button button-close",
        }
    }
}

/// A button that says something and tells the model one thing.
pub(in crate::view) fn button(
    ui: Ui,
    id: &'static str,
    look: Look,
    key: Key,
    event: fn() -> Event,
) -> Tag {
    bare(id, look)
        .put(ui.say(key))
        .on_press(move || ui.send(event()))
}

/// A button without words and without consequence yet.
pub(in crate::view) fn bare(id: &str, look: Look) -> Tag {
    tag("button")
        .with("type", "button")
        .id(id)
        .class(look.classes())
}

/// "Continue" and "Back", as they stand below most screens.
pub(in crate::view) fn continue_and_back(ui: Ui, forward: Key) -> Tag {
    actions()
        .put(button(ui, "continue", Look::Main, forward, || {
            Event::ContinuePressed
        }))
        .put(back(ui))
}

/// "Back".
pub(in crate::view) fn back(ui: Ui) -> Tag {
    button(ui, "back", Look::Quiet, key!("button.back"), || {
        Event::BackPressed
    })
}

/// The row in which buttons stand.
pub(in crate::view) fn actions() -> Tag {
    tag("div").class("actions")
}
