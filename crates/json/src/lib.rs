//! Reads JSON into a plain value: the one reader of manifests, receipts, problems and texts.
//!
//! It is for what comes over a bad line into a browser: one parser for all of them, and no code
//! made anew for every type, which would be most of a download. It is strict where whoever reads
//! asks: a key that comes twice is refused when it is read, and [`Object::only`] refuses every key
//! that is not known. What it reads is not overwritten afterwards, so it is not for secrets or reports.
//!
//! # Where to start
//!
//! 1. [`Json::parse`] reads a whole text.
//! 2. [`Object`] shows its members one by one, each as the type that is wanted.

mod object;
mod parse;
#[cfg(test)]
mod tests;

use thiserror::Error;

pub use object::Object;

/// A JSON value (RFC 8259).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number from 0 to 2⁶⁴ − 1.
    Number(u64),
    /// Any other number. Which one is not kept, because nothing takes one.
    OtherNumber,
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Json>),
    /// An object.
    Object(Object),
}

/// A text is not JSON, or not of the shape that is wanted: a key missing, unknown or twice, a
/// wrong type. It does not say which, and holds nothing of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("not JSON of the shape that is wanted")]
pub struct Malformed;

impl Json {
    /// Reads a whole text: one value, white space around it, nothing else.
    ///
    /// Values may stand in one another up to 127 deep.
    ///
    /// # Errors
    ///
    /// [`Malformed`] when it is no JSON, or not UTF-8.
    pub fn parse(json: &[u8]) -> Result<Self, Malformed> {
        parse::parse(json)
    }

    /// The truth value.
    ///
    /// # Errors
    ///
    /// [`Malformed`] when it is something else.
    pub fn bool(&self) -> Result<bool, Malformed> {
        match self {
            Self::Bool(it) => Ok(*it),
            _ => Err(Malformed),
        }
    }

    /// The whole number.
    ///
    /// # Errors
    ///
    /// [`Malformed`] when it is something else, `1.0` included.
    pub fn number(&self) -> Result<u64, Malformed> {
        match self {
            Self::Number(it) => Ok(*it),
            _ => Err(Malformed),
        }
    }

    /// The string.
    ///
    /// # Errors
    ///
    /// [`Malformed`] when it is something else.
    pub fn text(&self) -> Result<&str, Malformed> {
        match self {
            Self::Text(it) => Ok(it),
            _ => Err(Malformed),
        }
    }

    /// The values of the array.
    ///
    /// # Errors
    ///
    /// [`Malformed`] when it is something else.
    pub fn list(&self) -> Result<&[Self], Malformed> {
        match self {
            Self::List(it) => Ok(it),
            _ => Err(Malformed),
        }
    }

    /// The object.
    ///
    /// # Errors
    ///
    /// [`Malformed`] when it is something else.
    pub fn object(&self) -> Result<&Object, Malformed> {
        match self {
            Self::Object(it) => Ok(it),
            _ => Err(Malformed),
        }
    }
}
