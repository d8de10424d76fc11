//! Postage: work that a sender does when many want to hand in at once (`docs/submission.md`,
//! "Postage"). It costs a flood much and a person a moment, and asks nobody who they are.

use core::fmt;

use envelope_format::{Digest, Digester};
use json::{Json, Malformed};
use serde::Serialize;
use thiserror::Error;

use crate::mailbox::MESSAGE_LEN;

#[cfg(feature = "sign")]
mod check;
#[cfg(test)]
mod tests;

#[cfg(feature = "sign")]
pub use check::PostageError;

/// Where an intake says what it asks for just now.
pub const POSTAGE_PATH: &str = "/v1/postage";

/// The header that a stamp travels in.
pub const POSTAGE_HEADER: &str = "sealpost-postage";

/// The dearest stamp, in bits: about 17 million attempts, half a minute on a weak tablet.
pub const MAX_POSTAGE_BITS: u8 = 24;

/// The only version of the document.
const VERSION: u64 = 1;

/// What is hashed first, so that this work is of no use elsewhere.
const LABEL: &[u8] = b"sealpost/v1/postage";

/// What an intake asks of a sender just now.
///
/// Its text is opaque to senders: it says when it was named and for how many bits, signed by the
/// intake, which so needs to remember nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Challenge {
    text: String,
    bits: u8,
}

/// An answer does not say what postage is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ChallengeError {
    /// The answer does not have the form of this document.
    #[error("the answer does not say what postage is asked for")]
    Malformed,
    /// A version of the document that this software does not know.
    #[error("the postage has a version that is not supported")]
    UnsupportedVersion,
}

impl From<Malformed> for ChallengeError {
    fn from(_: Malformed) -> Self {
        Self::Malformed
    }
}

#[derive(Serialize)]
struct Wire<'a> {
    version: u64,
    challenge: &'a str,
    bits: u8,
}

impl Challenge {
    /// Reads the JSON form. Members it does not know are ignored.
    ///
    /// # Errors
    ///
    /// [`ChallengeError`]. More bits than [`MAX_POSTAGE_BITS`] are malformed: nobody shall keep a
    /// device busy for ever.
    pub fn parse(json: &[u8]) -> Result<Self, ChallengeError> {
        let json = Json::parse(json)?;
        let postage = json.object()?;
        if postage.number("version")? != VERSION {
            return Err(ChallengeError::UnsupportedVersion);
        }
        let text = postage.text("challenge")?.to_owned();
        let bits = u8::try_from(postage.number("bits")?).map_err(|_| ChallengeError::Malformed)?;
        // It goes back in a header.
        let is_safe = text.len() <= 256 && text.bytes().all(|it| it.is_ascii_graphic());
        match is_safe && bits <= MAX_POSTAGE_BITS {
            true => Ok(Self { text, bits }),
            false => Err(ChallengeError::Malformed),
        }
    }

    /// The JSON form.
    #[must_use]
    pub fn to_json(&self) -> String {
        let wire = Wire {
            version: VERSION,
            challenge: &self.text,
            bits: self.bits,
        };
        serde_json::to_string(&wire).expect("strings and numbers always have a JSON form")
    }

    /// The bits that are asked for an envelope of the smallest size; 0 when nothing is.
    #[must_use]
    pub fn bits(&self) -> u8 {
        self.bits
    }

    /// The work for the envelope `digest` of `size` bytes.
    #[must_use]
    pub fn work(&self, digest: &Digest, size: u64) -> Work {
        Work {
            challenge: self.text.clone(),
            seed: seed(&self.text, digest),
            bits: bits_for(self.bits, size),
            next: 0,
        }
    }
}

/// Shows what is asked, and not the signature.
impl fmt::Debug for Challenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Challenge({} bits)", self.bits)
    }
}

/// What is asked for an envelope of `size` bytes, in bits, where the smallest costs `bits`: one
/// more for each doubling.
#[must_use]
pub fn bits_for(bits: u8, size: u64) -> u8 {
    let doublings = (size / MESSAGE_LEN).max(1).ilog2();
    match bits {
        0 => 0,
        bits => u8::try_from(u32::from(bits) + doublings)
            .unwrap_or(MAX_POSTAGE_BITS)
            .min(MAX_POSTAGE_BITS),
    }
}

/// A stamp that is being made: numbers are tried until one fits.
#[derive(Debug)]
pub struct Work {
    challenge: String,
    seed: Digest,
    bits: u8,
    next: u64,
}

impl Work {
    /// How many numbers have been tried.
    #[must_use]
    pub fn tried(&self) -> u64 {
        self.next
    }

    /// How many numbers are tried on average until one fits: 2 to the power of the bits.
    #[must_use]
    pub fn expected(&self) -> u64 {
        1 << self.bits
    }

    /// Tries the next `count` numbers. When one fits: the header's value.
    pub fn attempt(&mut self, count: u32) -> Option<String> {
        for _ in 0..count {
            let number = self.next;
            self.next += 1;
            if fits(&self.seed, number, self.bits) {
                let number = itoa::Buffer::new().format(number).to_owned();
                return Some([&self.challenge, ".", &number].concat());
            }
        }
        None
    }
}

// seed = SHA-256("sealpost/v1/postage" || challenge || digest)
fn seed(challenge: &str, digest: &Digest) -> Digest {
    let mut seed = Digester::default();
    seed.update(LABEL);
    seed.update(challenge.as_bytes());
    seed.update(digest.as_bytes());
    seed.finish()
}

// SHA-256(seed || number, 8 bytes) begins with so many bits that are 0
fn fits(seed: &Digest, number: u64, bits: u8) -> bool {
    let mut hash = Digester::default();
    hash.update(seed.as_bytes());
    hash.update(&number.to_be_bytes());
    let hash = hash.finish();
    let (first, _) = hash.as_bytes().as_chunks::<8>();
    u64::from_be_bytes(first[0]).leading_zeros() >= u32::from(bits)
}
