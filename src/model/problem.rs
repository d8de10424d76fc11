//! What can go wrong outside, in the model's words. None of these holds anything a person typed.

use report::Language;
use site::{RouteError, SiteError};
use thiserror::Error;

/// Why the texts of a language are not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TextsError {
    /// They could not be fetched.
    #[error("the texts could not be fetched")]
    Unreachable,
    /// What was fetched is no list of texts.
    #[error("the texts are malformed")]
    Malformed,
}

/// A language that was chosen and could not be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LanguageProblem {
    /// The language.
    pub language: Language,
    /// Why.
    pub error: TextsError,
}

/// Why there is no site, and so nobody a report could be sealed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SiteProblem {
    /// The manifest could not be fetched.
    #[error("the site's manifest could not be fetched")]
    Unreachable,
    /// The server knows no such site.
    #[error("the server knows no such site")]
    Unknown,
    /// The manifest was fetched and refused.
    #[error("the site's manifest was refused: {0}")]
    Refused(SiteError),
    /// The manifest is older than one seen before on this device.
    #[error("the site's manifest is older than one seen before")]
    Older,
}

/// Why the device's storage cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum StorageProblem {
    /// The browser has none, or withholds it here (a private window, a frame).
    #[error("no storage here")]
    Missing,
    /// Another page of the app holds it in an older form.
    #[error("storage is blocked by another page")]
    Blocked,
    /// There is no room left.
    #[error("storage is full")]
    Full,
    /// It took the bytes and did not give the same ones back.
    #[error("storage is broken")]
    Broken,
}

/// Why a report was not handed over to the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SubmitProblem {
    /// There is nobody it could go to.
    #[error("the report has no reader: {0}")]
    Route(RouteError),
    /// It could not be sealed.
    #[error("the report could not be sealed")]
    Seal,
    /// It was sealed and could not be stored.
    #[error("the envelope could not be stored: {0}")]
    Storage(StorageProblem),
    /// It could not be written down as bytes.
    #[error("the report could not be encoded")]
    Report,
    /// The program that seals could not be loaded.
    #[error("the sealing program could not be loaded")]
    PostMissing,
    /// It is too long with its files.
    #[error("the files are too large together")]
    TooLarge,
    /// A file was changed, moved or taken away after it was picked.
    #[error("a file cannot be read any more")]
    FileUnreadable,
    /// A file is still being looked at.
    #[error("the files are not ready yet")]
    FilesNotReady,
    /// The person stopped it.
    #[error("stopped")]
    Stopped,
    /// The person stopped it while it was sent without being stored; it may have arrived.
    #[error("stopped while it was being sent")]
    StoppedSending,
    /// It was sent without being stored, and the intake refused it for good.
    #[error("the intake refused it")]
    Refused,
}

/// Why a picture was not freed of its hidden data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CleanProblem {
    /// It is no picture.
    #[error("it is no picture")]
    NoPicture,
    /// It is a picture that can neither be cleaned nor drawn anew here.
    #[error("the picture cannot be cleaned")]
    Unclean,
    /// It cannot be read.
    #[error("the file cannot be read")]
    Unreadable,
}

/// Why it cannot be said who would read the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RouteProblem {
    /// The site's manifest is still on its way.
    Waiting,
    /// There is no manifest.
    Site(SiteProblem),
    /// Nothing is chosen yet.
    NoCategory,
    /// The manifest leads to nobody.
    Route(RouteError),
}
