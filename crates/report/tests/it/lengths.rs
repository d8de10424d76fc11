//! A report without attachments fits into the smallest envelope, or is refused.

use report::{
    Answer, Answers, Audience, Category, FieldId, FieldKind, MAX_REPORT_LEN, Problem, ProblemKind,
    validate,
};

use crate::form::{DAY, every_kind, full, places};

const TOO_LONG: Problem = Problem {
    field: None,
    card: None,
    kind: ProblemKind::ReportTooLong,
};

fn set_text(answers: &mut Answers, field: FieldId, text: String) {
    answers.set(field, None, Answer::Text(text));
}

/// To the byte.
#[test]
fn the_limit_is_exact() {
    let mut answers = full(Audience::Staff, Category::VexRec);
    for field in [
        FieldId::Opinion,
        FieldId::Against,
        FieldId::Before,
        FieldId::Necessity,
    ] {
        set_text(&mut answers, field, "ሀ".repeat(2_000));
    }
    set_text(&mut answers, FieldId::AtRisk, "x".to_owned());
    set_text(&mut answers, FieldId::DangerIfActedOn, "x".to_owned());
    let length = validate(&answers, DAY).expect("it fits").encode().len();
    let left = MAX_REPORT_LEN - length;
    assert!(
        (1..8_000 - 2).contains(&left),
        "{left} bytes are left for two texts"
    );
    let (first, second) = (left / 2, left - left / 2);
    set_text(&mut answers, FieldId::AtRisk, "x".repeat(1 + first));
    set_text(
        &mut answers,
        FieldId::DangerIfActedOn,
        "x".repeat(1 + second),
    );
    assert_eq!(
        validate(&answers, DAY)
            .expect("it just fits")
            .encode()
            .len(),
        MAX_REPORT_LEN
    );
    set_text(
        &mut answers,
        FieldId::DangerIfActedOn,
        "x".repeat(2 + second),
    );
    assert_eq!(validate(&answers, DAY), Err(vec![TOO_LONG]));
}

/// The longest texts the fields take, in letters of one to six bytes: whatever becomes a report
/// is short enough, and whatever a resident writes becomes one.
#[test]
fn the_longest_texts_of_every_script() {
    for (audience, category) in every_kind() {
        for letter in ["x", "ع", "ሀ", "🕊", "\u{1}", "\"", "\\"] {
            let mut answers = full(audience, category);
            for (field, card) in places(&answers) {
                if let FieldKind::Text { max_chars, .. } = field.kind() {
                    answers.set(field, card, Answer::Text(letter.repeat(max_chars)));
                }
            }
            match validate(&answers, DAY) {
                Ok(report) => assert!(report.encode().len() <= MAX_REPORT_LEN),
                Err(problems) => {
                    assert_eq!(problems, [TOO_LONG], "{category} {letter}");
                    assert_eq!(audience, Audience::Staff, "a resident's report always fits");
                }
            }
        }
    }
}

#[test]
fn as_many_cards_as_fit() {
    let mut answers = full(Audience::Staff, Category::OthOth);
    let mut cards = 0;
    while validate(&answers, DAY).is_ok() {
        cards = answers.cards();
        answers.add_card();
        let card = Some(cards);
        answers.set(FieldId::Observed, card, Answer::Text("ሀ".repeat(1_000)));
        let own = FieldId::Source.choice("own").expect("it is offered");
        answers.set(FieldId::Source, card, Answer::Choice(own));
        assert!(cards < 100, "there must be an end");
    }
    assert!(cards > 5, "only {cards} cards fit");
    assert_eq!(validate(&answers, DAY), Err(vec![TOO_LONG]));
}
