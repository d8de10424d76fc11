//! `sealpost recipient`: the public half of an identity that is there already.

use std::path::Path;

use envelope::Recipient;
use serde::Serialize;
use thiserror::Error;

use crate::cli::RecipientOptions;
use crate::failure::{Exit, Failure};
use crate::files::{self, Access, FileError};
use crate::identity::{self, IdentityError, Passphrase};
use crate::output::{Output, OutputError};

/// The public half was not shown, or not written.
#[derive(Debug, Error)]
pub enum RecipientError {
    /// The identity cannot be used.
    #[error(transparent)]
    Identity(#[from] IdentityError),
    /// The public half cannot be written; it was printed.
    #[error(transparent)]
    File(#[from] FileError),
    /// The public half could not be printed, and was not written.
    #[error(transparent)]
    Output(#[from] OutputError),
}

impl RecipientError {
    fn cause(&self) -> &dyn Failure {
        match self {
            Self::Identity(error) => error,
            Self::File(error) => error,
            Self::Output(error) => error,
        }
    }
}

impl Failure for RecipientError {
    fn advice(&self) -> &'static str {
        self.cause().advice()
    }

    fn exit(&self) -> Exit {
        self.cause().exit()
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Shown {
    key_id: String,
    recipient: String,
}

/// Opens the identity, prints its key id and its recipient.
pub fn run(options: &RecipientOptions, output: &mut Output) -> Result<(), RecipientError> {
    if let Some(path) = &options.public {
        files::must_not_exist(path)?;
    }
    let passphrase = Passphrase::from_option(options.passphrase_file.as_deref());
    let identity = identity::load_one(&options.identity, passphrase)?;
    show(&identity.recipient(), options.public.as_deref(), output)
}

/// Prints the public half, and only then writes it: what is on the screen can be had without the
/// file.
pub(crate) fn show(
    recipient: &Recipient,
    public: Option<&Path>,
    output: &mut Output,
) -> Result<(), RecipientError> {
    let shown = Shown {
        key_id: recipient.key_id().to_string(),
        recipient: recipient.to_string(),
    };
    let text = format!(
        "key id     {}\nrecipient  {}",
        shown.key_id, shown.recipient
    );
    output.result(&shown, &text)?;
    if let Some(path) = public {
        let line = format!("{recipient}\n");
        files::write_new(path, line.as_bytes(), Access::Public)?;
    }
    Ok(())
}
