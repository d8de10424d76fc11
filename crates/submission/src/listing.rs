use envelope_format::Digest;
use json::{Json, Malformed};
use serde::Serialize;
use thiserror::Error;

use crate::day::Day;

/// One page of the envelopes an intake holds, in the order in which they were stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// The envelopes of this page; none when there is nothing new.
    pub envelopes: Vec<Listed>,
    /// What to pass as `after` next time, also when this page is empty. Opaque to readers.
    pub next: String,
}

/// One line of a [`Listing`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The place in the order. Opaque to readers.
    pub cursor: String,
    /// The envelope's digest, by which it is fetched.
    pub digest: Digest,
    /// The envelope's length in bytes.
    pub size: u64,
    /// The day it was stored, in UTC.
    pub day: Day,
}

/// An answer is not a listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the answer is not a listing of envelopes")]
pub struct ListingError;

#[derive(Serialize)]
struct Wire {
    envelopes: Vec<WireListed>,
    next: String,
}

#[derive(Serialize)]
struct WireListed {
    cursor: String,
    digest: String,
    size: u64,
    day: String,
}

impl From<&Listed> for WireListed {
    fn from(it: &Listed) -> Self {
        Self {
            cursor: it.cursor.clone(),
            digest: it.digest.to_text(),
            size: it.size,
            day: it.day.to_string(),
        }
    }
}

impl Listed {
    /// Reads the JSON form of one line, as a stream of events has it. Members it does not know are
    /// ignored.
    ///
    /// # Errors
    ///
    /// [`ListingError`] when it is something else.
    pub fn parse(json: &[u8]) -> Result<Self, ListingError> {
        let json = Json::parse(json).map_err(|Malformed| ListingError)?;
        Self::read(&json).map_err(|Malformed| ListingError)
    }

    /// The JSON form of one line, without a line break.
    #[must_use]
    pub fn to_json(&self) -> String {
        let wire = WireListed::from(self);
        serde_json::to_string(&wire).expect("strings and numbers always have a JSON form")
    }

    fn read(line: &Json) -> Result<Self, Malformed> {
        let line = line.object()?;
        Ok(Self {
            cursor: line.text("cursor")?.to_owned(),
            digest: line.text("digest")?.parse().map_err(|_| Malformed)?,
            size: line.number("size")?,
            day: line.text("day")?.parse().map_err(|_| Malformed)?,
        })
    }
}

impl Listing {
    /// Reads the JSON form. Members it does not know are ignored.
    ///
    /// # Errors
    ///
    /// [`ListingError`] when it is something else.
    pub fn parse(json: &[u8]) -> Result<Self, ListingError> {
        Self::read(json).map_err(|Malformed| ListingError)
    }

    fn read(json: &[u8]) -> Result<Self, Malformed> {
        let json = Json::parse(json)?;
        let listing = json.object()?;
        let envelopes = listing.list("envelopes")?.iter();
        Ok(Self {
            envelopes: envelopes.map(Listed::read).collect::<Result<_, _>>()?,
            next: listing.text("next")?.to_owned(),
        })
    }

    /// The JSON form.
    #[must_use]
    pub fn to_json(&self) -> String {
        let wire = Wire {
            envelopes: self.envelopes.iter().map(WireListed::from).collect(),
            next: self.next.clone(),
        };
        serde_json::to_string(&wire).expect("strings and numbers always have a JSON form")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const JSON: &str = concat!(
        r#"{"envelopes":[{"cursor":"17","#,
        r#""digest":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","#,
        r#""size":42204,"day":"2026-11-24"}],"next":"17"}"#
    );

    #[test]
    fn the_wire_form_round_trips() {
        let listing = Listing::parse(JSON.as_bytes()).expect("a listing");
        let line = listing.envelopes[0].to_json();
        assert!(JSON.contains(&line), "a line alone has the same form");
        assert_eq!(
            Listed::parse(line.as_bytes()),
            Ok(listing.envelopes[0].clone())
        );
        assert_eq!(Listed::parse(JSON.as_bytes()), Err(ListingError));
        assert_eq!(listing.envelopes[0].digest, Digest::of(b""));
        assert_eq!(listing.to_json(), JSON);
    }

    #[test]
    fn other_answers_are_refused() {
        let upper = JSON.replace("e3b0", "E3B0");
        let time = JSON.replace("-24\"", "-24T10:00\"");
        let no_next = JSON.replace(r#","next":"17""#, "");
        for json in ["", "[]", "{}", &upper, &time, &no_next] {
            assert_eq!(Listing::parse(json.as_bytes()), Err(ListingError), "{json}");
        }
    }
}
