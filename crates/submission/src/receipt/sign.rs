use core::fmt;

use ed25519_dalek::{Signature, Signer as _, SigningKey};
use envelope_format::Digest;
use thiserror::Error;
use zeroize::Zeroizing;

use super::{ReceiptKey, UnverifiedReceipt, signed_text};
use crate::day::Day;

/// The intake's private receipt key: Ed25519 (RFC 8032), made from a seed of 32 bytes.
///
/// It is overwritten when dropped.
pub struct ReceiptSigningKey(SigningKey);

/// The operating system gave no randomness to make a key from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the operating system gives no randomness")]
pub struct ReceiptKeyUnavailable;

impl ReceiptSigningKey {
    /// Makes a new key from the operating system's randomness.
    ///
    /// # Errors
    ///
    /// [`ReceiptKeyUnavailable`] when there is none.
    pub fn make() -> Result<Self, ReceiptKeyUnavailable> {
        let mut seed = Zeroizing::new([0; 32]);
        getrandom::fill(seed.as_mut()).map_err(|_| ReceiptKeyUnavailable)?;
        Ok(Self::from_seed(&seed))
    }

    /// The key of this seed. Any 32 bytes are one.
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// The seed, to be kept in a place nobody else reads.
    #[must_use]
    pub fn seed(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes())
    }

    /// The public key that receipts of this key are checked with.
    #[must_use]
    pub fn receipt_key(&self) -> ReceiptKey {
        ReceiptKey(self.0.verifying_key())
    }

    /// Signs a text whose first line says what it is for.
    pub(crate) fn sign_text(&self, text: &str) -> [u8; 64] {
        self.0.sign(text.as_bytes()).to_bytes()
    }

    /// Whether this key has signed the text.
    pub(crate) fn signed(&self, text: &str, signature: &[u8; 64]) -> bool {
        let signature = Signature::from_bytes(signature);
        self.0
            .verifying_key()
            .verify_strict(text.as_bytes(), &signature)
            .is_ok()
    }

    /// Signs that an envelope is held durably. The same values give the same receipt.
    #[must_use]
    pub fn sign(&self, digest: Digest, size: u64, day: Day) -> UnverifiedReceipt {
        let signature = self.0.sign(signed_text(&digest, size, day).as_bytes());
        UnverifiedReceipt {
            digest,
            size,
            day,
            signature: signature.to_bytes(),
        }
    }
}

impl fmt::Debug for ReceiptSigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReceiptSigningKey(of {})", self.receipt_key())
    }
}
