//! The operator's public key, which the app carries.

use core::fmt;
use core::str::FromStr;

use super::SiteError;
use super::minisign::PublicKey;

/// The public half of the key that signs manifests: minisign (Ed25519), its text form `RW…`.
#[derive(Clone, PartialEq, Eq)]
pub struct OperatorKey {
    text: String,
    key: PublicKey,
}

impl OperatorKey {
    pub(super) fn key(&self) -> &PublicKey {
        &self.key
    }
}

impl FromStr for OperatorKey {
    type Err = SiteError;

    fn from_str(text: &str) -> Result<Self, SiteError> {
        let key = PublicKey::parse(text).ok_or(SiteError::KeyUnreadable)?;
        Ok(Self {
            text: text.to_owned(),
            key,
        })
    }
}

impl fmt::Display for OperatorKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for OperatorKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OperatorKey({})", self.text)
    }
}
