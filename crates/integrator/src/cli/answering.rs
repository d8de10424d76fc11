//! Options of the commands that answer a report, and of the mailbox that the answer goes to.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{IdentityOptions, IntakeOptions};

/// Options of `reply`.
#[derive(Debug, Args)]
pub struct ReplyOptions {
    /// How to reach the intake.
    #[command(flatten)]
    pub intake: IntakeOptions,

    /// The keys to open the report with.
    #[command(flatten)]
    pub identities: IdentityOptions,

    /// The id of the role that answers, as the site's manifest has it.
    #[arg(long, value_name = "ROLE", required_unless_present = "again")]
    pub from: Option<String>,

    /// The language of the answer, as a language tag such as `nl` or `prs`.
    #[arg(long, value_name = "TAG", required_unless_present = "again")]
    pub language: Option<String>,

    /// The file with the answer, as plain text of at most 5,000 characters.
    #[arg(long, value_name = "FILE", required_unless_present = "again")]
    pub text: Option<PathBuf>,

    /// Send the answer of which an earlier run could not say whether it arrived: the same bytes,
    /// which a mailbox takes once.
    #[arg(long, conflicts_with_all = ["from", "language", "text"])]
    pub again: bool,

    /// The folder in which the answer waits, sealed, until the intake has it; without it, the
    /// folder of the envelope.
    #[arg(long, value_name = "DIR")]
    pub keep: Option<PathBuf>,

    /// When the mailbox is full, let its oldest message go. Nobody can know whether it was read.
    #[arg(long)]
    pub replace_oldest: bool,

    /// The envelope with the report that is answered.
    #[arg(value_name = "ENVELOPE")]
    pub envelope: PathBuf,
}

/// Commands about mailboxes: the operator's salt, and the side of whoever asks for an answer, for
/// tests and other clients.
#[derive(Debug, Subcommand)]
pub enum MailboxCommand {
    /// Draw the salt that an operator writes into every manifest, once and for all sites.
    Salt,
    /// Make a return code, and what a report must say to get an answer.
    New(MailboxNewOptions),
    /// Read what was answered.
    Read(MailboxReadOptions),
}

/// The manifest of a site whose operator has mailboxes.
#[derive(Debug, Args)]
pub struct MailboxSiteOptions {
    /// The manifest of a site of this operator; its signature is FILE.minisig.
    #[arg(long, value_name = "FILE")]
    pub site: PathBuf,

    /// The operator's minisign public key (RW...), or the file it stands in.
    #[arg(long, value_name = "KEY")]
    pub operator: String,
}

/// Options of `mailbox new`.
#[derive(Debug, Args)]
pub struct MailboxNewOptions {
    /// Whose mailbox it is.
    #[command(flatten)]
    pub site: MailboxSiteOptions,
}

/// Options of `mailbox read`.
#[derive(Debug, Args)]
pub struct MailboxReadOptions {
    /// Whose mailbox it is.
    #[command(flatten)]
    pub site: MailboxSiteOptions,

    /// The intake's address, such as `https://intake.example`.
    #[arg(long, value_name = "URL")]
    pub intake: String,

    /// Allow unencrypted http to another machine.
    #[arg(long)]
    pub insecure_http: bool,

    /// Take the return code from the first line of this file instead of asking for it.
    #[arg(long, value_name = "FILE")]
    pub code_file: Option<PathBuf>,
}
