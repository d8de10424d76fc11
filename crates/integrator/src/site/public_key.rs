//! A public key as a person gives it: the key itself, or a file it stands in.

use std::path::Path;

use envelope::Recipient;
use envelope_format::base64url;
use thiserror::Error;

use crate::failure::{Exit, Failure};
use crate::files::{self, FileError};

/// A public key cannot be used.
#[derive(Debug, Error)]
pub enum PublicKeyError {
    /// The file cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// The private half was given. It was not used and stands in no output.
    #[error("--key names a PRIVATE key")]
    Private,
    /// No key of a reader.
    #[error("--key is not a reader's public key")]
    NotARecipient,
    /// No key of a tablet.
    #[error("--key is not a tablet's public key")]
    NotATablet,
}

impl Failure for PublicKeyError {
    fn advice(&self) -> &'static str {
        match self {
            Self::File(error) => error.advice(),
            Self::Private => {
                "It belongs to its holder alone: give the file that `sealpost keygen --public` wrote."
            }
            Self::NotARecipient => {
                "Give the recipient that `sealpost keygen` printed, or its file."
            }
            Self::NotATablet => {
                "Give an Ed25519 public key: 32 bytes as base64url without padding."
            }
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::File(error) => error.exit(),
            _ => Exit::Invalid,
        }
    }
}

/// A reader's key.
pub(super) fn recipient(key: &str) -> Result<Recipient, PublicKeyError> {
    if let Ok(recipient) = key.parse() {
        return Ok(recipient);
    }
    let text = from_file(key, PublicKeyError::NotARecipient)?;
    text.parse().map_err(|_| PublicKeyError::NotARecipient)
}

/// A tablet's key.
pub(super) fn tablet(key: &str) -> Result<String, PublicKeyError> {
    if is_ed25519(key) {
        return Ok(key.to_owned());
    }
    let text = from_file(key, PublicKeyError::NotATablet)?;
    match is_ed25519(&text) {
        true => Ok(text),
        false => Err(PublicKeyError::NotATablet),
    }
}

fn is_ed25519(text: &str) -> bool {
    base64url::decode_exactly::<32>(text).is_some()
}

/// What stands alone in the file, or behind `recipient` as `keygen` prints it.
fn from_file(name: &str, otherwise: PublicKeyError) -> Result<String, PublicKeyError> {
    let path = Path::new(name);
    // Not every wrong key is the name of a missing file.
    if name.len() > 255 || !path.exists() {
        return Err(otherwise);
    }
    let text = files::read_text(path)?;
    if text.contains("SEALPOST-IDENTITY-") || text.contains("AGE ENCRYPTED FILE") {
        return Err(PublicKeyError::Private);
    }
    let printed = text.lines().find_map(|it| it.strip_prefix("recipient "));
    Ok(printed.unwrap_or(text.as_str()).trim().to_owned())
}
