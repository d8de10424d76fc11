//! The shape of the JSON, before anything in it is believed.

use core::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};

/// What every version of a report has.
#[derive(serde::Deserialize)]
pub(super) struct WireVersion {
    pub(super) version: u64,
}

/// A report of version 1.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WireReport {
    #[serde(rename = "version")]
    _version: u64,
    pub(super) audience: String,
    pub(super) site: String,
    pub(super) language: String,
    pub(super) day: String,
    pub(super) category: String,
    #[serde(default, deserialize_with = "present")]
    pub(super) reply: Option<WireReplyTo>,
    #[serde(default, deserialize_with = "present")]
    pub(super) cards: Option<Vec<WireFields>>,
    pub(super) answers: WireFields,
}

/// Where an answer may be left.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WireReplyTo {
    pub(super) mailbox: String,
    pub(super) recipient: String,
}

/// A key that is there has a value: `null` is refused, not taken for a key that is missing.
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(de: D) -> Result<Option<T>, D::Error> {
    T::deserialize(de).map(Some)
}

/// One answer: an object with exactly one key.
#[derive(serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum WireAnswer {
    Text(String),
    Choice(String),
    Choices(Vec<String>),
    Roles(Vec<String>),
    Unknown(bool),
}

/// Answers by the name of their field; a name that comes twice is refused.
pub(super) struct WireFields(pub(super) Vec<(String, WireAnswer)>);

impl<'de> Deserialize<'de> for WireFields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FieldsVisitor)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = WireFields;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("answers by field")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<WireFields, A::Error> {
        let mut fields: Vec<(String, WireAnswer)> = Vec::new();
        while let Some((name, answer)) = map.next_entry::<String, WireAnswer>()? {
            if fields.iter().any(|(it, _)| *it == name) {
                return Err(A::Error::custom("a field comes twice"));
            }
            fields.push((name, answer));
        }
        Ok(WireFields(fields))
    }
}
