//! Reports with one thing wrong.

mod rules;

use report::{DecodeError, FieldId};
use serde_json::{Value, json};

use super::{resident, staff};

pub(crate) use rules::RULES;

/// What is done to which report, and what `decode` says.
pub(crate) type Case = (&'static str, fn() -> Value, fn(&mut Value), DecodeError);

/// Not of the shape of a report, or with words nobody knows.
pub(crate) const CASES: &[Case] = &[
    (
        "another version",
        staff,
        |r| r["version"] = json!(2),
        DecodeError::UnsupportedVersion,
    ),
    (
        "version 0",
        staff,
        |r| r["version"] = json!(0),
        DecodeError::UnsupportedVersion,
    ),
    (
        "a version in words",
        staff,
        |r| r["version"] = json!("1"),
        DecodeError::Malformed,
    ),
    (
        "no version",
        staff,
        |r| remove(r, "version"),
        DecodeError::Malformed,
    ),
    (
        "an unknown key",
        staff,
        |r| r["colour"] = json!("blue"),
        DecodeError::Malformed,
    ),
    (
        "no answers",
        staff,
        |r| remove(r, "answers"),
        DecodeError::Malformed,
    ),
    (
        "no day",
        resident,
        |r| remove(r, "day"),
        DecodeError::Malformed,
    ),
    (
        "staff without cards",
        staff,
        |r| remove(r, "cards"),
        DecodeError::Malformed,
    ),
    (
        "staff with no card",
        staff,
        |r| r["cards"] = json!([]),
        DecodeError::Malformed,
    ),
    (
        "cards that are nothing",
        resident,
        |r| r["cards"] = Value::Null,
        DecodeError::Malformed,
    ),
    (
        "a resident with no card",
        resident,
        |r| r["cards"] = json!([]),
        DecodeError::Malformed,
    ),
    (
        "a resident with a card",
        resident,
        |r| r["cards"] = staff()["cards"].clone(),
        DecodeError::Malformed,
    ),
    (
        "an unknown audience",
        staff,
        |r| r["audience"] = json!("guest"),
        DecodeError::UnknownAudience,
    ),
    (
        "an unknown language",
        staff,
        |r| r["language"] = json!("NL"),
        DecodeError::UnknownLanguage,
    ),
    (
        "an unknown category",
        staff,
        |r| r["category"] = json!("VEX"),
        DecodeError::UnknownCategory,
    ),
    (
        "an unknown field",
        staff,
        |r| r["answers"]["faith"] = json!({"text": "x"}),
        DecodeError::UnknownField,
    ),
    (
        "an unknown field on a card",
        staff,
        |r| r["cards"][1]["x"] = json!({"text": "x"}),
        DecodeError::UnknownField,
    ),
    (
        "an unknown choice",
        staff,
        |r| choose(r, "period", "soon"),
        DecodeError::UnknownChoice(FieldId::Period),
    ),
    (
        "another field's choice",
        staff,
        |r| choose(r, "period", "own"),
        DecodeError::UnknownChoice(FieldId::Period),
    ),
    (
        "an unknown choice among several",
        staff,
        |r| r["answers"]["done"] = json!({"choices": ["colleague", "x"]}),
        DecodeError::UnknownChoice(FieldId::Done),
    ),
    (
        "two answers in one",
        staff,
        |r| r["answers"]["subject"]["unknown"] = json!(true),
        DecodeError::Malformed,
    ),
    (
        "no answer in one",
        staff,
        |r| r["answers"]["subject"] = json!({}),
        DecodeError::Malformed,
    ),
    (
        "an answer of no kind",
        staff,
        |r| r["answers"]["subject"] = json!({"number": 1}),
        DecodeError::Malformed,
    ),
    (
        "an answer that is nothing",
        staff,
        |r| r["answers"]["subject"] = Value::Null,
        DecodeError::Malformed,
    ),
    (
        "an answer without its kind",
        staff,
        |r| r["answers"]["subject"] = json!("x"),
        DecodeError::Malformed,
    ),
    (
        "known after all",
        staff,
        |r| r["answers"]["subject"] = json!({"unknown": false}),
        DecodeError::NotTidy(FieldId::Subject),
    ),
];

pub(super) fn remove(object: &mut Value, key: &str) {
    let removed = object.as_object_mut().expect("an object").remove(key);
    assert!(removed.is_some(), "{key} was there");
}

pub(super) fn choose(report: &mut Value, field: &str, word: &str) {
    report["answers"][field] = json!({ "choice": word });
}
