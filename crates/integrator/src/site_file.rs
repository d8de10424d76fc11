//! A site's signed manifest in a file.

use std::path::{Path, PathBuf};

use site::{OperatorKey, Site, SiteError};
use thiserror::Error;

use crate::failure::{Exit, Failure};
use crate::files::{self, FileError};

/// A manifest cannot be relied on.
#[derive(Debug, Error)]
pub enum SiteFileError {
    /// The manifest, its signature or the operator's key cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// The manifest does not hold.
    #[error("the site's manifest is refused: {0}")]
    Site(#[from] SiteError),
}

impl Failure for SiteFileError {
    fn advice(&self) -> &'static str {
        match self {
            Self::File(error) => error.advice(),
            Self::Site(_) => "Ask the operator for the current manifest.",
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::File(error) => error.exit(),
            Self::Site(_) => Exit::Invalid,
        }
    }
}

/// Reads the manifest in `manifest`, whose signature stands beside it, and verifies it with the
/// operator's minisign key, or the one in the file of that name.
///
/// # Errors
///
/// [`SiteFileError`].
pub fn read_site(manifest: &Path, operator: &str) -> Result<Site, SiteFileError> {
    let text = files::read_text(manifest)?;
    let minisig = files::read_text(&signature_of(manifest))?;
    Ok(site::verify(&text, &minisig, &operator_key(operator)?)?)
}

/// The file beside a manifest that its signature stands in, as `minisign` names it.
pub(crate) fn signature_of(manifest: &Path) -> PathBuf {
    let mut signature = manifest.as_os_str().to_owned();
    signature.push(".minisig");
    PathBuf::from(signature)
}

/// The operator's minisign key, or the one in the file of that name.
///
/// # Errors
///
/// [`SiteFileError`].
pub(crate) fn operator_key(operator: &str) -> Result<OperatorKey, SiteFileError> {
    if operator.starts_with("RW") {
        return Ok(operator.parse()?);
    }
    let file = files::read_text(Path::new(operator))?;
    // A minisign public key file: a comment, then the key.
    let key = file.lines().nth(1).unwrap_or_default();
    Ok(key.trim().parse()?)
}
