//! Buttons.

use leptos::prelude::*;

use crate::model::Event;
use crate::text::Key;
use crate::view::{Ui, Words};

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

/// A button that says something and dispatches one event.
pub(in crate::view) fn button(
    ui: Ui,
    id: &'static str,
    look: Look,
    key: impl Into<Key>,
    event: fn() -> Event,
) -> AnyView {
    worded(ui, id, look, ui.say(key), event)
}

/// The same, with its words given.
pub(in crate::view) fn worded(
    ui: Ui,
    id: &'static str,
    look: Look,
    words: Words,
    event: fn() -> Event,
) -> AnyView {
    view! {
        <button type="button" id=id class=look.classes() on:click=move |_| ui.send(event())>
            {words}
        </button>
    }
    .into_any()
}

/// "Back" and "Continue", as they stand below most screens.
pub(in crate::view) fn back_and_continue(ui: Ui, forward: &'static str) -> AnyView {
    view! {
        <div class="actions">
            {button(ui, "continue", Look::Main, forward, || Event::ContinuePressed)}
            {button(ui, "back", Look::Quiet, "button.back", || Event::BackPressed)}
        </div>
    }
    .into_any()
}
