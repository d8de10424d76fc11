//! `sealpost open`: envelope and identity in, report out.

use std::path::Path;

use envelope::{Digest, Envelope, Identity, KeyId, Label, OpenError, Payload};
use report::{DecodeError, Report};
use serde::Serialize;
use serde_json::value::RawValue;
use thiserror::Error;

use crate::cli::{LabelLanguage, OpenOptions};
use crate::failure::{Exit, Failure};
use crate::files::FileError;
use crate::identity::{self, IdentityError};
use crate::inspect::{self, InspectError};
use crate::output::{Output, OutputError};
use crate::print;

mod attachment;

pub use attachment::OpenedAttachment;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
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
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::NotForTheseKeys => Exit::NotForTheseKeys,
            Self::Damaged(_) | Self::NotAReport(_) => Exit::Invalid,
        }
    }
}

/// Not every envelope was opened.
#[derive(Debug, Error)]
pub enum OpenFailure {
    /// An identity cannot be used.
    #[error(transparent)]
    Identity(#[from] IdentityError),
    /// A file is no envelope.
    #[error(transparent)]
    Envelope(#[from] InspectError),
    /// An envelope gave no report.
    #[error(transparent)]
    Unseal(#[from] UnsealError),
    /// An attachment cannot be saved.
    #[error(transparent)]
    File(#[from] FileError),
    /// The result could not be written.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// Several envelopes were given and some did not open; each was named.
    #[error("{failed} of {given} envelopes did not open")]
    Some {
        /// How many did not open.
        failed: usize,
        /// How many were given.
        given: usize,
        /// The exit code of the worst of them: damage counts more than another's key.
        exit: Exit,
    },
}

impl OpenFailure {
    fn cause(&self) -> Option<&dyn Failure> {
        match self {
            Self::Identity(error) => Some(error),
            Self::Envelope(error) => Some(error),
            Self::Unseal(error) => Some(error),
            Self::File(error) => Some(error),
            Self::Output(error) => Some(error),
            Self::Some { .. } => None,
        }
    }
}

impl Failure for OpenFailure {
    fn advice(&self) -> &'static str {
        self.cause()
            .map_or("See the message about each of them above.", Failure::advice)
    }

    fn exit(&self) -> Exit {
        match (self, self.cause()) {
            (Self::Some { exit, .. }, _) => *exit,
            (_, Some(cause)) => cause.exit(),
            (_, None) => Exit::Failed,
        }
    }
}

/// Opens each envelope and prints its report. One that does not open never hides the others.
pub fn run(options: &OpenOptions, output: &mut Output) -> Result<(), OpenFailure> {
    let identities = identity::load(&options.identities)?;
    let mut failures = Vec::new();
    for path in &options.envelopes {
        match open_file(path, &identities, options.attachments.as_deref()) {
            Ok(opened) => show(&opened, options.report.language, output)?,
            Err(failure) if options.envelopes.len() == 1 => return Err(failure),
            Err(failure) => {
                output.failure_about(Some(&path.display().to_string()), &failure);
                failures.push(failure.exit());
            }
        }
    }
    let only_for_others = failures.iter().all(|it| *it == Exit::NotForTheseKeys);
    let exit = if only_for_others {
        Exit::NotForTheseKeys
    } else {
        Exit::Invalid
    };
    match failures.len() {
        0 => Ok(()),
        failed => Err(OpenFailure::Some {
            failed,
            given: options.envelopes.len(),
            exit,
        }),
    }
}

fn open_file(
    path: &Path,
    identities: &[Identity],
    attachments: Option<&Path>,
) -> Result<Opened, OpenFailure> {
    let envelope = inspect::read_envelope(path)?;
    let (mut opened, payload) = unseal(identities, &envelope)?;
    if let Some(folder) = attachments {
        attachment::save(&mut opened, &payload, folder)?;
    }
    Ok(opened)
}

/// The whole way back: finds the identity that opens the envelope, and reads the report in it.
pub fn unseal(
    identities: &[Identity],
    envelope: &Envelope,
) -> Result<(Opened, Payload), UnsealError> {
    for identity in identities {
        let payload = match envelope::open(identity, Label::Report, envelope) {
            Ok(payload) => payload,
            Err(OpenError::NoSlotOpens) => continue,
            Err(error) => return Err(UnsealError::Damaged(error)),
        };
        let opened = Opened {
            digest: envelope.digest(),
            key_id: identity.recipient().key_id(),
            report: Report::decode(&payload.document).map_err(UnsealError::NotAReport)?,
            attachments: payload
                .attachments
                .iter()
                .map(OpenedAttachment::of)
                .collect(),
        };
        return Ok((opened, payload));
    }
    Err(UnsealError::NotForTheseKeys)
}

/// An opened report as machines read it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Line<'a> {
    digest: String,
    key_id: String,
    /// Nobody has checked what a report says; whoever passes it on passes this on too.
    verified: bool,
    report: &'a RawValue,
    attachments: &'a [OpenedAttachment],
}

/// Prints an opened report in the form asked for.
pub fn show(
    opened: &Opened,
    language: LabelLanguage,
    output: &mut Output,
) -> Result<(), OutputError> {
    let json = opened.report.encode();
    let line = Line {
        digest: opened.digest.to_string(),
        key_id: opened.key_id.to_string(),
        verified: false,
        report: serde_json::from_slice(&json).expect("a report is encoded as JSON"),
        attachments: &opened.attachments,
    };
    output.result(&line, &print::report(opened, language))
}
