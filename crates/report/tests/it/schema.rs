//! `docs/report.schema.json` against the program: the two take and refuse the same reports.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jsonschema::Validator;
use report::{Audience, Category, FieldId, FieldKind, Language, Report, validate};
use serde_json::{Value, json};

use crate::decoding::{decode, json as to_json};
use crate::form::{DAY, every_kind, full, minimal};

fn schema() -> Value {
    serde_json::from_str(include_str!("../../../../docs/report.schema.json")).expect("JSON")
}

pub(crate) fn validator() -> &'static Validator {
    static VALIDATOR: LazyLock<Validator> =
        LazyLock::new(|| jsonschema::validator_for(&schema()).expect("the schema is one"));
    &VALIDATOR
}

/// One report of every audience and category, each with everything and with what is required.
fn reports() -> impl Iterator<Item = Report> {
    every_kind().flat_map(|(audience, category)| {
        [minimal(audience, category), full(audience, category)]
            .map(|it| validate(&it, DAY).expect("it is complete"))
    })
}

#[test]
fn every_kind_of_report_is_valid() {
    for report in reports() {
        let json = to_json(&report);
        let errors: Vec<String> = validator()
            .iter_errors(&json)
            .map(|it| it.to_string())
            .collect();
        assert_eq!(errors, Vec::<String>::new(), "{json}");
    }
}

/// Every field with exactly its choices and its length; every category and language; nothing else.
#[test]
fn it_covers_every_field_and_choice() {
    let schema = schema();
    let shapes = [
        "id",
        "card",
        "suspicionReadByTwo",
        "suspicion",
        "otherByStaff",
        "byResident",
    ];
    let defined: BTreeSet<&str> = schema["$defs"]
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect();
    let expected = FieldId::ALL
        .into_iter()
        .map(FieldId::as_str)
        .chain(shapes)
        .collect();
    assert_eq!(defined, expected);
    for field in FieldId::ALL {
        let of = &schema["$defs"][field.as_str()];
        let question = format!("{}: ", field.question());
        assert!(
            of["description"]
                .as_str()
                .expect("a text")
                .starts_with(&question),
            "{field}"
        );
        match field.kind() {
            FieldKind::One(words) => assert_eq!(of["properties"]["choice"]["enum"], json!(words)),
            FieldKind::Many(words) => {
                assert_eq!(of["properties"]["choices"]["items"]["enum"], json!(words));
            }
            FieldKind::Text { max_chars, unknown } => {
                let text = if unknown { &of["oneOf"][0] } else { of };
                assert_eq!(
                    text["properties"]["text"]["maxLength"],
                    json!(max_chars),
                    "{field}"
                );
            }
            FieldKind::Roles => {
                assert_eq!(
                    of["properties"]["roles"]["maxItems"],
                    json!(report::MAX_EXCLUDED_ROLES)
                );
            }
        }
    }
    let (thousands, rest) = (
        report::MAX_REPORT_LEN / 1_000,
        report::MAX_REPORT_LEN % 1_000,
    );
    let length = format!("At most {thousands},{rest:03} bytes");
    assert!(
        schema["description"]
            .as_str()
            .expect("a text")
            .contains(&length)
    );
    let properties = &schema["properties"];
    assert_eq!(
        properties["category"]["enum"],
        json!(Category::ALL.map(Category::code))
    );
    assert_eq!(
        properties["language"]["enum"],
        json!(Language::ALL.map(Language::tag))
    );
    assert_eq!(
        properties["audience"]["enum"],
        json!(Audience::ALL.map(Audience::as_str))
    );
}

/// Takes everything away, adds everything, and puts everything in the place of everything else:
/// after each change the schema takes the report exactly when the program does.
#[test]
fn it_takes_what_the_program_takes() {
    let mut taken = 0;
    let mut refused = 0;
    for report in reports() {
        let json = to_json(&report);
        for changed in changes(&json) {
            let by_program = decode(&changed).is_ok();
            assert_eq!(validator().is_valid(&changed), by_program, "{changed}");
            if by_program { taken += 1 } else { refused += 1 }
        }
    }
    assert!(
        taken > 500 && refused > 5_000,
        "{taken} taken, {refused} refused"
    );
}

/// The report with one thing changed, in every way that makes sense.
fn changes(report: &Value) -> Vec<Value> {
    let mut changed = Vec::new();
    let mut objects = vec!["".to_owned(), "/answers".to_owned()];
    if report["reply"].is_object() {
        objects.push("/reply".to_owned());
    }
    if let Some(cards) = report["cards"].as_array() {
        objects.extend((0..cards.len()).map(|it| format!("/cards/{it}")));
    }
    for at in objects {
        let keys = report
            .pointer(&at)
            .and_then(Value::as_object)
            .expect("an object")
            .keys();
        for key in keys {
            changed.push(edit(report, &at, |it| {
                drop(it.as_object_mut().map(|it| it.remove(key)))
            }));
            changed.push(edit(report, &at, |it| it[key] = json!(17)));
        }
        if at.ends_with("/answers") || at.starts_with("/cards") {
            for (field, answer) in every_answer() {
                changed.push(edit(report, &at, |it| it[field.as_str()] = answer.clone()));
            }
        }
    }
    for (key, values) in [
        ("category", json!(Category::ALL.map(Category::code))),
        ("audience", json!(["staff", "resident"])),
        ("cards", json!([[], [{}], null])),
        (
            "reply",
            json!([null, {}, reply("0", "-"), reply("A", "-"), reply("0", "=")]),
        ),
        ("version", json!([0, 1, 2, "1"])),
        (
            "site",
            json!(["", "a", "A", "a b", "x".repeat(64), "x".repeat(65)]),
        ),
        (
            "day",
            json!([
                "",
                "2026-13-01",
                "2026-00-10",
                "2026-01-32",
                "2024-02-29",
                "2026-1-1"
            ]),
        ),
    ] {
        for value in values.as_array().expect("a list") {
            changed.push(edit(report, "", |it| it[key] = value.clone()));
        }
    }
    changed
}

fn reply(digit: &str, letter: &str) -> Value {
    json!({ "mailbox": digit.repeat(64), "recipient": letter.repeat(1_622) })
}

fn edit(report: &Value, at: &str, change: impl FnOnce(&mut Value)) -> Value {
    let mut report = report.clone();
    change(report.pointer_mut(at).expect("it is there"));
    report
}

/// For every field each choice alone, several, texts around the limit, and what no field takes.
fn every_answer() -> Vec<(FieldId, Value)> {
    let mut answers = Vec::new();
    for field in FieldId::ALL {
        let mut add = |answer: Value| answers.push((field, answer));
        add(json!({ "unknown": true }));
        add(json!({}));
        add(json!({ "choice": "nonsense" }));
        add(json!({ "text": "" }));
        add(json!({ "text": "ሀ" }));
        match field.kind() {
            FieldKind::One(words) => words.iter().for_each(|it| add(json!({ "choice": it }))),
            FieldKind::Many(words) => {
                words.iter().for_each(|it| add(json!({ "choices": [it] })));
                add(json!({ "choices": words }));
                add(json!({ "choices": [] }));
                add(json!({ "choices": [words[0], words[0]] }));
                add(json!({ "choice": words[0] }));
            }
            FieldKind::Text { max_chars, .. } => {
                add(json!({ "text": "ሀ".repeat(max_chars) }));
                add(json!({ "text": "ሀ".repeat(max_chars + 1) }));
                add(json!({ "text": "x", "unknown": true }));
            }
            FieldKind::Roles => {
                add(json!({ "roles": ["a", "b"] }));
                add(json!({ "roles": ["A"] }));
                add(json!({ "roles": ["a", "a"] }));
                add(json!({ "roles": [] }));
            }
        }
    }
    answers
}
