//! What a person sees: reads the model, asks [`text`](crate::text) for words, dispatches events, decides nothing.
//!
//! # Where to start
//!
//! 1. `frame`: what stands around every screen, and which screen is shown.
//! 2. `gate`, `danger`, `information`, `choosing`, `question`, `reviewing`, `submitting`, `submitted`: one screen
//!    each, in the order in which they come.
//! 3. `parts`: what the screens are made of; `parts/field` is where a question gets its label, hint and error.
//!
//! Everything is written in the few words of `markup`, which says why.

mod choosing;
mod danger;
mod frame;
mod gate;
mod information;
mod markup;
mod outbox;
mod parts;
mod question;
mod reviewing;
mod starting;
mod submitted;
mod submitting;

pub use frame::frame;
use markup::Words;

use leptos::prelude::*;

use crate::model::{Delivery, Event, Model, ScreenKind};
use crate::text::{Key, Said, Texts, number};

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

/// Draws again whatever reads this when the memo changes.
///
/// Its `track` does not do: a memo that nobody has read follows nothing yet.
fn heed(memo: Memo<impl PartialEq + Send + Sync + 'static>) {
    memo.with(|_| ());
}

impl Ui {
    /// Tells the model what a person did.
    #[inline(never)]
    fn send(self, event: Event) {
        self.dispatch.run(event);
    }

    /// Which screen is shown.
    fn screen(self) -> Memo<ScreenKind> {
        self.part(Box::new(Model::screen))
    }

    /// Whether something is so.
    fn flag(self, part: impl Fn(&Model) -> bool + Send + Sync + 'static) -> Memo<bool> {
        self.part(Box::new(part))
    }

    /// Words that are no text of a language file: what was typed, what the site says.
    fn string(self, part: impl Fn(&Model) -> String + Send + Sync + 'static) -> Memo<String> {
        self.part(Box::new(part))
    }

    /// Numbers that change together.
    fn counts(
        self,
        part: impl Fn(&Model) -> [usize; 3] + Send + Sync + 'static,
    ) -> Memo<[usize; 3]> {
        self.part(Box::new(part))
    }

    /// What is wrong, if anything.
    fn trouble(
        self,
        part: impl Fn(&Model) -> Option<Said> + Send + Sync + 'static,
    ) -> Memo<Option<Said>> {
        self.part(Box::new(part))
    }

    /// How it stands with the report just sent.
    fn delivery(self) -> impl Fn() -> Option<Delivery> + Copy + Send {
        // By its place in the list, as a number: each type of memo is a copy of its code.
        let place = |delivery| Delivery::ALL.iter().position(|it| *it == delivery);
        let places = self.counts(move |model| {
            let delivery = model.submitted().map(|it| it.delivery(model.setting()));
            [delivery.and_then(place).map_or(0, |it| it + 1), 0, 0]
        });
        move || Delivery::ALL.get(places.get()[0].checked_sub(1)?).copied()
    }

    /// Changes when the site's own words do: with the language, and when the site comes or is renewed.
    fn edition(self) -> Memo<String> {
        self.string(|model| {
            let sequence = model.site().map(|it| number(it.sequence() as usize));
            [
                model.setting().language.tag(),
                " ",
                &sequence.unwrap_or_default(),
            ]
            .concat()
        })
    }

    /// A part of the state that is passed on only when it changes. Few types, so that there is little code.
    fn part<T: PartialEq + Send + Sync + 'static>(
        self,
        part: Box<dyn Fn(&Model) -> T + Send + Sync>,
    ) -> Memo<T> {
        Memo::new(move |_| self.model.with(|model| part(model)))
    }

    /// A text, in whatever language is on the screen.
    #[inline(never)]
    fn say(self, key: Key) -> Words {
        self.tell(key, vec![])
    }

    /// A text with its places filled.
    #[inline(never)]
    fn tell(self, key: Key, values: Vec<(&'static str, String)>) -> Words {
        Words::new(self.texts, key, values)
    }
}
