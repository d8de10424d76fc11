//! `sealpost seal`: a report from a JSON file becomes an envelope.

use std::path::{Path, PathBuf};

use envelope::{Label, Payload, SealError};
use report::{DecodeError, Report};
use serde::Serialize;
use thiserror::Error;

use crate::cli::SealOptions;
use crate::failure::{Exit, Failure};
use crate::files::{self, Access, FileError};
use crate::output::{Output, OutputError};

mod readers;

pub use readers::ReadersError;

/// Nothing was sealed.
#[derive(Debug, Error)]
pub enum SealFailure {
    /// A file could not be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// The file does not hold a report.
    #[error("{} is not a valid report: {reason}", path.display())]
    NotAReport {
        /// The file.
        path: PathBuf,
        /// What is wrong with it; never what it says.
        reason: DecodeError,
    },
    /// Nobody can be found to seal to.
    #[error(transparent)]
    Readers(#[from] ReadersError),
    /// The readers found cannot be sealed to.
    #[error("nothing was sealed: {0}")]
    Seal(#[from] SealError),
    /// The envelope is written, but the result could not be.
    #[error(transparent)]
    Output(#[from] OutputError),
}

impl Failure for SealFailure {
    fn advice(&self) -> &'static str {
        match self {
            Self::File(error) => error.advice(),
            Self::NotAReport { .. } => "Write it by docs/report.schema.json.",
            Self::Readers(error) => error.advice(),
            Self::Seal(_) => "Name one to eight different readers.",
            Self::Output(error) => error.advice(),
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::File(error) => error.exit(),
            Self::Readers(error) => error.exit(),
            Self::Output(error) => error.exit(),
            Self::Seal(SealError::Randomness) => Exit::Failed,
            Self::NotAReport { .. } | Self::Seal(_) => Exit::Invalid,
        }
    }
}

#[derive(Serialize)]
struct Sealed {
    digest: String,
    size: usize,
    /// The ids of the keys that open it.
    readers: Vec<String>,
}

/// Checks the report, finds its readers, seals, writes the envelope.
pub fn run(options: &SealOptions, output: &mut Output) -> Result<(), SealFailure> {
    let report = read_report(&options.report)?;
    let recipients = readers::find(options, &report)?;
    let payload = Payload::of_document(report.encode().to_vec());
    let envelope = envelope::seal(&recipients, Label::Report, &payload)?;
    files::write_new(&options.output, envelope.as_bytes(), Access::Private)?;

    let sealed = Sealed {
        digest: envelope.digest().to_string(),
        size: envelope.len(),
        readers: recipients
            .iter()
            .map(|it| it.key_id().to_string())
            .collect(),
    };
    let text = format!(
        "digest   {}\nsize     {} bytes\nreaders  {}",
        sealed.digest,
        sealed.size,
        sealed.readers.join(" ")
    );
    Ok(output.result(&sealed, &text)?)
}

fn read_report(path: &Path) -> Result<Report, SealFailure> {
    let json = files::read_text(path)?;
    Report::decode(json.as_bytes()).map_err(|reason| SealFailure::NotAReport {
        path: path.to_owned(),
        reason,
    })
}
