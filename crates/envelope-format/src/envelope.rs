use core::fmt;

use thiserror::Error;

use crate::digest::Digest;
use crate::header::{Header, check_len, check_prefix};
use crate::layout::HEADER_LEN;

/// Bytes that have the shape of a sealed envelope.
///
/// The type proves that the magic, version, suite, slot count, bucket and length are right.
/// It proves nothing about who sealed it or whether it opens: only a reader's key can.
#[derive(Clone, PartialEq, Eq)]
pub struct Envelope(Vec<u8>);

/// Why bytes are not an envelope. Checked in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ParseError {
    /// The bytes do not begin with the magic.
    #[error("not a sealed envelope")]
    NotAnEnvelope,
    /// The bytes end inside the header's first 44 bytes.
    #[error("the envelope ends inside its header")]
    HeaderTruncated,
    /// A version this software does not know.
    #[error("envelope version {0} is not supported")]
    UnsupportedVersion(u8),
    /// A suite this software does not know.
    #[error("envelope suite {0} is not supported")]
    UnsupportedSuite(u8),
    /// The slot count is not eight.
    #[error("the envelope has {0} slots instead of 8")]
    SlotCount(u8),
    /// The bucket is below 15 or above 36.
    #[error("the envelope's bucket {0} is out of range")]
    Bucket(u8),
    /// There are fewer bytes than the header promises.
    #[error("the envelope is cut off: {actual} of {expected} bytes")]
    Truncated {
        /// The length that follows from the header, in bytes.
        expected: u64,
        /// The length found, in bytes.
        actual: u64,
    },
    /// There are more bytes than the header promises.
    #[error("{0} bytes stand after the envelope's end")]
    TrailingBytes(u64),
}

impl Envelope {
    /// Takes bytes that have the shape of an envelope.
    ///
    /// # Errors
    ///
    /// [`ParseError`] says which rule of the layout is broken.
    pub fn parse(bytes: Vec<u8>) -> Result<Self, ParseError> {
        check_len(check_prefix(&bytes)?, bytes.len() as u64)?;
        Ok(Self(bytes))
    }

    /// All bytes of the envelope, as they are stored and sent.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The same bytes, by value.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// The envelope's length in bytes.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "an envelope is never empty")]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The envelope's name.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(&self.0)
    }

    /// The first 9420 bytes: all that comes before the payload.
    #[must_use]
    pub fn header(&self) -> Header<'_> {
        Header(self.0.first_chunk().expect("it is longer than a header"))
    }

    /// The base-2 logarithm of the padded payload's length, 15 to 36.
    #[must_use]
    pub fn bucket_log2(&self) -> u8 {
        self.header().bucket_log2()
    }

    /// The salt, 32 bytes.
    #[must_use]
    pub fn salt(&self) -> &[u8] {
        self.header().salt()
    }

    /// The eight slots, 1168 bytes each.
    pub fn slots(&self) -> impl Iterator<Item = &[u8]> {
        self.header().slots()
    }

    /// The sealed payload, chunk after chunk.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        &self.0[HEADER_LEN..]
    }
}

impl fmt::Debug for Envelope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Envelope({} bytes, {:?})", self.len(), self.digest())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{MAGIC, SLOTS};

    fn shaped() -> Vec<u8> {
        let mut bytes = vec![0; 42_204];
        bytes[..8].copy_from_slice(&MAGIC);
        bytes[8..12].copy_from_slice(&[1, 1, 8, 15]);
        bytes
    }

    fn changed(at: usize, value: u8) -> Vec<u8> {
        let mut bytes = shaped();
        bytes[at] = value;
        bytes
    }

    #[test]
    fn the_parts_add_up_to_the_whole() {
        let envelope = Envelope::parse(shaped()).expect("has the shape");
        assert_eq!(envelope.slots().count(), SLOTS);
        let parts = envelope.header().authenticated().len() + envelope.header().mac().len();
        assert_eq!(parts + envelope.payload().len(), envelope.len());
    }

    #[test]
    fn every_broken_shape_is_refused_for_its_reason() {
        let with_trailing = [shaped(), vec![0; 3]].concat();
        let cases: [(&str, Vec<u8>, ParseError); 12] = [
            ("nothing", vec![], ParseError::NotAnEnvelope),
            ("magic", changed(0, b's'), ParseError::NotAnEnvelope),
            (
                "json",
                br#"{"version":1}"#.to_vec(),
                ParseError::NotAnEnvelope,
            ),
            (
                "header cut",
                shaped()[..43].to_vec(),
                ParseError::HeaderTruncated,
            ),
            ("version", changed(8, 2), ParseError::UnsupportedVersion(2)),
            ("suite", changed(9, 0), ParseError::UnsupportedSuite(0)),
            ("slot count", changed(10, 7), ParseError::SlotCount(7)),
            ("bucket low", changed(11, 14), ParseError::Bucket(14)),
            ("bucket high", changed(11, 255), ParseError::Bucket(255)),
            (
                "bucket larger than the bytes",
                changed(11, 16),
                ParseError::Truncated {
                    expected: 74_972,
                    actual: 42_204,
                },
            ),
            (
                "truncated",
                shaped()[..42_203].to_vec(),
                ParseError::Truncated {
                    expected: 42_204,
                    actual: 42_203,
                },
            ),
            ("trailing", with_trailing, ParseError::TrailingBytes(3)),
        ];
        for (name, bytes, error) in cases {
            assert_eq!(Envelope::parse(bytes), Err(error), "{name}");
        }
    }
}
