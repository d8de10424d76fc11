//! From the bytes of a manifest to a [`Site`]: signature first, then a strict reading.

pub(crate) mod check;
mod minisign;
mod operator;

use report::Category;
use thiserror::Error;

use crate::site::Site;

pub use operator::OperatorKey;

/// Why a manifest is refused. Nothing of a refused manifest may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SiteError {
    /// The operator's key is not the text of a minisign public key.
    #[error("the operator's key is not a minisign public key")]
    KeyUnreadable,
    /// The signature is not a minisign signature file.
    #[error("the signature is not a minisign signature")]
    SignatureUnreadable,
    /// The signature is not the operator's over these bytes, or is one of minisign's old kind.
    #[error("the signature is not the operator's over this manifest")]
    SignatureWrong,
    /// The manifest is of a format that this program does not know.
    #[error("the manifest has an unknown format")]
    UnsupportedFormat,
    /// Not JSON, or not of the shape of a manifest: a key missing, unknown or twice, a wrong type.
    #[error("the manifest does not have the shape of one")]
    Malformed,
    /// The id of the site or of a role is not lower-case letters, digits and hyphens.
    #[error("an id is not made of lower-case letters, digits and hyphens")]
    IdMalformed,
    /// A day is not of the calendar, or a last day is before its first.
    #[error("a date is wrong")]
    DateWrong,
    /// A language is none of the form's, or the site offers none.
    #[error("a language is not known, or none is offered")]
    LanguageWrong,
    /// A text has no words in any language, or empty ones.
    #[error("a text is empty")]
    TextMissing,
    /// The receipt key is not 32 bytes as base64url without padding.
    #[error("the receipt key is not an Ed25519 key")]
    ReceiptKeyWrong,
    /// The salt of the mailboxes is not 16 bytes as base64url without padding.
    #[error("the salt of the mailboxes is not one")]
    MailboxSaltWrong,
    /// A holder's key is not the key of a reader.
    #[error("a reader's key is damaged")]
    KeyWrong,
    /// A tablet's key is not 32 bytes as base64url without padding.
    #[error("a tablet's key is not an Ed25519 key")]
    TabletKeyWrong,
    /// Two tablets have one id or one key.
    #[error("a tablet stands there twice")]
    DuplicateTablet,
    /// What was opened would be kept for no day, or for more than 90.
    #[error("the days for which reports are kept are too few or too many")]
    RetentionWrong,
    /// Two roles have one id.
    #[error("a role stands there twice")]
    DuplicateRole,
    /// A role is named that the manifest does not define.
    #[error("a role is named that is not defined")]
    UnknownRole,
    /// A category is none of the list.
    #[error("a category is not known")]
    UnknownCategory,
    /// Readers are named for an audience that is not offered the category.
    #[error("{0} is not offered to the audience it has readers for")]
    NotOffered(Category),
    /// A role at the site is to read reports that nobody at a site may read.
    #[error("{0} is to be read by a role at the site, which it is closed to")]
    OnSiteReader(Category),
    /// A role off the site reads worries about health of this category, and suspicions.
    #[error("{0} is to be read by those who read suspicions")]
    NeverCombined(Category),
    /// A deputy is the role itself, or is at the site and would read what is closed to it.
    #[error("a role has a deputy that cannot be one")]
    DeputyWrong,
    /// The fallback role is at the site.
    #[error("the fallback role is at the site")]
    FallbackOnSite,
    /// No role has a holder, or on some day the fallback role would have no valid key, so that a
    /// report could be left without a reader.
    #[error("there is nobody to read a report, or there are days without a reader")]
    NoReaders,
    /// On some day a report of this category could need more keys than an envelope has slots.
    #[error("{0} could need more than eight readers")]
    TooManyReaders(Category),
    /// The most that an envelope may hold is less than a report needs, or more than one can hold.
    #[error("the limit of an envelope is too low or too high")]
    LimitWrong,
    /// Two legal bases have one id.
    #[error("a legal basis stands there twice")]
    DuplicateLegalBasis,
    /// A word that the form warns about is empty, too long, or there twice.
    #[error("a word to warn about is empty, too long or there twice")]
    WordWrong,
    /// A telephone number is not one that can be dialled.
    #[error("a telephone number cannot be dialled")]
    TelephoneWrong,
}

impl From<json::Malformed> for SiteError {
    fn from(_: json::Malformed) -> Self {
        Self::Malformed
    }
}

/// Takes a manifest for true: the signature over its exact bytes, then everything it says.
///
/// `minisig` is the text of the signature file beside it. It must be of minisign's present kind,
/// which signs the BLAKE2b-512 hash of the file.
///
/// # Errors
///
/// [`SiteError`]; the first thing that is wrong.
pub fn verify(manifest: &str, minisig: &str, operator: &OperatorKey) -> Result<Site, SiteError> {
    operator.key().verify(manifest.as_bytes(), minisig)?;
    check::read(manifest)
}

/// Whether the signature is the operator's over these bytes, whatever they say.
///
/// # Errors
///
/// [`SiteError`] of the signature.
#[cfg(feature = "demo")]
pub fn verify_signature(
    manifest: &str,
    minisig: &str,
    operator: &OperatorKey,
) -> Result<(), SiteError> {
    operator.key().verify(manifest.as_bytes(), minisig)
}

/// Whether [`verify`] would take a manifest once the operator has signed it.
///
/// It gives no [`Site`]: nothing of a manifest may be used that nobody has signed.
///
/// # Errors
///
/// [`SiteError`]; the first thing that is wrong.
#[cfg(feature = "demo")]
pub fn would_hold(manifest: &str) -> Result<(), SiteError> {
    check::read(manifest).map(drop)
}
