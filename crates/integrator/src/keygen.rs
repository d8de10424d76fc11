//! `sealpost keygen`: a new key pair; the private half to a file, the public half to the screen.

use envelope::{Identity, KeyError};
use serde::Serialize;
use thiserror::Error;

use crate::cli::KeygenOptions;
use crate::failure::{Exit, Failure};
use crate::files::{self, Access, FileError};
use crate::identity::{self, IdentityError, Passphrase};
use crate::output::{Output, OutputError};

/// No key was made.
#[derive(Debug, Error)]
pub enum KeygenError {
    /// The passphrase is missing or unusable.
    #[error(transparent)]
    Passphrase(#[from] IdentityError),
    /// The identity file cannot be written.
    #[error(transparent)]
    File(#[from] FileError),
    /// The device gives no random numbers.
    #[error("no key was made: {0}")]
    Key(#[from] KeyError),
    /// The public key could not be shown; the identity file is there.
    #[error(transparent)]
    Output(#[from] OutputError),
}

impl KeygenError {
    fn cause(&self) -> Option<&dyn Failure> {
        match self {
            Self::Passphrase(error) => Some(error),
            Self::File(error) => Some(error),
            Self::Key(_) => None,
            Self::Output(error) => Some(error),
        }
    }
}

impl Failure for KeygenError {
    fn advice(&self) -> &'static str {
        self.cause()
            .map_or("Try again when the system is up.", Failure::advice)
    }

    fn exit(&self) -> Exit {
        self.cause().map_or(Exit::Failed, Failure::exit)
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Made {
    key_id: String,
    recipient: String,
}

/// Makes a key pair, writes the identity file, prints the key id and the recipient.
pub fn run(options: &KeygenOptions, output: &mut Output) -> Result<(), KeygenError> {
    // Before the passphrase is asked for, since nobody likes to type one twice in vain.
    if options.output.exists() {
        return Err(FileError::Exists(options.output.clone()).into());
    }
    if let Some(path) = &options.public {
        files::must_not_exist(path)?;
    }
    let passphrase = match options.no_passphrase {
        true => None,
        false => Some(Passphrase::from_option(options.passphrase_file.as_deref()).to_protect()?),
    };
    let identity = Identity::generate()?;
    let file = identity::to_file(&identity, passphrase.as_ref().map(|it| it.as_str()));
    files::write_new(&options.output, &file, Access::Private)?;

    let recipient = identity.recipient();
    if let Some(path) = &options.public {
        files::write_new(path, format!("{recipient}\n").as_bytes(), Access::Public)?;
    }
    let made = Made {
        key_id: recipient.key_id().to_string(),
        recipient: recipient.to_string(),
    };
    let text = format!("key id     {}\nrecipient  {}", made.key_id, made.recipient);
    output.result(&made, &text)?;
    if options.no_passphrase {
        output.note(
            "This file has no passphrase: whoever has it can open every report sealed to it.",
        );
    }
    Ok(())
}
