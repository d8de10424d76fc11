//! The intake's side: naming a price, and looking at a stamp.

use base64ct::{Base64UrlUnpadded, Encoding};
use envelope_format::{Digest, base64url};
use thiserror::Error;

use super::{Challenge, MAX_POSTAGE_BITS, bits_for, fits, seed};
use crate::receipt::ReceiptSigningKey;

/// Why a stamp does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PostageError {
    /// It is not of the form of one.
    #[error("not of the form of a stamp")]
    Malformed,
    /// The challenge was named too long ago, or its time has not come yet.
    #[error("the challenge is over")]
    Over,
    /// Less was asked for when the challenge was named than is asked for now.
    #[error("less than is asked for now")]
    TooCheap,
    /// The work was not done, or for another envelope.
    #[error("no work for this envelope")]
    NoWork,
    /// No intake with this key named the challenge.
    #[error("the challenge was not named by this intake")]
    NotOurs,
}

/// How many bits a challenge may ask for less than is asked for now. Who has done the work while
/// many others came is not sent away for it.
const GRACE_BITS: u8 = 2;

impl ReceiptSigningKey {
    /// Names what is asked for in this window of time. `bits` is at most [`MAX_POSTAGE_BITS`].
    ///
    /// The same window and bits give the same challenge, also from another intake with this key.
    #[must_use]
    pub fn challenge(&self, window: u64, bits: u8) -> Challenge {
        let bits = bits.min(MAX_POSTAGE_BITS);
        let signature = self.sign_text(&signed_text(window, bits));
        let signature = Base64UrlUnpadded::encode_string(&signature);
        Challenge {
            text: format!("{window}.{bits}.{signature}"),
            bits,
        }
    }

    /// Looks whether a stamp pays for the envelope `digest` of `size` bytes, where `bits` are asked
    /// for one of the smallest size just now. What was named in this window or the one before
    /// counts, and in the next: the clocks of two intakes may differ.
    ///
    /// # Errors
    ///
    /// [`PostageError`]; what costs least to find is looked at first.
    pub fn check_postage(
        &self,
        stamp: &str,
        digest: &Digest,
        size: u64,
        window: u64,
        bits: u8,
    ) -> Result<(), PostageError> {
        let (challenge, number) = stamp.rsplit_once('.').ok_or(PostageError::Malformed)?;
        let mut parts = challenge.splitn(3, '.');
        let mut part = || parts.next().ok_or(PostageError::Malformed);
        let named: u64 = decimal(part()?)?;
        let asked = u8::try_from(decimal(part()?)?).map_err(|_| PostageError::Malformed)?;
        let signature = base64url::decode_exactly::<64>(part()?).ok_or(PostageError::Malformed)?;
        if named.abs_diff(window) > 1 {
            return Err(PostageError::Over);
        }
        if asked.saturating_add(GRACE_BITS) < bits {
            return Err(PostageError::TooCheap);
        }
        if !fits(
            &seed(challenge, digest),
            decimal(number)?,
            bits_for(asked, size),
        ) {
            return Err(PostageError::NoWork);
        }
        match self.signed(&signed_text(named, asked), &signature) {
            true => Ok(()),
            false => Err(PostageError::NotOurs),
        }
    }
}

/// What is signed. The first line keeps it apart from anything else the key may ever sign.
fn signed_text(window: u64, bits: u8) -> String {
    format!("sealpost postage v1\n{window}\n{bits}\n")
}

/// A number as it is written here: no sign, no leading zero.
fn decimal(text: &str) -> Result<u64, PostageError> {
    let number: u64 = text.parse().map_err(|_| PostageError::Malformed)?;
    match itoa::Buffer::new().format(number) == text {
        true => Ok(number),
        false => Err(PostageError::Malformed),
    }
}
