//! Walks `cases/*.txt`: what is typed, and the report or the problems it becomes.
//!
//! A case is a block of lines up to an empty line:
//!
//! ```text
//! # what it shows
//! start: minimal staff VEX-REC       (or full, or empty; the category may be -)
//! set: source@0 choice own           (a field, @card for a field that stands on one)
//! set: happened text*4001 ሀ          (the text so many times over)
//! set: subject none                  (the answer is taken away)
//! problem: subject-certainty Required
//! kept: source@0 choice own
//! dropped: source-knows@0
//! ```
//!
//! A case with a problem is refused with exactly these problems; another becomes a report.
//! `\s` stands for a blank, `\n` for a line feed and `\0` for a NUL.

use std::fs;
use std::path::Path;

use report::{Answer, Answers, FieldId, FieldKind, Problem, ProblemKind, Report, validate};

use crate::form::{DAY, empty, full, minimal, page_problems};

#[test]
fn every_case() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/cases");
    let mut count = 0;
    for file in fs::read_dir(folder).expect("the folder is there") {
        let text = fs::read_to_string(file.expect("an entry").path()).expect("a text");
        for block in text.split("\n\n").filter(|it| !it.trim().is_empty()) {
            check(block);
            count += 1;
        }
    }
    assert!(count >= 40, "only {count} cases were found");
}

fn check(block: &str) {
    let mut answers = None;
    let mut day = DAY;
    let mut expected: Vec<String> = Vec::new();
    let mut after: Vec<(&str, &str)> = Vec::new();
    for line in block.lines().filter(|it| !it.starts_with('#')) {
        let (verb, rest) = line.split_once(": ").expect(line);
        match verb {
            "start" => answers = Some(start(rest)),
            "set" => set(answers.as_mut().expect("start comes first"), rest),
            "day" => day = rest,
            "problem" => expected.push(rest.to_owned()),
            "kept" | "dropped" => after.push((verb, rest)),
            _ => panic!("no such verb: {line}"),
        }
    }
    let answers = answers.expect(block);
    match validate(&answers, day) {
        Err(problems) => {
            assert!(!problems.is_empty(), "{block}");
            let found: Vec<String> = problems.iter().map(written).collect();
            assert_eq!(found, expected, "{block}");
        }
        Ok(report) => {
            assert_eq!(expected, Vec::<String>::new(), "{block}\nwas taken");
            assert_eq!(page_problems(&answers), [], "{block}");
            for (verb, rest) in after {
                look(&report, verb, rest, block);
            }
            assert_eq!(Report::decode(&report.encode()), Ok(report), "{block}");
        }
    }
}

fn start(rest: &str) -> Answers {
    let [how, audience, category] = rest.split(' ').collect::<Vec<_>>()[..] else {
        panic!("start: how audience category, not {rest}");
    };
    let audience = audience.parse().expect("an audience");
    let chosen = category.parse().ok();
    let category = chosen.unwrap_or(report::Category::OthOth);
    let mut answers = match how {
        "empty" => empty(audience, category),
        "minimal" => minimal(audience, category),
        "full" => full(audience, category),
        _ => panic!("no such start: {how}"),
    };
    answers.category = chosen;
    answers
}

fn set(answers: &mut Answers, rest: &str) {
    let (place, value) = rest.split_once(' ').expect(rest);
    let (field, card) = parse_place(place);
    match parse_answer(field, value) {
        Some(answer) => answers.set(field, card, answer),
        None => answers.clear(field, card),
    }
}

fn look(report: &Report, verb: &str, rest: &str, block: &str) {
    let (place, value) = rest.split_once(' ').unwrap_or((rest, "none"));
    let (field, card) = parse_place(place);
    assert_eq!(verb == "dropped", value == "none", "{block}");
    assert!(
        report.get(field, card) == parse_answer(field, value).as_ref(),
        "{block}\n{rest}"
    );
}

fn parse_place(place: &str) -> (FieldId, Option<usize>) {
    let (name, card) = match place.split_once('@') {
        Some((name, card)) => (name, Some(card.parse().expect("a number"))),
        None => (place, None),
    };
    (name.parse().expect(place), card)
}

/// Words are looked up in every field, so that a case can choose one the field does not offer.
fn parse_answer(field: FieldId, value: &str) -> Option<Answer> {
    let (kind, rest) = value.split_once(' ').unwrap_or((value, ""));
    let choice = |word: &str| {
        let fields = [field].into_iter().chain(FieldId::ALL);
        fields
            .into_iter()
            .find_map(|it| it.choice(word))
            .expect(word)
    };
    let text = rest
        .replace("\\s", " ")
        .replace("\\n", "\n")
        .replace("\\0", "\0");
    let list = || rest.split(' ').filter(|it| !it.is_empty());
    Some(match kind.split_once('*').unwrap_or((kind, "1")) {
        ("text", times) => Answer::Text(text.repeat(times.parse().expect("a number"))),
        ("choice", _) => Answer::Choice(choice(rest)),
        ("choices", _) => Answer::Choices(list().map(choice).collect()),
        ("roles", _) => Answer::Roles(list().map(str::to_owned).collect()),
        ("unknown", _) => Answer::Unknown,
        ("none", _) => return None,
        _ => panic!("no such answer: {value}"),
    })
}

fn written(problem: &Problem) -> String {
    let place = match (problem.field, problem.card) {
        (None, _) => "-".to_owned(),
        (Some(field), None) => field.to_string(),
        (Some(field), Some(card)) => format!("{field}@{card}"),
    };
    let kind = match problem.kind {
        ProblemKind::TooLong { max_chars } => format!("TooLong {max_chars}"),
        kind => format!("{kind:?}"),
    };
    format!("{place} {kind}")
}

/// A choice can be had from the field that offers it and from nowhere else.
#[test]
fn choices_are_the_fields_own() {
    for field in FieldId::ALL {
        let words: &[&str] = match field.kind() {
            FieldKind::One(words) | FieldKind::Many(words) => words,
            FieldKind::Text { .. } | FieldKind::Roles => &[],
        };
        for word in words {
            assert_eq!(field.choice(word).expect(word).as_str(), *word);
        }
        for word in ["", "Own", "own ", "nonsense"] {
            assert!(field.choice(word).is_none(), "{field} {word}");
        }
    }
    assert!(FieldId::Period.choice("own").is_none());
}
