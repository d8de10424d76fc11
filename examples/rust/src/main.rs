//! Opens a sealed envelope (`docs/envelope.md`) and writes the report's JSON to standard output:
//! `open-envelope IDENTITY ENVELOPE`.

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;
use std::{env, fs, io};

use envelope::{Envelope, Identity, Label, Payload, open};
use zeroize::Zeroizing;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("refused: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args_os().skip(1);
    let (Some(identity), Some(envelope)) = (arguments.next(), arguments.next()) else {
        return Err("say which IDENTITY and which ENVELOPE".into());
    };
    let identity = Zeroizing::new(fs::read_to_string(identity)?);
    let payload = open_envelope(identity.trim(), Label::Report, fs::read(envelope)?)?;
    Ok(io::stdout().write_all(&payload.document)?)
}

/// The document and its attachments. An attachment's name is what its sender calls it: never use
/// it as a path.
fn open_envelope(
    identity: &str,
    label: Label,
    envelope: Vec<u8>,
) -> Result<Payload, Box<dyn Error>> {
    let identity: Identity = identity.parse()?;
    let envelope = Envelope::parse(envelope)?;
    Ok(open(&identity, label, &envelope)?)
}

#[cfg(test)]
mod vectors;
