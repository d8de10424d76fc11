//! Reading a report back, strictly.

mod cases;

use report::{Audience, Category, DecodeError, FieldId, MAX_REPORT_LEN, Report, validate};
use serde_json::{Value, json};

use crate::form::{DAY, every_kind, full, minimal};

use cases::{CASES, RULES};

/// A report by staff with every field of the whole list, on two cards.
pub(crate) fn staff() -> Value {
    json(&validate(&full(Audience::Staff, Category::VexRec), DAY).expect("it is complete"))
}

/// A report by a resident with every field.
pub(crate) fn resident() -> Value {
    json(&validate(&full(Audience::Resident, Category::ThrPer), DAY).expect("it is complete"))
}

pub(crate) fn json(report: &Report) -> Value {
    serde_json::from_slice(&report.encode()).expect("a report is JSON")
}

pub(crate) fn decode(value: &Value) -> Result<Report, DecodeError> {
    Report::decode(value.to_string().as_bytes())
}

#[test]
fn every_kind_of_report_comes_back_the_same() {
    for (audience, category) in every_kind() {
        for answers in [minimal(audience, category), full(audience, category)] {
            let report = validate(&answers, DAY).expect("it is complete");
            assert_eq!(
                Report::decode(&report.encode()),
                Ok(report),
                "{audience} {category}"
            );
        }
    }
}

/// The JSON as it is published, to the byte.
#[test]
fn the_bytes_of_a_report() {
    let mut answers = minimal(Audience::Resident, Category::LgbSaf);
    answers.set(
        FieldId::Happened,
        None,
        report::Answer::Text(" ሰላም \"x\"\n ".to_owned()),
    );
    let report = validate(&answers, DAY).expect("it is complete");
    let expected = concat!(
        r#"{"version":1,"audience":"resident","site":"demo","language":"nl","day":"2026-11-24","#,
        r#""category":"LGB-SAF","answers":{"happened":{"text":"ሰላም \"x\""},"#,
        r#""how-known":{"choice":"saw-or-heard"}}}"#
    );
    assert_eq!(std::str::from_utf8(&report.encode()), Ok(expected));
}

#[test]
fn each_is_refused_for_its_own_reason() {
    decode(&staff()).expect("unchanged it is taken");
    decode(&resident()).expect("unchanged it is taken");
    for (name, start, change, error) in CASES.iter().chain(RULES) {
        let mut report = start();
        change(&mut report);
        assert_eq!(decode(&report), Err(*error), "{name}");
    }
}

#[test]
fn what_is_no_json_is_refused() {
    let bytes = staff().to_string().into_bytes();
    for length in 0..bytes.len() {
        assert_eq!(
            Report::decode(&bytes[..length]),
            Err(DecodeError::Malformed),
            "{length}"
        );
    }
    let mut more = bytes.clone();
    more.push(b'x');
    assert_eq!(Report::decode(&more), Err(DecodeError::Malformed));
    for other in [&b"[]"[..], b"null", b"1", b"\xff", b"{}", &[b'['; 20_000]] {
        assert_eq!(Report::decode(other), Err(DecodeError::Malformed));
    }
}

#[test]
fn more_bytes_than_a_report_has_are_refused_unread() {
    let mut bytes = resident().to_string().into_bytes();
    bytes.resize(MAX_REPORT_LEN, b' ');
    Report::decode(&bytes).expect("blanks after it do no harm");
    bytes.push(b' ');
    assert_eq!(Report::decode(&bytes), Err(DecodeError::TooLong));
}

/// Two programs could read two different reports in it.
#[test]
fn a_key_that_comes_twice_is_refused() {
    let text = staff().to_string();
    for key in [
        "\"day\":",
        "\"period\":",
        "\"observed\":",
        "\"answers\":",
        "\"text\":",
    ] {
        let at = text.find(key).expect(key);
        let value = first_value(&text[at + key.len()..]);
        let doubled = format!("{}{key}{value},{}", &text[..at], &text[at..]);
        let _: Value = serde_json::from_str(&doubled).expect("other readers take it");
        assert_eq!(
            Report::decode(doubled.as_bytes()),
            Err(DecodeError::Malformed),
            "{key}"
        );
    }
}

/// What is read shows in no message.
#[test]
fn errors_and_debug_show_nothing_that_was_said() {
    let mut report = resident();
    report["answers"]["happened"]["text"] = json!("geheim ".repeat(2_000));
    let error = decode(&report).expect_err("too long");
    report["answers"]["happened"]["text"] = json!("geheim");
    let taken = decode(&report).expect("a report");
    let mut answers = full(Audience::Staff, Category::VexRec);
    answers.set(
        FieldId::Opinion,
        None,
        report::Answer::Text("geheim".to_owned()),
    );
    for shown in [
        format!("{error} {error:?}"),
        format!("{taken:?} {:?} {:?}", taken.fields(), taken.cards()),
        format!("{answers:?} {:?}", answers.get(FieldId::Opinion, None)),
        format!("{:?} {:?}", taken.get(FieldId::When, None), taken.reply()),
    ] {
        for secret in [
            "geheim",
            "demo",
            "THR",
            "VEX",
            "now-going-on",
            "ሰላም",
            "0b0b",
        ] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
}

/// The JSON value a text begins with.
fn first_value(text: &str) -> Value {
    let mut values = serde_json::Deserializer::from_str(text).into_iter();
    values.next().expect("a value").expect("JSON")
}
