//! A reader's key (`docs/envelope.md`, "Keys").

use core::{fmt, str::FromStr};

use base64ct::{Base64UrlUnpadded, Encoding};
use envelope_format::{Digest, base64url};
use hpke::{Deserializable, Kem as _, Serializable};
use thiserror::Error;
use zeroize::{Zeroize, Zeroizing};

use crate::suite::{Kem, PrivateKey, PublicKey};

/// Length of a recipient, an X-Wing encapsulation key, in bytes.
pub const RECIPIENT_LEN: usize = 1216;
/// Length of an identity, the seed of an X-Wing decapsulation key, in bytes.
const SEED_LEN: usize = 32;
/// What an identity's text begins with.
const IDENTITY_PREFIX: &str = "SEALPOST-IDENTITY-1:";

/// The public half of a reader's key: who can open an envelope. 1216 bytes.
///
/// Its text form is base64url without padding, 1622 characters.
#[derive(Clone, PartialEq, Eq)]
pub struct Recipient(pub(crate) PublicKey);

/// The secret half of a reader's key: opens envelopes. A seed of 32 bytes, wiped on drop.
pub struct Identity {
    secret: PrivateKey,
    seed: Zeroizing<[u8; SEED_LEN]>,
}

/// What people tell a key by: the first 8 bytes of the SHA-256 of the recipient.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId([u8; 8]);

/// Why a text or bytes are not a key. Says nothing about the key itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum KeyError {
    /// The text is not base64url without padding, or lacks the identity's prefix.
    #[error("this is not the text of a Sealpost key")]
    Text,
    /// The number of bytes is wrong.
    #[error("the key has the wrong length")]
    Length,
    /// The bytes are not an X-Wing encapsulation key.
    #[error("the key is damaged")]
    Invalid,
    /// The operating system or browser gives no random bytes.
    #[error("no random numbers are to be had on this device")]
    Randomness,
}

impl Recipient {
    /// Takes the 1216 bytes of an X-Wing encapsulation key.
    ///
    /// # Errors
    ///
    /// [`KeyError::Length`] and [`KeyError::Invalid`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, KeyError> {
        if bytes.len() != RECIPIENT_LEN {
            return Err(KeyError::Length);
        }
        PublicKey::from_bytes(bytes)
            .map(Self)
            .map_err(|_| KeyError::Invalid)
    }

    /// The 1216 bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.to_bytes().to_vec()
    }

    /// What people tell this key by.
    #[must_use]
    pub fn key_id(&self) -> KeyId {
        let digest = Digest::of(&self.to_bytes());
        let (first, _) = digest.as_bytes().as_chunks::<8>();
        KeyId(first[0])
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Base64UrlUnpadded::encode_string(&self.to_bytes()))
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Recipient({})", self.key_id())
    }
}

impl FromStr for Recipient {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let mut bytes = vec![0; text.len()];
        Self::from_bytes(base64url::decode(text, &mut bytes).ok_or(KeyError::Text)?)
    }
}

impl Identity {
    /// Makes a new key from the device's randomness.
    ///
    /// # Errors
    ///
    /// [`KeyError::Randomness`].
    pub fn generate() -> Result<Self, KeyError> {
        let mut seed = Zeroizing::new([0; SEED_LEN]);
        getrandom::fill(seed.as_mut()).map_err(|_| KeyError::Randomness)?;
        Self::from_seed(*seed)
    }

    /// The identity of a seed of 32 uniformly random bytes.
    ///
    /// # Errors
    ///
    /// [`KeyError::Invalid`], which no seed is known to cause.
    pub fn from_seed(mut seed: [u8; SEED_LEN]) -> Result<Self, KeyError> {
        let secret = PrivateKey::from_bytes(&seed);
        let kept = Zeroizing::new(seed);
        seed.zeroize();
        Ok(Self {
            secret: secret.map_err(|_| KeyError::Invalid)?,
            seed: kept,
        })
    }

    /// The 32 bytes to be kept secret.
    #[must_use]
    pub fn seed(&self) -> &[u8; SEED_LEN] {
        &self.seed
    }

    /// The public half.
    #[must_use]
    pub fn recipient(&self) -> Recipient {
        Recipient(Kem::sk_to_pk(&self.secret))
    }

    /// The text form, 63 characters, wiped on drop.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        let seed = Zeroizing::new(Base64UrlUnpadded::encode_string(self.seed()));
        Zeroizing::new([IDENTITY_PREFIX, &seed].concat())
    }

    pub(crate) fn secret(&self) -> &PrivateKey {
        &self.secret
    }
}

impl FromStr for Identity {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let encoded = text.strip_prefix(IDENTITY_PREFIX).ok_or(KeyError::Text)?;
        let mut seed = Zeroizing::new([0; SEED_LEN]);
        let decoded = base64url::decode(encoded, seed.as_mut())
            .ok_or(KeyError::Text)?
            .len();
        if decoded != SEED_LEN {
            return Err(KeyError::Length);
        }
        Self::from_seed(*seed)
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identity({})", self.recipient().key_id())
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({self})")
    }
}
