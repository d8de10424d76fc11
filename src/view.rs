//! What a person sees: reads the model, asks [`text`](crate::text) for words, dispatches events, decides nothing.
//!
//! # Where to start
//!
//! 1. [`frame`]: what stands around every screen, and which screen is shown.
//! 2. `gate`, `danger`, `information`, `choosing`, `question`, `reviewing`, `submitting`, `submitted`: one screen
//!    each, in the order in which they come.
//! 3. `parts`: what the screens are made of; `parts/field` is where a question gets its label, hint and error.
//!
//! Parts are functions of plain values rather than generic components: each is compiled once, which keeps the
//! program small enough for a slow line.

mod choosing;
mod danger;
mod frame;
mod gate;
mod information;
mod parts;
mod question;
mod reviewing;
mod starting;
mod submitted;
mod submitting;

pub use frame::frame;

use leptos::prelude::*;

use crate::model::{Event, Model};
use crate::text::{Key, Texts};

/// What every part of the view works with: handles only, copied at will.
#[derive(Clone, Copy)]
pub struct Ui {
    /// The state.
    pub model: RwSignal<Model, LocalStorage>,
    /// The texts of the language on the screen.
    pub texts: RwSignal<Texts>,
    /// Takes what a person did.
    pub dispatch: UnsyncCallback<Event>,
    /// The device's day.
    pub today: fn() -> String,
}

impl std::fmt::Debug for Ui {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ui")
    }
}

impl Ui {
    /// Tells the model what a person did.
    fn send(self, event: Event) {
        self.dispatch.run(event);
    }

    /// A part of the state that is passed on only when it changes.
    fn read<T: PartialEq + Send + Sync + 'static>(self, part: fn(&Model) -> T) -> Memo<T> {
        Memo::new(move |_| self.model.with(part))
    }

    /// The same, for a part that depends on what is looked at.
    fn look<T: PartialEq + Send + Sync + 'static>(
        self,
        part: impl Fn(&Model) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        Memo::new(move |_| self.model.with(|model| part(model)))
    }

    /// The text of a key, in whatever language is on the screen.
    fn say(self, key: impl Into<Key>) -> Words {
        say(self, key.into(), vec![])
    }

    /// The text of a key with its places filled.
    fn tell(self, key: impl Into<Key>, values: Vec<(&'static str, String)>) -> Words {
        say(self, key.into(), values)
    }
}

/// Words on the screen that follow the language.
type Words = ArcSignal<String>;

fn say(ui: Ui, key: Key, values: Vec<(&'static str, String)>) -> Words {
    ArcSignal::derive(move || {
        ui.texts.with(|texts| {
            let values: Vec<_> = values
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            texts.fill(&key, &values)
        })
    })
}
