//! `sealpost reply`: seals an answer to whoever sent a report, and leaves it in their mailbox.

use std::path::PathBuf;

use envelope::{Digest, KeyError, Label, SealError, seal_document};
use report::{Language, Message, MessageError};
use serde::Serialize;
use thiserror::Error;

use crate::cli::ReplyOptions;
use crate::client::{Client, ClientError};
use crate::day;
use crate::envelope_file::{EnvelopeFile, EnvelopeFileError};
use crate::failure::{Exit, Failure};
use crate::files::{self, FileError};
use crate::identity::{self, IdentityError};
use crate::open::{UnsealError, unseal};
use crate::output::{Output, OutputError};
use submission::ProblemType;

/// No answer was left.
#[derive(Debug, Error)]
pub enum ReplyError {
    /// An identity cannot be used.
    #[error(transparent)]
    Identity(#[from] IdentityError),
    /// The report's file is no envelope.
    #[error(transparent)]
    Envelope(#[from] EnvelopeFileError),
    /// The envelope gave no report.
    #[error(transparent)]
    Unseal(#[from] UnsealError),
    /// Whoever sent the report wants no answer.
    #[error("the report in {} asks for no answer", .0.display())]
    NotAsked(PathBuf),
    /// The file with the text cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// `--language` is none of the form's languages.
    #[error("--language is not one of the form's languages")]
    Language,
    /// The text or the role makes no message.
    #[error("nothing was sent: {0}")]
    Message(#[from] MessageError),
    /// What the report gives as a key to seal to is none.
    #[error("the report gives no key that can be sealed to: {0}")]
    Recipient(#[from] KeyError),
    /// It could not be sealed.
    #[error("nothing was sent: {0}")]
    Seal(#[from] SealError),
    /// The intake did not take it.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// The answer is in the mailbox, but that could not be said.
    #[error(transparent)]
    Output(#[from] OutputError),
}

impl ReplyError {
    fn cause(&self) -> Option<&dyn Failure> {
        match self {
            Self::Identity(error) => Some(error),
            Self::Envelope(error) => Some(error),
            Self::Unseal(error) => Some(error),
            Self::File(error) => Some(error),
            Self::Client(error) => Some(error),
            Self::Output(error) => Some(error),
            _ => None,
        }
    }
}

impl Failure for ReplyError {
    fn advice(&self) -> &'static str {
        match self {
            Self::NotAsked(_) => "There is no way to reach this person; do not look for one.",
            Self::Language => "Give one of: nl en ar ti tr so fa prs ps kmr ckb fr ru uk es am.",
            Self::Message(MessageError::From) => "Give the role's id as the manifest has it.",
            Self::Message(_) => "Write one to 5,000 characters into the file.",
            Self::Recipient(_) => "Nothing can be done; whoever sent it used another program.",
            Self::Seal(_) => "Try again when the system is up.",
            Self::Client(ClientError::Refused(ProblemType::MailboxFull)) => {
                "Wait, or say --replace-oldest; nobody can know whether the oldest was read."
            }
            _ => self.cause().map_or("Try again.", Failure::advice),
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::Language => Exit::Usage,
            Self::Seal(_) => Exit::Failed,
            _ => self.cause().map_or(Exit::Invalid, Failure::exit),
        }
    }
}

#[derive(Serialize)]
struct Left {
    mailbox: String,
    digest: String,
    /// Whether this run put it there; a run before had done so otherwise.
    new: bool,
}

/// Opens the report, seals the answer to the key in it, and leaves it at the intake.
pub fn run(options: &ReplyOptions, output: &mut Output) -> Result<(), ReplyError> {
    // Whatever can be wrong here is found before a passphrase is asked for.
    let client = Client::new(&options.intake)?;
    let language: Language = options.language.parse().map_err(|_| ReplyError::Language)?;
    let text = files::read_text(&options.text)?;
    let message = Message::new(&day::today(), &options.from, language, &text)?;

    let identities = identity::load(&options.identities)?;
    let opened = unseal(
        &identities,
        &mut EnvelopeFile::open(&options.envelope, output)?,
    )?;
    let reply = opened.report.reply();
    let reply = reply.ok_or_else(|| ReplyError::NotAsked(options.envelope.clone()))?;
    let mailbox: Digest = reply
        .mailbox()
        .parse()
        .expect("a report was checked for it");
    let recipient = reply.recipient().parse()?;

    let envelope = seal_document(&[recipient], Label::Message, &message.encode())?;
    let new = client.leave(&mailbox, &envelope, options.replace_oldest)?;
    let left = Left {
        mailbox: mailbox.to_string(),
        digest: envelope.digest().to_string(),
        new,
    };
    let text = format!("The answer is in the mailbox.\ndigest   {}", left.digest);
    Ok(output.result(&left, &text)?)
}
