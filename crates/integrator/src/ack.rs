//! `sealpost ack`: tells the intake which envelopes are here for good, so that it may delete them.

use std::path::Path;

use envelope::Digest;
use serde::Serialize;
use thiserror::Error;

use crate::cli::AckOptions;
use crate::client::{Client, ClientError};
use crate::envelope_file::{EnvelopeFile, EnvelopeFileError};
use crate::failure::{Exit, Failure};
use crate::output::{Output, OutputError};

/// Not everything given was acknowledged.
#[derive(Debug, Error)]
pub enum AckError {
    /// The intake did not take it.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// A file could not be read as an envelope.
    #[error(transparent)]
    Envelope(#[from] EnvelopeFileError),
    /// A file is called by one envelope's digest and holds another's bytes.
    #[error("the file called {0} holds other bytes")]
    OtherBytes(Digest),
    /// Some could not be acknowledged; all others were.
    #[error("{0} of the envelopes could not be acknowledged; the others were")]
    Incomplete(usize),
    /// The result could not be written.
    #[error(transparent)]
    Output(#[from] OutputError),
}

impl AckError {
    /// Whether one envelope is at fault and the others can still be acknowledged.
    fn is_about_one_envelope(&self) -> bool {
        match self {
            Self::Client(error) => error.is_about_one_envelope(),
            Self::Envelope(_) | Self::OtherBytes(_) => true,
            Self::Incomplete(_) | Self::Output(_) => false,
        }
    }
}

impl Failure for AckError {
    fn advice(&self) -> &'static str {
        match self {
            Self::Client(error) if error.is_about_one_envelope() => {
                "The intake has deleted it long ago, or never had it."
            }
            Self::Client(error) => error.advice(),
            Self::Envelope(error) => error.advice(),
            Self::OtherBytes(_) => "Fetch it again before you acknowledge it.",
            Self::Incomplete(_) => "See what was said of each; the intake keeps those for now.",
            Self::Output(error) => error.advice(),
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::Client(error) => error.exit(),
            Self::Envelope(error) => error.exit(),
            Self::OtherBytes(_) | Self::Incomplete(_) => Exit::Invalid,
            Self::Output(error) => error.exit(),
        }
    }
}

#[derive(Serialize)]
struct Told {
    digest: String,
    acknowledged: bool,
}

/// Acknowledges each envelope given. One that cannot be does not keep the others.
pub fn run(options: &AckOptions, output: &mut Output) -> Result<(), AckError> {
    let client = Client::new(&options.intake)?;
    let mut failed = 0;
    for given in &options.envelopes {
        match acknowledge(&client, given, output) {
            Ok(()) => {}
            Err(error) if error.is_about_one_envelope() => {
                output.failure_about(Some(given), &error);
                failed += 1;
            }
            Err(error) => return Err(error),
        }
    }
    match failed {
        0 => Ok(()),
        _ => Err(AckError::Incomplete(failed)),
    }
}

fn acknowledge(client: &Client, given: &str, output: &mut Output) -> Result<(), AckError> {
    let digest = match given.parse() {
        Ok(digest) => digest,
        Err(_) => digest_of(Path::new(given), output)?,
    };
    client.acknowledge(&digest)?;
    let told = Told {
        digest: digest.to_string(),
        acknowledged: true,
    };
    output.result(&told, &format!("{digest} acknowledged"))?;
    Ok(())
}

/// The digest of the bytes in a file, which must be whole and what its name says.
fn digest_of(path: &Path, output: &Output) -> Result<Digest, AckError> {
    let (digest, _) = EnvelopeFile::open(path, output)?.digest()?;
    let name = path.file_stem().and_then(|it| it.to_str());
    match name.and_then(|it| it.parse::<Digest>().ok()) {
        Some(named) if named != digest => Err(AckError::OtherBytes(named)),
        _ => Ok(digest),
    }
}
