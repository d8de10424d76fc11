//! Reports nobody would think of.

use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};
use proptest::sample::select;
use report::{
    Answer, Answers, Audience, Category, Choice, FieldId, FieldKind, Language, MAX_REPORT_LEN,
    ProblemKind, Report, validate,
};

use crate::form::{full, page_problems, places};
use crate::schema::validator;

/// Any text at all, mostly in the limits.
fn text(max_chars: usize) -> impl Strategy<Value = String> {
    prop_oneof![
        20 => vec(any::<char>(), 0..40),
        5 => vec(any::<char>(), 0..max_chars),
        1 => vec(any::<char>(), max_chars..max_chars + 3),
    ]
    .prop_map(|it| it.into_iter().collect())
}

/// An answer of the field's kind, now and then of another.
fn answer(field: FieldId) -> impl Strategy<Value = Option<Answer>> {
    let words: Vec<Choice> = match field.kind() {
        FieldKind::One(words) | FieldKind::Many(words) => {
            words.iter().filter_map(|it| field.choice(it)).collect()
        }
        FieldKind::Text { .. } | FieldKind::Roles => {
            FieldId::Place.choice("online").into_iter().collect()
        }
    };
    let max_chars = match field.kind() {
        FieldKind::Text { max_chars, .. } => max_chars,
        _ => 10,
    };
    let weight = |fits: bool| if fits { 60 } else { 1 };
    let kind = field.kind();
    prop_oneof![
        weight(matches!(kind, FieldKind::Text { .. })) => text(max_chars).prop_map(|it| Some(Answer::Text(it))),
        weight(matches!(kind, FieldKind::One(_))) => select(words.clone()).prop_map(|it| Some(Answer::Choice(it))),
        weight(matches!(kind, FieldKind::Many(_))) => vec(select(words), 0..4).prop_map(|it| Some(Answer::Choices(it))),
        weight(kind == FieldKind::Roles) => vec("[a-z-]{0,3}", 0..4).prop_map(|it| Some(Answer::Roles(it))),
        3 => Just(Some(Answer::Unknown)),
        3 => Just(None),
    ]
}

/// A full form of any kind with some answers replaced or taken away.
fn answers() -> impl Strategy<Value = Answers> {
    let place = select(FieldId::ALL.to_vec())
        .prop_flat_map(|field| (Just(field), 0_usize..3, answer(field)));
    let kind = (
        select(Audience::ALL.to_vec()),
        select(Category::ALL.to_vec()),
        select(Language::ALL.to_vec()),
    );
    (kind, vec(place, 0..12)).prop_map(|((audience, category, language), changes)| {
        let mut answers = full(audience, category);
        answers.language = language;
        for (field, card, answer) in changes {
            let card = field.is_on_card().then_some(card);
            match answer {
                Some(answer) => answers.set(field, card, answer),
                None => answers.clear(field, card),
            }
        }
        answers
    })
}

proptest! {
    /// What becomes a report comes back the same, fits, and is valid by the schema; what does not
    /// is told page by page as well, except what only the whole can show.
    #[test]
    fn any_answers(answers in answers()) {
        match validate(&answers, "2026-11-24") {
            Ok(report) => {
                let bytes = report.encode();
                assert!(bytes.len() <= MAX_REPORT_LEN);
                let json = serde_json::from_slice(&bytes).expect("JSON");
                assert!(validator().is_valid(&json), "by the schema");
                assert!(page_problems(&answers).is_empty());
                assert_eq!(Report::decode(&bytes), Ok(report));
            }
            Err(problems) => {
                assert!(!problems.is_empty());
                let (of_fields, of_whole): (Vec<_>, Vec<_>) =
                    problems.into_iter().partition(|it| it.field.is_some());
                assert_eq!(of_fields, page_problems(&answers));
                let expected = |it: &report::Problem| {
                    matches!(it.kind, ProblemKind::ReportTooLong | ProblemKind::NotOffered)
                };
                assert!(of_whole.iter().all(expected));
            }
        }
    }

    /// Answering a place that is asked touches no other.
    #[test]
    fn places_are_apart(answers in answers(), at in any::<proptest::sample::Index>()) {
        let places = places(&answers);
        let (field, card) = places[at.index(places.len())];
        let mut changed = answers.clone();
        changed.set(field, card, Answer::Unknown);
        for (other, place) in places {
            let same = changed.get(other, place) == answers.get(other, place);
            assert!(same || (other, place) == (field, card));
        }
    }

    /// Any bytes are a report or an error, never a panic; and what is taken is what encode writes.
    #[test]
    fn any_bytes(answers in answers(), changes in vec((any::<proptest::sample::Index>(), any::<u8>()), 1..3)) {
        if let Ok(report) = validate(&answers, "2026-11-24") {
            let mut bytes = report.encode();
            for (at, byte) in changes {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            if let Ok(read) = Report::decode(&bytes) {
                let again = Report::decode(&read.encode());
                assert_eq!(again, Ok(read));
            }
        }
    }
}
