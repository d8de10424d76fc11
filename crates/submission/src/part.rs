use base64ct::{Base64, Encoding};
use envelope_format::Digest;
use json::{Json, Malformed};
use serde::Serialize;
use thiserror::Error;

use crate::request::envelope_path;

#[cfg(test)]
mod tests;

/// The length of every part of an envelope but the last, in bytes: 1 MiB.
///
/// Over a line of 256 kbit/s a part takes half a minute, and no more than that is ever sent twice.
/// The longest envelope has 129 of them.
pub const PART_LEN: u64 = 1 << 20;

/// How an envelope's length and the number of a part stand in a path's query.
const SIZE: &str = "?size=";

/// How a digest begins in the header `Content-Digest`, and how it ends.
const CONTENT_DIGEST: (&str, &str) = ("sha-256=:", ":");

/// The only version of the document.
const VERSION: u64 = 1;

/// How many parts an envelope of `size` bytes has. They are numbered from 0.
#[must_use]
pub const fn part_count(size: u64) -> u32 {
    let count = size.div_ceil(PART_LEN);
    // Beyond 4 PiB, which no envelope reaches.
    if count > u32::MAX as u64 {
        u32::MAX
    } else {
        count as u32
    }
}

/// The length in bytes of part `n` of an envelope of `size` bytes, when there is such a part:
/// [`PART_LEN`] for all but the last.
#[must_use]
pub const fn part_len(size: u64, n: u32) -> Option<u64> {
    if n >= part_count(size) {
        return None;
    }
    let rest = size - n as u64 * PART_LEN;
    Some(if rest < PART_LEN { rest } else { PART_LEN })
}

/// The path and query that say which parts of an envelope of `size` bytes are not there yet.
#[must_use]
pub fn parts_path(digest: &Digest, size: u64) -> String {
    let path = envelope_path(digest);
    [&path, "/parts", SIZE, itoa::Buffer::new().format(size)].concat()
}

/// The path and query that part `n` of an envelope of `size` bytes is put to.
#[must_use]
pub fn part_path(digest: &Digest, n: u32, size: u64) -> String {
    let (path, mut number) = (envelope_path(digest), itoa::Buffer::new());
    let number = number.format(n);
    let mut len = itoa::Buffer::new();
    [&path, "/parts/", number, SIZE, len.format(size)].concat()
}

/// The header `Content-Digest` (RFC 9530, section 2) of a part whose SHA-256 is `digest`.
#[must_use]
pub fn content_digest(digest: &Digest) -> String {
    let (before, after) = CONTENT_DIGEST;
    [before, &Base64::encode_string(digest.as_bytes()), after].concat()
}

/// The SHA-256 in a header `Content-Digest` that holds just that and nothing beside it.
#[must_use]
pub fn parse_content_digest(header: &str) -> Option<Digest> {
    let (before, after) = CONTENT_DIGEST;
    let text = header.strip_prefix(before)?.strip_suffix(after)?;
    let mut bytes = [0; 32];
    let decoded = Base64::decode(text, &mut bytes).ok()?;
    (decoded.len() == 32).then(|| Digest::from_bytes(bytes))
}

/// Which parts of an envelope an intake does not have yet: its answer until the last one arrives.
///
/// It is not signed, and no reason to delete anything. At worst it costs a part sent in vain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    digest: Digest,
    size: u64,
    parts: Vec<u32>,
}

/// Why an answer does not say which parts are missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum MissingError {
    /// The answer does not have the form of this document.
    #[error("the answer does not say which parts are missing")]
    Malformed,
    /// A version of the document that this software does not know.
    #[error("the list of missing parts has a version that is not supported")]
    UnsupportedVersion,
    /// No part is named; then there would be a receipt instead.
    #[error("the list of missing parts is empty")]
    Empty,
    /// The numbers do not ascend, or one comes twice.
    #[error("the missing parts do not stand in order")]
    OutOfOrder,
    /// A number is beyond the last part of an envelope of this size.
    #[error("a missing part is beyond the last one")]
    OutOfRange,
    /// The list is of another envelope.
    #[error("the list of missing parts is for another envelope")]
    OtherEnvelope,
    /// The list is for another number of bytes.
    #[error("the list of missing parts is for another number of bytes")]
    OtherSize,
}

impl From<Malformed> for MissingError {
    fn from(_: Malformed) -> Self {
        Self::Malformed
    }
}

/// The JSON form.
#[derive(Serialize)]
struct Wire<'a> {
    version: u64,
    digest: String,
    size: u64,
    missing: &'a [u32],
}

impl Missing {
    /// Says that these parts of the envelope `digest` of `size` bytes are missing.
    ///
    /// # Errors
    ///
    /// [`MissingError::Empty`], [`MissingError::OutOfOrder`] or [`MissingError::OutOfRange`].
    pub fn new(digest: Digest, size: u64, parts: Vec<u32>) -> Result<Self, MissingError> {
        let last = *parts.last().ok_or(MissingError::Empty)?;
        if !parts.is_sorted_by(|a, b| a < b) {
            return Err(MissingError::OutOfOrder);
        }
        if last >= part_count(size) {
            return Err(MissingError::OutOfRange);
        }
        Ok(Self {
            digest,
            size,
            parts,
        })
    }

    /// Reads the JSON form. Members it does not know are ignored.
    ///
    /// # Errors
    ///
    /// [`MissingError`], all but the two that [`Missing::check`] finds.
    pub fn parse(json: &[u8]) -> Result<Self, MissingError> {
        let json = Json::parse(json)?;
        let missing = json.object()?;
        // Before all else, so that a later version is named as such whatever else it changes.
        if missing.number("version")? != VERSION {
            return Err(MissingError::UnsupportedVersion);
        }
        let digest = missing.text("digest")?.parse();
        let mut parts = Vec::new();
        for part in missing.list("missing")? {
            let part = u32::try_from(part.number()?);
            parts.push(part.map_err(|_| MissingError::OutOfRange)?);
        }
        Self::new(
            digest.map_err(|_| MissingError::Malformed)?,
            missing.number("size")?,
            parts,
        )
    }

    /// The numbers of the missing parts, ascending, at least one, when this answer is about the
    /// envelope `digest` of `size` bytes.
    ///
    /// # Errors
    ///
    /// [`MissingError::OtherEnvelope`] or [`MissingError::OtherSize`], checked in this order.
    pub fn check(&self, digest: &Digest, size: u64) -> Result<&[u32], MissingError> {
        if self.digest != *digest {
            return Err(MissingError::OtherEnvelope);
        }
        if self.size != size {
            return Err(MissingError::OtherSize);
        }
        Ok(&self.parts)
    }

    /// The JSON form.
    #[must_use]
    pub fn to_json(&self) -> String {
        let wire = Wire {
            version: VERSION,
            digest: self.digest.to_text(),
            size: self.size,
            missing: &self.parts,
        };
        serde_json::to_string(&wire).expect("strings and numbers always have a JSON form")
    }
}
