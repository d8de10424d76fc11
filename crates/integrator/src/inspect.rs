//! `sealpost inspect`: what an envelope shows to everybody, without a key.

use std::path::{Path, PathBuf};

use envelope::{Envelope, ParseError};
use envelope_format::layout::{SLOTS, SUITE, VERSION};
use serde::Serialize;
use submission::MAX_ENVELOPE_LEN;
use thiserror::Error;

use crate::cli::InspectOptions;
use crate::failure::{Exit, Failure};
use crate::files::{self, FileError};
use crate::output::{Output, OutputError};

/// A file is not an envelope that could be looked at.
#[derive(Debug, Error)]
pub enum InspectError {
    /// The file cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// The file does not have the shape of an envelope.
    #[error("{} is no envelope: {reason}", path.display())]
    NotAnEnvelope {
        /// The file.
        path: PathBuf,
        /// What is wrong with the shape.
        reason: ParseError,
    },
    /// The result could not be written.
    #[error(transparent)]
    Output(#[from] OutputError),
}

impl Failure for InspectError {
    fn advice(&self) -> &'static str {
        match self {
            Self::File(error) => error.advice(),
            Self::NotAnEnvelope {
                reason: ParseError::UnsupportedVersion(_),
                ..
            } => "Take a newer version of this command.",
            Self::NotAnEnvelope { .. } => "Take the file again from where it came from.",
            Self::Output(error) => error.advice(),
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::File(error) => error.exit(),
            Self::NotAnEnvelope { .. } => Exit::Invalid,
            Self::Output(error) => error.exit(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Shown {
    digest: String,
    version: u8,
    suite: u8,
    slots: usize,
    bucket_log2: u8,
    size: usize,
}

/// Prints the shape of each envelope; ends at the first file that is none.
pub fn run(options: &InspectOptions, output: &mut Output) -> Result<(), InspectError> {
    for path in &options.envelopes {
        let envelope = read_envelope(path)?;
        let shown = Shown {
            digest: envelope.digest().to_string(),
            // The type proves these three: there is one version, with one suite and eight slots.
            version: VERSION,
            suite: SUITE,
            slots: SLOTS,
            bucket_log2: envelope.bucket_log2(),
            size: envelope.len(),
        };
        output.result(&shown, &shown.to_text())?;
    }
    Ok(())
}

impl Shown {
    fn to_text(&self) -> String {
        format!(
            "digest   {}\nversion  {}\nsuite    {} (HPKE with X-Wing, HKDF-SHA256, AES-256-GCM)\n\
             slots    {} (how many are used cannot be seen)\n\
             bucket   {} ({} KiB, padded)\nsize     {} bytes",
            self.digest,
            self.version,
            self.suite,
            self.slots,
            self.bucket_log2,
            (1_u64 << self.bucket_log2) / 1024,
            self.size,
        )
    }
}

/// The envelope in a file.
pub fn read_envelope(path: &Path) -> Result<Envelope, InspectError> {
    let bytes = files::read(path, MAX_ENVELOPE_LEN)?;
    Envelope::parse(bytes).map_err(|reason| InspectError::NotAnEnvelope {
        path: path.to_owned(),
        reason,
    })
}
