//! An answer to a report: its bytes and back, strictly, and `docs/message.schema.json`.

use jsonschema::Validator;
use report::{Language, MAX_MESSAGE_CHARS, MAX_REPORT_LEN, Message, MessageError};
use serde_json::{Value, json};

use crate::form::DAY;

fn message(text: &str) -> Result<Message, MessageError> {
    Message::new(DAY, "intake-desk", Language::Dutch, text)
}

fn validator() -> Validator {
    let schema = include_str!("../../../../docs/message.schema.json");
    let schema = serde_json::from_str(schema).expect("JSON");
    jsonschema::validator_for(&schema).expect("the schema is one")
}

/// The JSON as it is published, to the byte.
#[test]
fn the_bytes_of_a_message() {
    let message = message(" ሰላም \"x\"\n ").expect("a message");
    let expected = concat!(
        r#"{"version":1,"day":"2026-11-24","from":"intake-desk","language":"nl","#,
        r#""text":"ሰላም \"x\""}"#
    );
    assert_eq!(std::str::from_utf8(&message.encode()), Ok(expected));
    assert_eq!(Message::decode(expected.as_bytes()), Ok(message));
}

#[test]
fn the_longest_text_of_every_script_fits() {
    for letter in ["x", "ع", "ሀ", "🕊", "\u{1}", "\"", "\\"] {
        let longest = message(&letter.repeat(MAX_MESSAGE_CHARS)).expect("it fits");
        let bytes = longest.encode();
        assert!(bytes.len() <= MAX_REPORT_LEN, "{letter} {}", bytes.len());
        assert_eq!(bytes.capacity(), MAX_REPORT_LEN, "it has not grown");
        assert_eq!(Message::decode(&bytes), Ok(longest));
        let longer = message(&letter.repeat(MAX_MESSAGE_CHARS + 1));
        assert_eq!(longer, Err(MessageError::TooLong));
    }
}

#[test]
fn what_makes_no_message_is_named() {
    for (day, from, text, error) in [
        (DAY, "intake-desk", "", MessageError::Empty),
        (DAY, "intake-desk", " \n\u{a0}", MessageError::Empty),
        ("2026-02-30", "intake-desk", "x", MessageError::Day),
        (DAY, "Intake desk", "x", MessageError::From),
    ] {
        assert_eq!(Message::new(day, from, Language::English, text), Err(error));
    }
}

/// One change each; the schema takes what the program takes.
#[test]
fn other_bytes_are_refused() {
    let validator = validator();
    let start: Value = {
        let bytes = message("Dank u.").expect("a message").encode();
        serde_json::from_slice(&bytes).expect("JSON")
    };
    assert!(validator.is_valid(&start));
    for (key, value, error) in [
        ("version", json!(2), MessageError::UnsupportedVersion),
        ("version", json!("1"), MessageError::Malformed),
        ("version", Value::Null, MessageError::Malformed),
        ("day", json!("25-11-2026"), MessageError::Day),
        ("day", Value::Null, MessageError::Malformed),
        ("from", json!(""), MessageError::From),
        ("language", json!("xx"), MessageError::UnknownLanguage),
        ("text", json!(""), MessageError::Empty),
        ("text", json!(" x"), MessageError::Malformed),
        ("text", json!("x".repeat(5_001)), MessageError::TooLong),
        ("text", json!({}), MessageError::Malformed),
        ("colour", json!("blue"), MessageError::Malformed),
    ] {
        let mut changed = start.clone();
        changed[key] = value;
        let decoded = Message::decode(changed.to_string().as_bytes());
        assert_eq!(decoded, Err(error), "{key}");
        assert!(!validator.is_valid(&changed), "{key}");
    }
    for key in ["version", "day", "from", "language", "text"] {
        let mut changed = start.clone();
        changed.as_object_mut().expect("an object").remove(key);
        let decoded = Message::decode(changed.to_string().as_bytes());
        assert_eq!(decoded, Err(MessageError::Malformed), "{key}");
        assert!(!validator.is_valid(&changed), "{key}");
    }
    let twice = start.to_string().replacen('{', r#"{"text":"y","#, 1);
    assert_eq!(
        Message::decode(twice.as_bytes()),
        Err(MessageError::Malformed)
    );
}

#[test]
fn errors_and_debug_show_nothing_that_was_said() {
    let taken = message("geheim").expect("a message");
    let error = message(&"geheim ".repeat(1_000)).expect_err("too long");
    let shown = format!("{taken:?} {error} {error:?}");
    assert!(
        !shown.contains("geheim") && !shown.contains("intake"),
        "{shown}"
    );
}
