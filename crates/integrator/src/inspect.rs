//! `sealpost inspect`: what an envelope shows to everybody, without a key.

use envelope_format::layout::{SLOTS, SUITE, VERSION};
use serde::Serialize;
use thiserror::Error;

use crate::cli::InspectOptions;
use crate::envelope_file::{EnvelopeFile, EnvelopeFileError};
use crate::failure::{Exit, Failure};
use crate::output::{Output, OutputError};

/// Not every envelope was shown.
#[derive(Debug, Error)]
pub enum InspectError {
    /// A file is not an envelope that could be looked at.
    #[error(transparent)]
    Envelope(#[from] EnvelopeFileError),
    /// The result could not be written.
    #[error(transparent)]
    Output(#[from] OutputError),
}

impl Failure for InspectError {
    fn advice(&self) -> &'static str {
        match self {
            Self::Envelope(error) => error.advice(),
            Self::Output(error) => error.advice(),
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::Envelope(error) => error.exit(),
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
    size: u64,
}

/// Prints the shape of each envelope; ends at the first file that is none.
pub fn run(options: &InspectOptions, output: &mut Output) -> Result<(), InspectError> {
    for path in &options.envelopes {
        let file = EnvelopeFile::open(path, output)?;
        let bucket_log2 = file.bucket_log2();
        let (digest, size) = file.digest()?;
        let shown = Shown {
            digest: digest.to_string(),
            // The parser lets only these three pass: there is one version, with one suite and eight slots.
            version: VERSION,
            suite: SUITE,
            slots: SLOTS,
            bucket_log2,
            size,
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
