//! Filled-in forms for the tests.

use report::{
    Answer, Answers, Audience, Category, FieldId, FieldKind, Language, PageId, ReplyTo, asked,
    pages, required,
};

/// The day of every test.
pub(crate) const DAY: &str = "2026-11-24";

/// A form with nothing in it but the category.
pub(crate) fn empty(audience: Audience, category: Category) -> Answers {
    let mut answers = Answers::new(audience, "demo".to_owned(), Language::Dutch);
    answers.category = Some(category);
    answers
}

/// A form with what is required and nothing else.
pub(crate) fn minimal(audience: Audience, category: Category) -> Answers {
    fill(empty(audience, category), required)
}

/// A form with an answer in every place, on two cards for staff.
pub(crate) fn full(audience: Audience, category: Category) -> Answers {
    let mut answers = empty(audience, category);
    answers.add_card();
    answers.reply = (audience == Audience::Resident).then(reply);
    fill(answers, asked)
}

/// Where an answer may be left.
fn reply() -> ReplyTo {
    let reply = ReplyTo::new("0b".repeat(32), "Ab-_".repeat(406)[..1_622].to_owned());
    reply.expect("it looks like one")
}

/// Every audience and category that go together.
pub(crate) fn every_kind() -> impl Iterator<Item = (Audience, Category)> {
    Audience::ALL.into_iter().flat_map(|audience| {
        let offered = Category::ALL
            .into_iter()
            .filter(move |it| it.offered_to(audience));
        offered.map(move |category| (audience, category))
    })
}

/// Every place of the form that can be answered now.
pub(crate) fn places(answers: &Answers) -> Vec<(FieldId, Option<usize>)> {
    let cards = (0..answers.cards()).map(Some);
    let everywhere = cards.chain([None]);
    everywhere
        .flat_map(|card| FieldId::ALL.into_iter().map(move |field| (field, card)))
        .filter(|(field, card)| asked(*field, answers, *card))
        .collect()
}

/// What is wrong with a form, page by page, as the app asks for it.
pub(crate) fn page_problems(answers: &Answers) -> Vec<report::Problem> {
    let mut problems = Vec::new();
    for page in pages(answers.audience(), answers.category) {
        if page == PageId::Card {
            for card in 0..answers.cards() {
                problems.extend(answers.page_problems(page, Some(card)));
            }
        } else {
            problems.extend(answers.page_problems(page, None));
        }
    }
    problems
}

type Rule = fn(FieldId, &Answers, Option<usize>) -> bool;

/// Answers every place the rule holds for; what one answer brings about comes after it.
fn fill(mut answers: Answers, rule: Rule) -> Answers {
    for card in (0..answers.cards()).map(Some).chain([None]) {
        for field in FieldId::ALL {
            if rule(field, &answers, card) {
                answers.set(field, card, sample(field));
            }
        }
    }
    answers
}

/// An answer; the one that brings further questions about, where there is such.
fn sample(field: FieldId) -> Answer {
    let choice = |word: &str| field.choice(word).expect("the field offers it");
    match (field, field.kind()) {
        (FieldId::Source, _) => Answer::Choice(choice("told")),
        (FieldId::SubjectKnows, _) => Answer::Choice(choice("no")),
        (_, FieldKind::Text { .. }) => Answer::Text(format!("{field}: ሰላም, مرحبا, 🕊️")),
        (_, FieldKind::One(words)) => Answer::Choice(choice(words[0])),
        (_, FieldKind::Many(words)) => Answer::Choices(words.iter().map(|it| choice(it)).collect()),
        (_, FieldKind::Roles) => Answer::Roles(vec!["ind-desk".into(), "site-safety".into()]),
    }
}
