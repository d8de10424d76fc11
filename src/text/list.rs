//! A flat list of texts as JSON: one object whose values are all strings.

use std::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};

/// The pairs in the order in which they stand there; nothing when it is not such a list.
pub(super) fn parse(json: &str) -> Option<Vec<(String, String)>> {
    let mut reader = serde_json::Deserializer::from_str(json);
    let pairs = reader.deserialize_map(Pairs).ok()?;
    reader.end().ok()?;
    Some(pairs)
}

struct Pairs;

impl<'de> Visitor<'de> for Pairs {
    type Value = Vec<(String, String)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of texts")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs = vec![];
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(pairs)
    }
}
