use std::io::{self, Read};
use std::path::Path;

use envelope::{Digest, Identity, KeyId, Label, OpenError, OpenFromError, ParseError};
use report::{DecodeError, Report};
use thiserror::Error;

use super::attachment::OpenedAttachment;
use super::parts::Parts;
use crate::digesting::Digesting;
use crate::failure::{Exit, Failure};
use crate::files::{FileError, WholeFile};

/// An opened envelope.
#[derive(Debug)]
pub struct Opened {
    /// The envelope's name.
    pub digest: Digest,
    /// The key that opened it.
    pub key_id: KeyId,
    /// The report in it.
    pub report: Report,
    /// The files that came with it, without their bytes.
    pub attachments: Vec<OpenedAttachment>,
}

/// An envelope gave no report.
#[derive(Debug, Error)]
pub enum UnsealError {
    /// No slot opens with any of the identities.
    #[error("the envelope is not for these keys, or it is damaged")]
    NotForTheseKeys,
    /// It is for one of the identities and was changed after sealing, or was sealed wrongly.
    #[error("the envelope opened only in part: {0}")]
    Damaged(OpenError),
    /// What is inside is not a report this command knows.
    #[error("the envelope opened, but what is in it cannot be read: {0}")]
    NotAReport(DecodeError),
    /// It does not have the shape of an envelope.
    #[error("this is no envelope: {0}")]
    Shape(ParseError),
    /// Its bytes do not come.
    #[error("the envelope cannot be read: {0}")]
    Read(io::Error),
    /// An attachment cannot be written.
    #[error(transparent)]
    File(#[from] FileError),
}

impl Failure for UnsealError {
    fn advice(&self) -> &'static str {
        match self {
            Self::NotForTheseKeys => {
                "Try the identity of another reader, or fetch the envelope again."
            }
            Self::Damaged(_) => {
                "Fetch the envelope again and keep this one: it may have been tampered with."
            }
            Self::NotAReport(_) => "Try a newer version of this command and keep the envelope.",
            Self::Shape(_) | Self::Read(_) => "Take the envelope again from where it came from.",
            Self::File(error) => error.advice(),
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::NotForTheseKeys => Exit::NotForTheseKeys,
            Self::Damaged(_) | Self::NotAReport(_) | Self::Shape(_) => Exit::Invalid,
            Self::Read(_) => Exit::Failed,
            Self::File(error) => error.exit(),
        }
    }
}

impl From<OpenFromError> for UnsealError {
    fn from(error: OpenFromError) -> Self {
        match error {
            OpenFromError::Parse(reason) => Self::Shape(reason),
            OpenFromError::Open(OpenError::NoSlotOpens) => Self::NotForTheseKeys,
            OpenFromError::Open(reason) => Self::Damaged(reason),
            OpenFromError::Read(source) => Self::Read(source),
            // The receiver's errors are of this type to begin with.
            OpenFromError::Receiver(error) => error.downcast().unwrap_or_else(Self::Read),
        }
    }
}

/// Opens an envelope; its attachments are only named.
pub fn unseal(identities: &[Identity], from: &mut dyn Read) -> Result<Opened, UnsealError> {
    let (opened, _) = unseal_from(identities, from, None)?;
    Ok(opened)
}

/// The whole way back: finds the identity that opens the envelope, and reads the report in it.
///
/// With a folder the attachments are written into it, one file for each, which has no name yet and
/// goes when it is dropped.
pub(super) fn unseal_from(
    identities: &[Identity],
    from: &mut dyn Read,
    folder: Option<&Path>,
) -> Result<(Opened, Vec<WholeFile>), UnsealError> {
    let mut from = Digesting::new(from);
    let mut parts = Parts::new(folder);
    let opener = envelope::open_from(identities, Label::Report, &mut from, &mut parts)?;
    let (document, attachments, files) = parts.finish()?;
    let opened = Opened {
        digest: from.finish(),
        key_id: identities[opener].recipient().key_id(),
        report: Report::decode(&document).map_err(UnsealError::NotAReport)?,
        attachments,
    };
    Ok((opened, files))
}
