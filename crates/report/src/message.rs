//! What a reader answers.

use core::fmt;
use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use zeroize::{Zeroize as _, Zeroizing};

use crate::codec::MAX_REPORT_LEN;
use crate::language::Language;
use crate::written::{is_day, is_id};

/// The version of the form of the JSON.
const VERSION: u64 = 1;

/// The longest message, in characters (Unicode scalar values).
///
/// Even in the longest escapes that JSON has, six bytes for a character, it then fits into the
/// smallest sealed envelope.
pub const MAX_MESSAGE_CHARS: usize = 5_000;

/// An answer to a resident's report, as it lies in a sealed envelope (`docs/message.schema.json`).
///
/// Its text is overwritten when it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    day: String,
    from: String,
    language: Language,
    text: Zeroizing<String>,
}

/// Why something is not a message. No variant carries or shows what is written there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum MessageError {
    /// The text is empty, or blank.
    #[error("there is no text in it")]
    Empty,
    /// The text has more than [`MAX_MESSAGE_CHARS`] characters.
    #[error("the text is longer than {MAX_MESSAGE_CHARS} characters")]
    TooLong,
    /// The day is no day as `YYYY-MM-DD`.
    #[error("the day is not written as YYYY-MM-DD")]
    Day,
    /// The role does not have the form of an id.
    #[error("the role is not an id: lower-case letters, digits and hyphens")]
    From,
    /// The language is none of the form's.
    #[error("an unknown language")]
    UnknownLanguage,
    /// Not JSON, or not of the shape of a message: a key missing, unknown or twice, a wrong type.
    #[error("not of the shape of a message")]
    Malformed,
    /// A message of a version that this program does not know.
    #[error("a message of an unknown version")]
    UnsupportedVersion,
}

#[derive(Deserialize)]
struct WireVersion {
    version: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire<'a> {
    version: u64,
    #[serde(borrow)]
    day: Cow<'a, str>,
    #[serde(borrow)]
    from: Cow<'a, str>,
    #[serde(borrow)]
    language: Cow<'a, str>,
    #[serde(borrow)]
    text: Cow<'a, str>,
}

impl Drop for Wire<'_> {
    fn drop(&mut self) {
        if let Cow::Owned(text) = &mut self.text {
            text.zeroize();
        }
    }
}

impl Message {
    /// A message written on `day`, as `YYYY-MM-DD`, by somebody of the role with the id `from`.
    /// The text loses the blanks around it.
    ///
    /// # Errors
    ///
    /// [`MessageError`] names the first thing that is wrong.
    pub fn new(
        day: &str,
        from: &str,
        language: Language,
        text: &str,
    ) -> Result<Self, MessageError> {
        let text = text.trim();
        if !is_day(day) {
            return Err(MessageError::Day);
        }
        if !is_id(from) {
            return Err(MessageError::From);
        }
        match text.chars().count() {
            0 => Err(MessageError::Empty),
            1..=MAX_MESSAGE_CHARS => Ok(Self {
                day: day.to_owned(),
                from: from.to_owned(),
                language,
                text: Zeroizing::new(text.to_owned()),
            }),
            _ => Err(MessageError::TooLong),
        }
    }

    /// The day it was written, as `YYYY-MM-DD`.
    pub fn day(&self) -> &str {
        &self.day
    }

    /// The id of the role that answers.
    pub fn from(&self) -> &str {
        &self.from
    }

    /// The language it is written in.
    pub fn language(&self) -> Language {
        self.language
    }

    /// What it says.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The message as JSON: at most [`MAX_REPORT_LEN`] bytes, overwritten when dropped.
    pub fn encode(&self) -> Zeroizing<Vec<u8>> {
        let wire = Wire {
            version: VERSION,
            day: self.day.as_str().into(),
            from: self.from.as_str().into(),
            language: self.language.tag().into(),
            text: self.text.as_str().into(),
        };
        // As long as it can get, so that no shorter copy is left in memory that was given back.
        let mut json = Zeroizing::new(Vec::with_capacity(MAX_REPORT_LEN));
        serde_json::to_writer(&mut *json, &wire).expect("texts always have a JSON form");
        json
    }

    /// Reads a message back, strictly: what [`Message::new`] would not make is refused.
    ///
    /// # Errors
    ///
    /// [`MessageError`] says what is wrong and never what is written there.
    pub fn decode(bytes: &[u8]) -> Result<Self, MessageError> {
        let malformed = |_| MessageError::Malformed;
        let WireVersion { version } = serde_json::from_slice(bytes).map_err(malformed)?;
        if version != VERSION {
            return Err(MessageError::UnsupportedVersion);
        }
        let wire: Wire = serde_json::from_slice(bytes).map_err(malformed)?;
        let language = wire.language.parse();
        let language = language.map_err(|_| MessageError::UnknownLanguage)?;
        let message = Self::new(&wire.day, &wire.from, language, &wire.text)?;
        match message.text() == wire.text {
            true => Ok(message),
            false => Err(MessageError::Malformed),
        }
    }
}

/// Shows nothing of what is said.
impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message").finish_non_exhaustive()
    }
}
