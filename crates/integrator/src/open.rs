//! `sealpost open`: envelope and identity in, report out.

use std::path::Path;

use envelope::Identity;
use serde::Serialize;
use serde_json::value::RawValue;
use thiserror::Error;

use crate::cli::{LabelLanguage, OpenOptions};
use crate::envelope_file::{EnvelopeFile, EnvelopeFileError};
use crate::failure::{Exit, Failure};
use crate::files::FileError;
use crate::identity::{self, IdentityError};
use crate::output::{Output, OutputError};
use crate::print;

mod unseal;

mod parts;

mod attachment;

pub use attachment::OpenedAttachment;
use unseal::unseal_from;
pub use unseal::{Opened, UnsealError, unseal};

/// Not every envelope was opened.
#[derive(Debug, Error)]
pub enum OpenFailure {
    /// An identity cannot be used.
    #[error(transparent)]
    Identity(#[from] IdentityError),
    /// A file is no envelope.
    #[error(transparent)]
    Envelope(#[from] EnvelopeFileError),
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
    /// Where the file is what is wrong, it is named.
    fn about(path: &Path, error: UnsealError) -> Self {
        let path = path.to_owned();
        match error {
            UnsealError::Shape(reason) => EnvelopeFileError::NotAnEnvelope { path, reason }.into(),
            UnsealError::Read(source) => FileError::Read { path, source }.into(),
            error => error.into(),
        }
    }

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
        match open_file(path, &identities, options.attachments.as_deref(), output) {
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
    output: &Output,
) -> Result<Opened, OpenFailure> {
    let mut file = EnvelopeFile::open(path, output)?;
    let (mut opened, files) = unseal_from(identities, &mut file, attachments)
        .map_err(|error| OpenFailure::about(path, error))?;
    if let Some(folder) = attachments {
        attachment::keep(&mut opened, files, folder)?;
    }
    Ok(opened)
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
