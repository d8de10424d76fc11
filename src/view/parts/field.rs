//! One question: owns its label, its hint, its error, and what ties them to the control.

use leptos::prelude::*;
use report::{FieldId, FieldKind};

use super::choice_field::choices;
use super::role_field::roles;
use super::summary::words_of;
use super::text_field::text;
use crate::element::field_id;
use crate::text::{Said, key, question, trouble};
use crate::view::Ui;
use crate::view::markup::{Tag, live, tag};

/// Where a field stands and what surrounds its control.
pub(super) struct Place {
    pub(super) ui: Ui,
    pub(super) field: FieldId,
    pub(super) card: Option<usize>,
    /// The id of the control, or the first part of the ids of its choices.
    pub(super) id: String,
    /// What is wrong, if anything.
    problem: Memo<Option<Said>>,
}

impl Place {
    /// Ties a control, or a group of them, to its hint and, while there is one, to its error.
    pub(super) fn describe(&self, control: Tag) -> Tag {
        let problem = self.problem;
        let hint = question::hint(self.field).map(|_| self.hint_id());
        let error = self.error_id();
        control.follows("aria-describedby", move || match (&hint, problem.get()) {
            (Some(hint), Some(_)) => Some([hint, " ", &error].concat()),
            (None, Some(_)) => Some(error.clone()),
            (hint, None) => hint.clone(),
        })
    }

    /// Says of a control that what it holds is refused, while it is.
    pub(super) fn refuse(&self, control: Tag) -> Tag {
        let problem = self.problem;
        control.follows("aria-invalid", move || {
            problem.get().map(|_| "true".to_owned())
        })
    }

    /// The id of one choice.
    pub(super) fn choice_id(&self, word: &str) -> String {
        [&self.id, "-", word].concat()
    }

    // These do not begin with the id of the field, so that nothing but controls does.
    fn hint_id(&self) -> String {
        ["hint-", &self.id].concat()
    }

    fn error_id(&self) -> String {
        ["error-", &self.id].concat()
    }
}

/// A field, while it is asked. `alone` when the heading of the page already asks the same.
pub(in crate::view) fn field(ui: Ui, field: FieldId, card: Option<usize>, alone: bool) -> Tag {
    let asked = ui.flag(move |model| model.asks(field, card, &(ui.today)()));
    let shown = live(move || {
        asked
            .get()
            .then(|| asked_field(ui, field, card, alone).done())
    });
    tag("div").class("field-wrap").put(shown)
}

fn asked_field(ui: Ui, field: FieldId, card: Option<usize>, alone: bool) -> Tag {
    let problem = ui.trouble(move |model| model.problem_at(field, card).map(trouble::problem));
    let place = Place {
        ui,
        field,
        card,
        id: field_id(field, card),
        problem,
    };
    let (outer, name, control) = match field.kind() {
        FieldKind::Text { max_chars, unknown } => (
            tag("div"),
            tag("label").with("for", &place.id),
            text(&place, max_chars, unknown),
        ),
        FieldKind::One(words) => (group(&place), tag("legend"), choices(&place, words, false)),
        FieldKind::Many(words) => (group(&place), tag("legend"), choices(&place, words, true)),
        FieldKind::Roles => (group(&place), tag("legend"), roles(&place)),
    };
    let name = name.class(if alone {
        "label visually-hidden"
    } else {
        "label"
    });
    outer
        .follows("class", move || {
            Some(
                if problem.get().is_some() {
                    "field field-wrong"
                } else {
                    "field"
                }
                .to_owned(),
            )
        })
        .put(
            name.put(ui.say(question::label(field)))
                .put(optional(&place, alone)),
        )
        .put(hint(&place))
        .put(error(&place))
        .put(control)
}

fn group(place: &Place) -> Tag {
    place.describe(tag("fieldset"))
}

/// That it may be left open, where the page does not say so as a whole.
fn optional(place: &Place, alone: bool) -> AnyView {
    let Place {
        ui, field, card, ..
    } = *place;
    let required = ui.flag(move |model| {
        model
            .draft()
            .is_some_and(|it| report::required(field, it.answers(), card))
    });
    live(move || {
        let open = !alone && !required.get();
        open.then(|| {
            tag("span")
                .class("hush")
                .put(" (")
                .put(ui.say(key!("field.optional")))
                .put(")")
                .done()
        })
    })
}

fn hint(place: &Place) -> Option<Tag> {
    let key = question::hint(place.field)?;
    Some(
        tag("p")
            .class("hint")
            .id(&place.hint_id())
            .put(place.ui.say(key)),
    )
}

fn error(place: &Place) -> AnyView {
    let Place {
        ui,
        field,
        card,
        problem,
        ..
    } = *place;
    let id = place.error_id();
    live(move || {
        let said = problem.get()?;
        let max = ui
            .model
            .with_untracked(|model| model.problem_at(field, card).and_then(trouble::problem_max));
        let warning = tag("span")
            .class("visually-hidden")
            .put(ui.say(key!("field.wrong")))
            .put(" ");
        let words = tag("span")
            .put(warning)
            .put(words_of(ui, max, said.what()))
            .put(" ")
            .put(words_of(ui, max, said.remedy()));
        Some(tag("p").class("error").id(&id).put(words).done())
    })
}
