//! `sealpost verify`: whether a receipt that somebody kept is the intake's word, and for which bytes.

use std::path::Path;

use envelope::Digest;
use serde::Serialize;
use submission::{ReceiptError, ReceiptKey, ReceiptKeyError, UnverifiedReceipt};
use thiserror::Error;

use crate::cli::VerifyOptions;
use crate::envelope_file::{EnvelopeFile, EnvelopeFileError};
use crate::failure::{Exit, Failure};
use crate::files::{self, FileError};
use crate::output::{Output, OutputError};
use crate::site_file::{SiteFileError, read_site};

/// The receipt proves nothing, or it cannot be told.
#[derive(Debug, Error)]
pub enum VerifyError {
    /// The receipt cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// The receipt does not hold.
    #[error(transparent)]
    Receipt(#[from] ReceiptError),
    /// `--key` is no receipt key.
    #[error("--key: {0}")]
    Key(#[from] ReceiptKeyError),
    /// The manifest that should name the key does not hold.
    #[error(transparent)]
    Site(#[from] SiteFileError),
    /// The envelope cannot be read.
    #[error(transparent)]
    Envelope(#[from] EnvelopeFileError),
    /// The result could not be written.
    #[error(transparent)]
    Output(#[from] OutputError),
}

impl Failure for VerifyError {
    fn advice(&self) -> &'static str {
        match self {
            Self::File(error) => error.advice(),
            Self::Receipt(ReceiptError::UnsupportedVersion) => {
                "Take a newer version of this command."
            }
            Self::Receipt(ReceiptError::Malformed) => {
                "Check that it is the file the app saved, whole and unchanged."
            }
            Self::Receipt(ReceiptError::OtherEnvelope | ReceiptError::OtherSize) => {
                "Give the envelope that this receipt is for; its digest stands in the receipt."
            }
            Self::Receipt(ReceiptError::SignatureWrong) => {
                "Give the key of the intake it came from; if it is that, do not rely on this receipt."
            }
            Self::Key(_) => "Give the key that `intake receipt-key` prints.",
            Self::Site(error) => error.advice(),
            Self::Envelope(error) => error.advice(),
            Self::Output(error) => error.advice(),
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::File(error) => error.exit(),
            Self::Receipt(_) | Self::Key(_) => Exit::Invalid,
            Self::Site(error) => error.exit(),
            Self::Envelope(error) => error.exit(),
            Self::Output(error) => error.exit(),
        }
    }
}

#[derive(Serialize)]
struct Verified {
    digest: String,
    size: u64,
    day: String,
    /// Whether the bytes themselves were compared.
    envelope: bool,
}

/// Verifies the receipt and, when an envelope is given, that it is for these very bytes.
pub fn run(options: &VerifyOptions, output: &mut Output) -> Result<(), VerifyError> {
    let receipt = files::read_text(&options.receipt)?;
    let receipt = UnverifiedReceipt::parse(receipt.as_bytes())?;
    let key = key(options)?;
    let (digest, size) = match &options.envelope {
        Some(path) => measured(path, output)?,
        None => (*receipt.digest(), receipt.size()),
    };
    let receipt = receipt.verify(&key, &digest, size)?;
    let verified = Verified {
        digest: receipt.digest().to_string(),
        size: receipt.size(),
        day: receipt.day().to_string(),
        envelope: options.envelope.is_some(),
    };
    output.result(&verified, &verified.to_text())?;
    Ok(())
}

fn measured(path: &Path, output: &Output) -> Result<(Digest, u64), VerifyError> {
    Ok(EnvelopeFile::open(path, output)?.digest()?)
}

fn key(options: &VerifyOptions) -> Result<ReceiptKey, VerifyError> {
    match (&options.key, &options.site, &options.operator) {
        (Some(key), ..) => Ok(key.parse()?),
        (None, Some(manifest), Some(operator)) => {
            Ok(read_site(manifest, operator)?.receipt_key().parse()?)
        }
        // The command line asks for one or the other.
        (None, ..) => Err(ReceiptKeyError.into()),
    }
}

impl Verified {
    fn to_text(&self) -> String {
        let compared = match self.envelope {
            true => "The envelope given is the one that was received.",
            false => "Without --envelope no bytes were compared with it.",
        };
        format!(
            "The intake signed this receipt.\ndigest   {}\nsize     {} bytes\nday      {}\n{compared}",
            self.digest, self.size, self.day
        )
    }
}
