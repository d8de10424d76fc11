//! One question: owns its label, its hint, its error, and what ties them to the control.

use leptos::prelude::*;
use report::{FieldId, FieldKind, ProblemKind};

use super::choice_field::choices;
use super::role_field::roles;
use super::text_field::text;
use crate::element::field_id;
use crate::text::{question, trouble};
use crate::view::Ui;

/// Where a field stands and what surrounds its control.
#[derive(Clone)]
pub(in crate::view) struct Place {
    pub(super) ui: Ui,
    pub(super) field: FieldId,
    pub(super) card: Option<usize>,
    /// The id of the control, or the first part of the ids of its choices.
    pub(super) id: String,
    /// What is wrong, if anything.
    pub(super) problem: Memo<Option<ProblemKind>>,
}

impl Place {
    /// The ids of what describes the control: the hint always, the error while there is one.
    pub(super) fn described_by(&self) -> impl Fn() -> Option<String> + Send + 'static {
        let hint = question::hint(self.field).map(|_| self.hint_id());
        let error = self.error_id();
        let problem = self.problem;
        move || match (&hint, problem.get().is_some()) {
            (Some(hint), true) => Some([hint, " ", &error].concat()),
            (Some(hint), false) => Some(hint.clone()),
            (None, true) => Some(error.clone()),
            (None, false) => None,
        }
    }

    /// `aria-invalid`, while there is a problem.
    pub(super) fn invalid(&self) -> impl Fn() -> Option<&'static str> + Send + 'static {
        let problem = self.problem;
        move || problem.get().map(|_| "true")
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
pub(in crate::view) fn field(ui: Ui, field: FieldId, card: Option<usize>, alone: bool) -> AnyView {
    let asked = ui.look(move |model| {
        model
            .draft()
            .is_some_and(|it| report::asked(field, it.answers(), card))
    });
    let shown = move || asked.get().then(|| asked_field(ui, field, card, alone));
    view! { <div class="field-wrap">{shown}</div> }.into_any()
}

fn asked_field(ui: Ui, field: FieldId, card: Option<usize>, alone: bool) -> AnyView {
    let problem = ui.look(move |model| model.problem_at(field, card));
    let place = Place {
        ui,
        field,
        card,
        id: field_id(field, card),
        problem,
    };
    let class = move || {
        if problem.get().is_some() {
            "field field-wrong"
        } else {
            "field"
        }
    };
    let label = label(&place, alone);
    let hint = hint(&place);
    let error = error(&place);
    let name = if alone {
        "label visually-hidden"
    } else {
        "label"
    };
    match field.kind() {
        FieldKind::Text { max_chars, unknown } => {
            let control = text(&place, max_chars, unknown);
            view! {
                <div class=class>
                    <label class=name for=place.id>{label}</label>
                    {hint}
                    {error}
                    {control}
                </div>
            }
            .into_any()
        }
        kind @ (FieldKind::One(_) | FieldKind::Many(_) | FieldKind::Roles) => {
            let control = match kind {
                FieldKind::One(words) => choices(&place, words, false),
                FieldKind::Many(words) => choices(&place, words, true),
                _ => roles(&place),
            };
            view! {
                <fieldset class=class aria-describedby=place.described_by()>
                    <legend class=name>{label}</legend>
                    {hint}
                    {error}
                    {control}
                </fieldset>
            }
            .into_any()
        }
    }
}

fn label(place: &Place, alone: bool) -> AnyView {
    let Place {
        ui, field, card, ..
    } = *place;
    let required = ui.look(move |model| {
        model
            .draft()
            .is_some_and(|it| report::required(field, it.answers(), card))
    });
    let optional = move || {
        (!alone && !required.get())
            .then(|| view! { <span class="hush">" ("{ui.say("field.optional")}")"</span> })
    };
    view! { {ui.say(question::label(field))}{optional} }.into_any()
}

fn hint(place: &Place) -> Option<AnyView> {
    let key = question::hint(place.field)?;
    let id = place.hint_id();
    Some(view! { <p class="hint" id=id>{place.ui.say(key)}</p> }.into_any())
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
    let shown = move || {
        problem.get().map(|kind| {
            let problem = report::Problem {
                field: Some(field),
                card,
                kind,
            };
            let said = trouble::problem(problem);
            view! {
                <p class="error" id=id.clone()>
                    <span>
                        <span class="visually-hidden">{ui.say("field.wrong")}" "</span>
                        {super::summary::words_of(ui, problem, said.what)}
                        " "
                        {super::summary::words_of(ui, problem, said.remedy)}
                    </span>
                </p>
            }
        })
    };
    view! { {shown} }.into_any()
}
