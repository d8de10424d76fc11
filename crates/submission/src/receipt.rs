use core::{fmt, str::FromStr};

use base64ct::{Base64UrlUnpadded, Encoding};
use ed25519_dalek::{Signature, VerifyingKey};
use envelope_format::{Digest, base64url};
use json::{Json, Malformed, Object};
use serde::Serialize;
use thiserror::Error;

use crate::day::Day;

#[cfg(feature = "sign")]
mod sign;
#[cfg(test)]
mod tests;

#[cfg(feature = "sign")]
pub use sign::{ReceiptKeyUnavailable, ReceiptSigningKey};

/// The only version of the receipt.
const VERSION: u64 = 1;

/// The intake's signed word that it holds an envelope durably.
///
/// The type proves that the signature, the digest and the size were checked.
/// Nothing else may let a sender delete its copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt(UnverifiedReceipt);

impl Receipt {
    /// The digest of the envelope received.
    #[must_use]
    pub const fn digest(&self) -> &Digest {
        &self.0.digest
    }

    /// The length of the envelope received, in bytes.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.0.size
    }

    /// The day of the first receipt, in UTC. Putting an envelope again does not change it.
    #[must_use]
    pub const fn day(&self) -> Day {
        self.0.day
    }

    /// The JSON form, for whoever wants to keep it as a proof.
    #[must_use]
    pub fn to_json(&self) -> String {
        self.0.to_json()
    }
}

/// An answer that has the form of a receipt and proves nothing yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnverifiedReceipt {
    digest: Digest,
    size: u64,
    day: Day,
    signature: [u8; 64],
}

/// Why an answer is not a receipt for the envelope that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ReceiptError {
    /// The answer does not have the form of a receipt; a captive portal's page, for instance.
    #[error("the answer is not a receipt")]
    Malformed,
    /// A version of the receipt that this software does not know.
    #[error("the receipt has a version that is not supported")]
    UnsupportedVersion,
    /// The receipt names another envelope.
    #[error("the receipt is for another envelope")]
    OtherEnvelope,
    /// The receipt names another size.
    #[error("the receipt is for another number of bytes")]
    OtherSize,
    /// The signature is not the intake's over this receipt.
    #[error("the receipt is not signed by the intake")]
    SignatureWrong,
}

impl From<Malformed> for ReceiptError {
    fn from(_: Malformed) -> Self {
        Self::Malformed
    }
}

/// The JSON form.
#[derive(Serialize)]
struct Wire {
    version: u64,
    digest: String,
    size: u64,
    day: String,
    signature: String,
}

impl UnverifiedReceipt {
    /// Reads the JSON form strictly.
    ///
    /// # Errors
    ///
    /// [`ReceiptError::Malformed`] or [`ReceiptError::UnsupportedVersion`].
    pub fn parse(json: &[u8]) -> Result<Self, ReceiptError> {
        let receipt = Json::parse(json)?;
        let receipt = receipt.object()?;
        // Before all else, so that a later version is named as such whatever else it changes.
        if receipt.number("version")? != VERSION {
            return Err(ReceiptError::UnsupportedVersion);
        }
        Ok(Self::read(receipt)?)
    }

    fn read(receipt: &Object) -> Result<Self, Malformed> {
        // What is not signed has no place in a receipt.
        receipt.only(&["version", "digest", "size", "day", "signature"])?;
        Ok(Self {
            digest: receipt.text("digest")?.parse().map_err(|_| Malformed)?,
            size: receipt.number("size")?,
            day: receipt.text("day")?.parse().map_err(|_| Malformed)?,
            signature: base64url::decode_exactly(receipt.text("signature")?).ok_or(Malformed)?,
        })
    }

    /// Checks that this receipt is for the envelope named `digest` of `size` bytes, and that the
    /// intake with the key `key` signed it.
    ///
    /// # Errors
    ///
    /// [`ReceiptError::OtherEnvelope`], [`ReceiptError::OtherSize`] or
    /// [`ReceiptError::SignatureWrong`], checked in this order.
    pub fn verify(
        &self,
        key: &ReceiptKey,
        digest: &Digest,
        size: u64,
    ) -> Result<Receipt, ReceiptError> {
        if self.digest != *digest {
            return Err(ReceiptError::OtherEnvelope);
        }
        if self.size != size {
            return Err(ReceiptError::OtherSize);
        }
        let signed = signed_text(&self.digest, self.size, self.day);
        key.0
            .verify_strict(signed.as_bytes(), &Signature::from_bytes(&self.signature))
            .map_err(|_| ReceiptError::SignatureWrong)?;
        Ok(Receipt(*self))
    }

    /// The digest of the envelope it would be for.
    #[must_use]
    pub const fn digest(&self) -> &Digest {
        &self.digest
    }

    /// The length in bytes of the envelope it would be for.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The JSON form.
    #[must_use]
    pub fn to_json(&self) -> String {
        let wire = Wire {
            version: VERSION,
            digest: self.digest.to_text(),
            size: self.size,
            day: self.day.to_string(),
            signature: Base64UrlUnpadded::encode_string(&self.signature),
        };
        serde_json::to_string(&wire).expect("strings and numbers always have a JSON form")
    }
}

/// The ASCII text that is signed. Each line but the first has one form only, so that no two
/// receipts share a text; the first keeps it apart from whatever else the key may ever sign.
fn signed_text(digest: &Digest, size: u64, day: Day) -> String {
    let (digest, mut number) = (digest.to_text(), itoa::Buffer::new());
    let lines = [
        "sealpost receipt v1",
        &digest,
        number.format(size),
        day.as_str(),
        "",
    ];
    lines.join("\n")
}

/// The intake's public receipt key: Ed25519 (RFC 8032), 32 bytes.
///
/// Its text form is base64url without padding, 43 characters, as it stands in a site's manifest.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ReceiptKey(VerifyingKey);

/// A text is not a receipt key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a receipt key is 32 bytes of an Ed25519 public key as base64url without padding")]
pub struct ReceiptKeyError;

impl FromStr for ReceiptKey {
    type Err = ReceiptKeyError;

    fn from_str(text: &str) -> Result<Self, ReceiptKeyError> {
        let bytes = base64url::decode_exactly(text).ok_or(ReceiptKeyError)?;
        let key = VerifyingKey::from_bytes(&bytes).map_err(|_| ReceiptKeyError)?;
        // A key of small order verifies signatures that nobody made.
        if key.is_weak() {
            return Err(ReceiptKeyError);
        }
        Ok(Self(key))
    }
}

impl ReceiptKey {
    /// The text form.
    #[must_use]
    pub fn to_text(&self) -> String {
        Base64UrlUnpadded::encode_string(self.0.as_bytes())
    }
}

impl fmt::Display for ReceiptKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text())
    }
}

impl fmt::Debug for ReceiptKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReceiptKey({self})")
    }
}
