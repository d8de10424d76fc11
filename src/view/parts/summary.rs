//! What keeps a page from being left, as a list of links to the fields. It takes the focus each time going on is
//! refused.

use leptos::html;
use leptos::prelude::*;
use report::{FieldId, Problem};

use super::notice::Weight;
use crate::model::{Event, Model};
use crate::text::{Key, key, number, question, trouble};
use crate::view::Ui;
use crate::view::markup::{Tag, Words, live, tag, together};

/// The list of problems of the screen, when there are any.
pub(in crate::view) fn problem_summary(ui: Ui) -> AnyView {
    let refusals = ui.counts(refusals);
    live(move || {
        let [_, count, _] = refusals.get();
        (count > 0).then(|| {
            let problems = ui.model.with_untracked(|model| model.problems().to_vec());
            let lines: Vec<_> = problems.into_iter().map(|it| line(ui, it)).collect();
            let list = together(vec![
                tag("h2").put(ui.say(key!("summary.title"))).done(),
                tag("ul").put(lines).done(),
            ]);
            attention(ui, Weight::Bad, list)
        })
    })
}

/// How often going on was refused, and for how many reasons.
fn refusals(model: &Model) -> [usize; 3] {
    [model.refusals(), model.problems().len(), 0]
}

/// A box that takes the focus each time going on is refused.
pub(in crate::view) fn attention(ui: Ui, weight: Weight, content: AnyView) -> AnyView {
    let refusals = ui.counts(refusals);
    let element = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let (true, Some(element)) = (refusals.get()[0] > 0, element.get()) {
            // An element that cannot take the focus leaves it where it was.
            let _ = element.focus();
        }
    });
    tag("div")
        .class(weight.attention_classes())
        .with("tabindex", "-1")
        .remembered(element)
        .put(content)
        .done()
}

fn line(ui: Ui, problem: Problem) -> Tag {
    let said = trouble::problem(problem);
    let words = words_of(ui, trouble::problem_max(problem), said.remedy());
    let Some(field) = problem.field else {
        let what = tag("strong").put(ui.say(said.what()));
        return tag("li").put(what).put(" ").put(words);
    };
    let card = problem.card;
    let link = tag("button")
        .with("type", "button")
        .put(numbered(ui, field, card))
        .put(": ")
        .put(words)
        .on_press(move || ui.send(Event::ProblemPressed(field, card)));
    tag("li").put(link)
}

/// The words of a problem, with the number some of them name.
pub(super) fn words_of(ui: Ui, max: Option<usize>, key: Key) -> Words {
    let max = max.map(number);
    Words::new(ui.texts, key, vec![("max", max.unwrap_or_default())])
}

/// What a field asks, after the number of its statement.
fn numbered(ui: Ui, field: FieldId, card: Option<usize>) -> Tag {
    let number = card.map(|it| ui.tell(key!("card.number"), vec![("number", number(it + 1))]));
    let comma = number.is_some().then_some(", ");
    tag("span")
        .put(number)
        .put(comma)
        .put(ui.say(question::label(field)))
}
