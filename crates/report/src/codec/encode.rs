//! Report → JSON.

use std::io;

use serde::ser::{Serialize, SerializeMap, Serializer};
use zeroize::Zeroizing;

use super::{MAX_REPORT_LEN, VERSION};
use crate::answers::{Answer, Fields};
use crate::field::Choice;
use crate::reply::ReplyTo;
use crate::report::Report;

/// The report as JSON; nothing when it is longer than [`MAX_REPORT_LEN`].
pub(crate) fn encode(report: &Report) -> Option<Zeroizing<Vec<u8>>> {
    let mut bytes = Bounded(Zeroizing::new(Vec::with_capacity(MAX_REPORT_LEN)));
    serde_json::to_writer(&mut bytes, report).ok()?;
    Some(bytes.0)
}

/// Takes at most [`MAX_REPORT_LEN`] bytes. It never grows, so that no copy of a text is left
/// behind in memory that was given back.
struct Bounded(Zeroizing<Vec<u8>>);

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > MAX_REPORT_LEN {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("version", &VERSION)?;
        map.serialize_entry("audience", self.audience.as_str())?;
        map.serialize_entry("site", &self.site)?;
        map.serialize_entry("language", self.language.tag())?;
        map.serialize_entry("day", &self.day)?;
        map.serialize_entry("category", self.category.code())?;
        if let Some(reply) = &self.reply {
            map.serialize_entry("reply", reply)?;
        }
        if !self.cards.is_empty() {
            map.serialize_entry("cards", &self.cards)?;
        }
        map.serialize_entry("answers", &self.fields)?;
        map.end()
    }
}

impl Serialize for ReplyTo {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("mailbox", self.mailbox())?;
        map.serialize_entry("recipient", self.recipient())?;
        map.end()
    }
}

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|(field, answer)| (field.as_str(), answer)))
    }
}

impl Serialize for Answer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        match self {
            Self::Text(text) => map.serialize_entry("text", text)?,
            Self::Choice(choice) => map.serialize_entry("choice", choice)?,
            Self::Choices(choices) => map.serialize_entry("choices", choices)?,
            Self::Roles(roles) => map.serialize_entry("roles", roles)?,
            Self::Unknown => map.serialize_entry("unknown", &true)?,
        }
        map.end()
    }
}

impl Serialize for Choice {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
