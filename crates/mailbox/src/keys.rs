use core::{fmt, str::FromStr};

use argon2::{Algorithm, Argon2, Params, Version};
use base64ct::{Base64UrlUnpadded, Encoding};
use envelope::{Identity, KeyError};
use envelope_format::base64url;
use hkdf::Hkdf;
use sha2::Sha256;
use submission::AccessKey;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::code::ReturnCode;

/// Length of the salt in bytes.
pub const SALT_LEN: usize = 16;

/// The second set of parameters that RFC 9106, section 4, recommends: 64 MiB in KiB, three passes,
/// four lanes, a tag of 32 bytes.
const MEMORY_KIB: u32 = 1 << 16;
const PASSES: u32 = 3;
const LANES: u32 = 4;
const SECRET_LEN: usize = 32;

/// What an operator draws once, so that a table of codes made elsewhere is of no use here.
///
/// It stands in the manifest of every site as `mailboxSalt`: base64url without padding, 22
/// characters. It is no secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Salt([u8; SALT_LEN]);

/// A text is no salt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SaltError {
    /// It is not 22 characters of base64url.
    #[error("a mailbox's salt is 22 characters of base64url")]
    Text,
    /// The operating system gives no random bytes.
    #[error("no random numbers are to be had on this device")]
    Randomness,
}

/// Why a return code did not lead to its mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum MailboxError {
    /// The device does not have the 64 MiB of memory that it takes.
    #[error("there is not enough memory on this device")]
    Memory,
    /// No identity follows from the code; no code is known to do this.
    #[error("no key follows from the return code: {0}")]
    Key(#[from] KeyError),
}

/// What follows from a return code.
#[derive(Debug)]
pub struct Mailbox {
    /// Lets its holder read.
    pub access: AccessKey,
    /// Opens the messages.
    pub identity: Identity,
}

impl Salt {
    /// Draws the salt of an operator.
    ///
    /// # Errors
    ///
    /// [`SaltError::Randomness`].
    pub fn generate() -> Result<Self, SaltError> {
        let mut salt = [0; SALT_LEN];
        getrandom::fill(&mut salt).map_err(|_| SaltError::Randomness)?;
        Ok(Self(salt))
    }
}

impl FromStr for Salt {
    type Err = SaltError;

    fn from_str(text: &str) -> Result<Self, SaltError> {
        base64url::decode_exactly(text)
            .map(Self)
            .ok_or(SaltError::Text)
    }
}

impl fmt::Display for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Base64UrlUnpadded::encode_string(&self.0))
    }
}

impl Mailbox {
    /// Derives the mailbox of a return code. Takes 64 MiB of memory and, on the weakest tablets,
    /// some seconds.
    ///
    /// # Errors
    ///
    /// [`MailboxError`].
    pub fn open(code: &ReturnCode, salt: &Salt) -> Result<Self, MailboxError> {
        let secret = stretch(code, salt)?;
        let keys = Hkdf::<Sha256>::from_prk(secret.as_ref()).expect("as long as a SHA-256");
        // access key = HKDF-Expand(secret, "sealpost/v1/mailbox/access", 32)
        // identity   = HKDF-Expand(secret, "sealpost/v1/mailbox/identity", 32)
        let expand = |info: &str| {
            let mut key = Zeroizing::new([0; 32]);
            keys.expand(info.as_bytes(), key.as_mut())
                .expect("32 bytes are less than the 8160 that HKDF-SHA256 can give");
            key
        };
        let identity = Identity::from_seed(*expand("sealpost/v1/mailbox/identity"))?;
        Ok(Self {
            access: AccessKey::from_bytes(expand("sealpost/v1/mailbox/access")),
            identity,
        })
    }
}

// secret = Argon2id(password = the 24 digits in ASCII, salt = the operator's,
//                   t = 3, p = 4, m = 65536 KiB, 32 bytes)
fn stretch(code: &ReturnCode, salt: &Salt) -> Result<Zeroizing<[u8; SECRET_LEN]>, MailboxError> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, Some(SECRET_LEN));
    let params = params.expect("the parameters of RFC 9106");
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let mut secret = Zeroizing::new([0; SECRET_LEN]);
    let stretched = argon2.hash_password_into(code.digits(), &salt.0, secret.as_mut());
    // The lengths are constants that it takes; what remains is the memory.
    stretched.map_err(|_| MailboxError::Memory)?;
    Ok(secret)
}
