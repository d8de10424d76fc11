//! `sealpost mailbox`: the side of whoever asks for an answer, for tests and other clients.

use std::path::PathBuf;

use envelope::{Envelope, Identity, Label, open};
use mailbox::{CodeError, Mailbox, MailboxError, ReturnCode, Salt, SaltError};
use report::Message;
use serde::Serialize;
use submission::MESSAGE_LEN;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::cli::{MailboxCommand, MailboxNewOptions, MailboxReadOptions, MailboxSiteOptions};
use crate::client::{Address, Client, ClientError};
use crate::failure::{Exit, Failure};
use crate::files::{self, FileError};
use crate::output::{Output, OutputError};
use crate::print;
use crate::site_file::{SiteFileError, read_site};

/// No code was made, or a mailbox was not read.
#[derive(Debug, Error)]
pub enum MailboxFailure {
    /// The manifest does not hold.
    #[error(transparent)]
    Site(#[from] SiteFileError),
    /// The manifest has no salt.
    #[error("the operator of {} offers no return codes", .0.display())]
    NotOffered(PathBuf),
    /// The salt in the manifest is none.
    #[error(transparent)]
    Salt(#[from] SaltError),
    /// What was typed or read is no return code.
    #[error(transparent)]
    Code(#[from] CodeError),
    /// There is no terminal to ask for the code at.
    #[error("the return code is needed and there is no terminal to ask for it")]
    NoTerminal,
    /// The file with the code cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// The code does not lead to a mailbox on this machine.
    #[error(transparent)]
    Mailbox(#[from] MailboxError),
    /// The intake did not answer as it should.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// Some messages could not be opened; all others were shown.
    #[error("{0} of the messages could not be opened; the others were")]
    Some(usize),
    /// The result could not be written.
    #[error(transparent)]
    Output(#[from] OutputError),
}

impl MailboxFailure {
    fn cause(&self) -> Option<&dyn Failure> {
        match self {
            Self::Site(error) => Some(error),
            Self::File(error) => Some(error),
            Self::Client(error) => Some(error),
            Self::Output(error) => Some(error),
            _ => None,
        }
    }
}

impl Failure for MailboxFailure {
    fn advice(&self) -> &'static str {
        match self {
            Self::Salt(SaltError::Randomness) => "Try again when the system is up.",
            Self::NotOffered(_) | Self::Salt(SaltError::Text) => {
                "Ask the operator for the current manifest."
            }
            Self::Code(CodeError::Randomness) => "Try again when the system is up.",
            Self::Code(_) => "Look at the code again and type all 24 digits.",
            Self::NoTerminal => "Give the code with --code-file.",
            Self::Mailbox(_) => "Use a machine with more memory.",
            Self::Some(_) => "Try a newer version of this command.",
            _ => self.cause().map_or("Try again.", Failure::advice),
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::Code(CodeError::Randomness)
            | Self::Salt(SaltError::Randomness)
            | Self::NoTerminal
            | Self::Mailbox(_) => Exit::Failed,
            _ => self.cause().map_or(Exit::Invalid, Failure::exit),
        }
    }
}

/// Does one of the commands.
pub fn run(command: &MailboxCommand, output: &mut Output) -> Result<(), MailboxFailure> {
    match command {
        MailboxCommand::Salt => draw_salt(output),
        MailboxCommand::New(options) => new(options, output),
        MailboxCommand::Read(options) => read(options, output),
    }
}

/// A new code, and the member `reply` of a report (`docs/report.schema.json`).
#[derive(Serialize)]
struct Made<'a> {
    code: &'a str,
    reply: Reply,
}

#[derive(Serialize)]
struct Reply {
    mailbox: String,
    recipient: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Drawn {
    mailbox_salt: String,
}

fn draw_salt(output: &mut Output) -> Result<(), MailboxFailure> {
    let drawn = Drawn {
        mailbox_salt: Salt::generate()?.to_string(),
    };
    output.result(&drawn, &drawn.mailbox_salt)?;
    output
        .note("Write it into every manifest as mailboxSalt. Codes made with another lead nowhere.");
    Ok(())
}

fn new(options: &MailboxNewOptions, output: &mut Output) -> Result<(), MailboxFailure> {
    let salt = salt(&options.site)?;
    let code = ReturnCode::generate()?;
    let mailbox = Mailbox::open(&code, &salt)?;
    let code = code.to_text();
    let made = Made {
        code: &code,
        reply: Reply {
            mailbox: mailbox.access.mailbox().to_text(),
            recipient: mailbox.identity.recipient().to_string(),
        },
    };
    let text = Zeroizing::new(format!(
        "code       {}\nmailbox    {}\nrecipient  {}",
        made.code, made.reply.mailbox, made.reply.recipient
    ));
    output.result(&made, &text)?;
    output.note("Write the code down. It is shown only now, and leads to the answer.");
    Ok(())
}

fn read(options: &MailboxReadOptions, output: &mut Output) -> Result<(), MailboxFailure> {
    let salt = salt(&options.site)?;
    let address = Address::parse(&options.intake, options.insecure_http);
    let address = address.map_err(ClientError::from)?;
    let code = match &options.code_file {
        Some(file) => files::read_first_line(file)?,
        None => rpassword::prompt_password("Return code: ")
            .map(Zeroizing::new)
            .map_err(|_| MailboxFailure::NoTerminal)?,
    };
    let mailbox = Mailbox::open(&ReturnCode::parse(&code)?, &salt)?;
    let client = Client::of(address, &mailbox.access.to_text());
    let content = client.mailbox()?;

    let message_len = usize::try_from(MESSAGE_LEN).expect("a message fits the memory");
    let (mut shown, mut failed) = (0, 0);
    for place in content.chunks(message_len) {
        // What does not even look like an envelope is what fills an empty place.
        let Ok(envelope) = Envelope::parse(place.to_vec()) else {
            continue;
        };
        match opened(&mailbox.identity, &envelope) {
            Some(message) => {
                show(&message, output)?;
                shown += 1;
            }
            None => failed += 1,
        }
    }
    if (shown, failed) == (0, 0) {
        output.note("There is no answer yet.");
    }
    match failed {
        0 => Ok(()),
        _ => Err(MailboxFailure::Some(failed)),
    }
}

fn opened(identity: &Identity, envelope: &Envelope) -> Option<Message> {
    let payload = open(identity, Label::Message, envelope).ok()?;
    Message::decode(&payload.document).ok()
}

#[derive(Serialize)]
struct Shown<'a> {
    day: &'a str,
    from: &'a str,
    language: &'static str,
    text: &'a str,
}

fn show(message: &Message, output: &mut Output) -> Result<(), OutputError> {
    let shown = Shown {
        day: message.day(),
        from: message.from(),
        language: message.language().tag(),
        text: message.text(),
    };
    output.result(&shown, &print::message(message))
}

fn salt(options: &MailboxSiteOptions) -> Result<Salt, MailboxFailure> {
    let site = read_site(&options.site, &options.operator)?;
    let salt = site.mailbox_salt();
    let salt = salt.ok_or_else(|| MailboxFailure::NotOffered(options.site.clone()))?;
    Ok(salt.parse()?)
}
