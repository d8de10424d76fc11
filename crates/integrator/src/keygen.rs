//! `sealpost keygen`: a new key pair; the private half to a file, the public half to the screen.

use envelope::{Identity, KeyError};
use thiserror::Error;

use crate::cli::KeygenOptions;
use crate::failure::{Exit, Failure};
use crate::files::{self, Access, FileError};
use crate::identity::{self, IdentityError, Passphrase};
use crate::output::Output;
use crate::recipient::{self, RecipientError};

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
    /// The public half could not be shown or written; the identity file is there.
    #[error(transparent)]
    Public(#[from] RecipientError),
}

impl Failure for KeygenError {
    fn advice(&self) -> &'static str {
        match self {
            Self::Passphrase(error) => error.advice(),
            Self::File(error) => error.advice(),
            Self::Key(_) => "Try again when the system is up.",
            Self::Public(_) => "The key is made: `sealpost recipient` shows its public half.",
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::Passphrase(error) => error.exit(),
            Self::File(error) => error.exit(),
            Self::Key(_) => Exit::Failed,
            Self::Public(error) => error.exit(),
        }
    }
}

/// Makes a key pair, writes the identity file, prints the key id and the recipient.
pub fn run(options: &KeygenOptions, output: &mut Output) -> Result<(), KeygenError> {
    // Before the passphrase is asked for, since nobody likes to type one twice in vain.
    files::must_not_exist(&options.output)?;
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

    recipient::show(&identity.recipient(), options.public.as_deref(), output)?;
    if options.no_passphrase {
        output.note(
            "This file has no passphrase: whoever has it can open every report sealed to it.",
        );
    }
    Ok(())
}
