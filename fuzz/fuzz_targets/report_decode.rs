//! Any bytes are a report or an error; and a report that was read is written and read back the
//! same, in one form only.

#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use report::{
    Answer, Answers, Audience, Category, FieldId, FieldKind, Language, MAX_REPORT_LEN, Report,
    asked, required, validate,
};
use sealpost_fuzz::{restructured, seeds};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    restructured::mutate(data, size, max_size, seed)
});

fuzz_target!(init: seeds::write_if_asked(inputs), |input: &[u8]| {
    let Ok(report) = Report::decode(input) else {
        return;
    };
    let bytes = report.encode();
    assert!(bytes.len() <= MAX_REPORT_LEN);
    let again = Report::decode(&bytes).expect("what is written can be read");
    assert_eq!(again.encode(), bytes);
    assert_eq!(again, report);
});

type Rule = fn(FieldId, &Answers, Option<usize>) -> bool;

/// Of every kind of report the shortest and the longest.
fn inputs() -> Vec<Vec<u8>> {
    let kinds = Audience::ALL
        .into_iter()
        .flat_map(|audience| Category::ALL.map(|category| (audience, category)));
    let offered = kinds.filter(|(audience, category)| category.offered_to(*audience));
    offered
        .flat_map(|(audience, category)| {
            let rules: [Rule; 2] = [required, asked];
            rules.map(|rule| filled(audience, category, rule))
        })
        .collect()
}

fn filled(audience: Audience, category: Category, rule: Rule) -> Vec<u8> {
    let mut answers = Answers::new(audience, "demo".to_owned(), Language::Dutch);
    answers.category = Some(category);
    for card in (0..answers.cards()).map(Some).chain([None]) {
        for field in FieldId::ALL {
            if rule(field, &answers, card) {
                answers.set(field, card, sample(field));
            }
        }
    }
    let report = validate(&answers, "2026-11-24").expect("everything is answered");
    report.encode().to_vec()
}

fn sample(field: FieldId) -> Answer {
    let choice = |word: &str| field.choice(word).expect("the field offers it");
    match field.kind() {
        FieldKind::Text { .. } => Answer::Text("x ሰ".to_owned()),
        FieldKind::One(words) => Answer::Choice(choice(words[0])),
        FieldKind::Many(words) => Answer::Choices(words.iter().map(|it| choice(it)).collect()),
        FieldKind::Roles => Answer::Roles(vec!["ind-desk".to_owned()]),
    }
}
