//! What keeps a page from being left, as a list of links to the fields. It takes the focus each time going on is
//! refused.

use leptos::html;
use leptos::prelude::*;
use report::{FieldId, Problem};

use super::notice::Weight;
use crate::model::Event;
use crate::text::{question, trouble};
use crate::view::{Ui, Words};

/// The list of problems of the screen, when there are any.
pub(in crate::view) fn problem_summary(ui: Ui) -> AnyView {
    let problems = ui.read(|model| model.problems().to_vec());
    let shown = move || {
        let problems = problems.get();
        (!problems.is_empty()).then(|| {
            let list = view! {
                <h2>{ui.say("summary.title")}</h2>
                <ul>{problems.into_iter().map(|it| line(ui, it)).collect::<Vec<_>>()}</ul>
            };
            attention(ui, Weight::Bad, list.into_any())
        })
    };
    view! { <div>{shown}</div> }.into_any()
}

/// A box that takes the focus when it appears, and again each time going on is refused.
pub(in crate::view) fn attention(ui: Ui, weight: Weight, children: AnyView) -> AnyView {
    let refusals = ui.read(|model| model.refusals());
    let element = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let (true, Some(element)) = (refusals.get() > 0, element.get()) {
            // An element that cannot take the focus leaves it where it was.
            let _ = element.focus();
        }
    });
    view! {
        <div node_ref=element class=["summary ", weight.classes()].concat() tabindex="-1">
            {children}
        </div>
    }
    .into_any()
}

fn line(ui: Ui, problem: Problem) -> AnyView {
    let said = trouble::problem(problem);
    let words = words_of(ui, problem, said.remedy);
    match problem.field {
        Some(field) => {
            let card = problem.card;
            view! {
                <li>
                    <button type="button" on:click=move |_| ui.send(Event::ProblemPressed(field, card))>
                        {numbered(ui, field, card)}": "{words}
                    </button>
                </li>
            }
            .into_any()
        }
        None => view! { <li><strong>{ui.say(said.what)}</strong>" "{words}</li> }.into_any(),
    }
}

/// The words of a problem, with the number some of them name.
pub(in crate::view) fn words_of(ui: Ui, problem: Problem, key: &'static str) -> Words {
    let max = trouble::problem_max(problem)
        .map(|it| it.to_string())
        .unwrap_or_default();
    ui.tell(key, vec![("max", max)])
}

/// What a field asks, after the number of its statement.
fn numbered(ui: Ui, field: FieldId, card: Option<usize>) -> AnyView {
    let number = card.map(|it| {
        view! { {ui.tell("card.number", vec![("number", (it + 1).to_string())])}", " }
    });
    view! { {number}{ui.say(question::label(field))} }.into_any()
}
