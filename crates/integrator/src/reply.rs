//! `sealpost reply`: seals an answer to whoever sent a report, and leaves it in their mailbox.

use std::path::PathBuf;

use envelope::{Digest, Envelope, KeyError, Label, SealError, seal_document};
use report::{Language, Message, MessageError, ReplyTo};
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

mod kept;

use kept::Kept;
pub use kept::KeptError;

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
    /// It cannot be kept until it has arrived, or what was kept cannot be had.
    #[error(transparent)]
    Kept(#[from] KeptError),
    /// The intake refuses it.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// The intake did not say whether it took it.
    #[error("{source}; the answer may have arrived and waits in {}", kept.display())]
    Undecided {
        /// The file with the sealed answer.
        kept: PathBuf,
        /// What came instead of the intake's word.
        source: ClientError,
    },
    /// The answer is in the mailbox, but that could not be said.
    #[error("the answer is in the mailbox, but {0}")]
    Output(#[from] OutputError),
}

impl ReplyError {
    fn cause(&self) -> Option<&dyn Failure> {
        match self {
            Self::Identity(error) => Some(error),
            Self::Envelope(error) => Some(error),
            Self::Unseal(error) => Some(error),
            Self::File(error) => Some(error),
            Self::Kept(error) => Some(error),
            Self::Client(error) => Some(error),
            Self::Undecided { source, .. } => Some(source),
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
            Self::Undecided { .. } => {
                "Check the network and the address, then send the same bytes with --again in place of --from, --language and --text."
            }
            Self::Output(_) => "Do not answer again; the person would find it twice.",
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
///
/// The sealed answer is in a file from before it is sent until it is known what became of it.
pub fn run(options: &ReplyOptions, output: &mut Output) -> Result<(), ReplyError> {
    // Whatever can be wrong here is found before a passphrase is asked for.
    let client = Client::new(&options.intake)?;
    let message = message(options)?;
    let folder = kept::folder(options.keep.as_deref(), &options.envelope)?;

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

    let kept = Kept::new(&folder, &opened.digest);
    let envelope = match &message {
        Some(message) => seal(message, reply, &kept)?,
        None => kept.read()?,
    };
    let new = match client.leave(&mailbox, &envelope, options.replace_oldest) {
        Ok(new) => new,
        Err(error) => return Err(not_left(error, kept, message.is_some())),
    };
    kept.arrived()?;
    let left = Left {
        mailbox: mailbox.to_string(),
        digest: envelope.digest().to_string(),
        new,
    };
    let text = format!("The answer is in the mailbox.\ndigest   {}", left.digest);
    Ok(output.result(&left, &text)?)
}

/// The message to seal; none where one that was sealed before is to be sent again.
fn message(options: &ReplyOptions) -> Result<Option<Message>, ReplyError> {
    // The options are all there, or `--again` is.
    let (Some(from), Some(language), Some(text)) =
        (&options.from, &options.language, &options.text)
    else {
        return Ok(None);
    };
    let language: Language = language.parse().map_err(|_| ReplyError::Language)?;
    let text = files::read_text(text)?;
    Ok(Some(Message::new(&day::today(), from, language, &text)?))
}

/// Seals a message and keeps it.
fn seal(message: &Message, reply: &ReplyTo, kept: &Kept) -> Result<Envelope, ReplyError> {
    let recipient = reply.recipient().parse()?;
    let envelope = seal_document(&[recipient], Label::Message, &message.encode())?;
    kept.write(&envelope)?;
    Ok(envelope)
}

/// What it means that the intake did not say that it has the answer. `first` is whether nothing
/// was sent of it before: then a refusal says that it is not in the mailbox.
fn not_left(error: ClientError, kept: Kept, first: bool) -> ReplyError {
    if error.may_pass() {
        return ReplyError::Undecided {
            kept: kept.path().to_owned(),
            source: error,
        };
    }
    if first {
        kept.refused();
    }
    error.into()
}
