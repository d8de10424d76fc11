//! The commands and their options, as `sealpost --help` shows them.

mod answering;
mod seal;
mod site;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
pub use help::{CompletionsOptions, ManOptions};

pub use answering::{
    MailboxCommand, MailboxNewOptions, MailboxReadOptions, MailboxSiteOptions, ReplyOptions,
};
pub use seal::SealOptions;
pub use site::{
    AddHolderOptions, AddRoleOptions, AddTabletOptions, AgainstOptions, SiteCheckOptions,
    SiteCommand, SiteDemoOptions, SiteNewOptions, SiteSignOptions, ValidityOptions,
};

/// Makes reader keys, fetches sealed envelopes and opens them.
///
/// Exit codes: 0 done, 1 failed here, 2 wrong arguments, 3 not for these keys, 4 intake away,
/// 5 token refused, 6 something is not valid.
#[derive(Debug, Parser)]
#[command(name = "sealpost", version)]
pub struct Cli {
    /// Write results, and failures, as one JSON object a line.
    #[arg(long, global = true)]
    pub json: bool,

    /// Say more on standard error.
    #[arg(long, short, global = true)]
    pub verbose: bool,

    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// One command each; the module of the same name does it.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a reader's key pair; prints the public half.
    Keygen(KeygenOptions),
    /// Print the public half of an identity that is there already.
    Recipient(RecipientOptions),
    /// Seal a report from a JSON file, and files with it.
    Seal(SealOptions),
    /// Download the envelopes that are new since the last time.
    Fetch(FetchOptions),
    /// Tell the intake which envelopes are here for good, so that it may delete them.
    Ack(AckOptions),
    /// Open envelopes and print the reports in them.
    Open(OpenOptions),
    /// Follow the intake and print each report as it arrives.
    Watch(WatchOptions),
    /// Leave an answer for whoever sent a report and wants one.
    Reply(ReplyOptions),
    /// Ask for an answer, and read it.
    #[command(subcommand)]
    Mailbox(MailboxCommand),
    /// Show what an envelope shows without a key.
    Inspect(InspectOptions),
    /// Check a receipt that somebody kept.
    Verify(VerifyOptions),
    /// Write, check and sign site manifests.
    #[command(subcommand)]
    Site(SiteCommand),
    /// Print a completion script for a shell.
    Completions(CompletionsOptions),
    /// Write a manual page for each command.
    Man(ManOptions),
}

/// Options of `keygen`.
#[derive(Debug, Args)]
pub struct KeygenOptions {
    /// The identity file to write; an existing file is never touched.
    #[arg(long, short, value_name = "FILE")]
    pub output: PathBuf,

    /// Write the public half into this file too, for `site add-holder`.
    #[arg(long, value_name = "FILE")]
    pub public: Option<PathBuf>,

    /// Take the passphrase from the first line of this file instead of asking for it.
    #[arg(long, value_name = "FILE", conflicts_with = "no_passphrase")]
    pub passphrase_file: Option<PathBuf>,

    /// Write the identity without a passphrase. Whoever has the file can open every report.
    #[arg(long)]
    pub no_passphrase: bool,
}

/// Options of `recipient`.
#[derive(Debug, Args)]
pub struct RecipientOptions {
    /// The identity file, as `keygen` wrote it.
    #[arg(value_name = "IDENTITY")]
    pub identity: PathBuf,

    /// Write the public half into this file too, for `site add-holder`.
    #[arg(long, value_name = "FILE")]
    pub public: Option<PathBuf>,

    /// Take the passphrase from the first line of this file instead of asking for it.
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
}

/// How to reach an intake.
#[derive(Debug, Args)]
pub struct IntakeOptions {
    /// The intake's address, such as `https://intake.example`.
    #[arg(long, value_name = "URL")]
    pub intake: String,

    /// The file with the reader's token, as `intake token add` printed it.
    #[arg(long, value_name = "FILE")]
    pub token_file: PathBuf,

    /// Allow unencrypted http to another machine. The token then travels readable.
    #[arg(long)]
    pub insecure_http: bool,
}

/// Options of `fetch`.
#[derive(Debug, Args)]
pub struct FetchOptions {
    /// How to reach the intake.
    #[command(flatten)]
    pub intake: IntakeOptions,

    /// The folder for the envelopes; the file `cursor` in it remembers how far they go.
    #[arg(long, short, value_name = "DIR")]
    pub output: PathBuf,

    /// Start after this cursor instead of the remembered one.
    #[arg(long, value_name = "CURSOR")]
    pub after: Option<String>,
}

/// Options of `ack`.
#[derive(Debug, Args)]
pub struct AckOptions {
    /// How to reach the intake.
    #[command(flatten)]
    pub intake: IntakeOptions,

    /// Digests, or files that `fetch` wrote, whose bytes are checked first.
    #[arg(required = true, value_name = "DIGEST-or-ENVELOPE")]
    pub envelopes: Vec<String>,
}

/// The keys to open with.
#[derive(Debug, Args)]
pub struct IdentityOptions {
    /// An identity file, or a folder whose *.key files are all used; may be given several times.
    #[arg(long, short, required = true, num_args = 1, value_name = "FILE")]
    pub identity: Vec<PathBuf>,

    /// Take the passphrase of protected identities from the first line of this file.
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
}

/// How to show a report.
#[derive(Debug, Args)]
pub struct ReportOptions {
    /// The language of the labels; what people wrote is never translated.
    #[arg(long, value_enum, default_value_t = LabelLanguage::En)]
    pub language: LabelLanguage,
}

/// The languages a reader can have the labels in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LabelLanguage {
    /// Dutch.
    Nl,
    /// English.
    En,
}

/// Options of `open`.
#[derive(Debug, Args)]
pub struct OpenOptions {
    /// The keys to open with.
    #[command(flatten)]
    pub identities: IdentityOptions,

    /// How to show the reports.
    #[command(flatten)]
    pub report: ReportOptions,

    /// Save attachments into this folder, all of them or none; without it they are only named.
    #[arg(long, value_name = "DIR")]
    pub attachments: Option<PathBuf>,

    /// The envelopes to open.
    #[arg(required = true, value_name = "ENVELOPE")]
    pub envelopes: Vec<PathBuf>,
}

/// Options of `watch`.
#[derive(Debug, Args)]
pub struct WatchOptions {
    /// How to reach the intake.
    #[command(flatten)]
    pub intake: IntakeOptions,

    /// The keys to open with.
    #[command(flatten)]
    pub identities: IdentityOptions,

    /// How to show the reports.
    #[command(flatten)]
    pub report: ReportOptions,

    /// Begin with the oldest envelope the intake still has, instead of the next to arrive.
    #[arg(long)]
    pub from_start: bool,

    /// Keep each envelope that opens, sealed, in this folder.
    #[arg(long, value_name = "DIR")]
    pub keep: Option<PathBuf>,

    /// Once an envelope is kept and shown, tell the intake, so that it may delete it.
    #[arg(long, requires = "keep")]
    pub acknowledge: bool,
}

/// Options of `inspect`.
#[derive(Debug, Args)]
pub struct InspectOptions {
    /// The envelopes to look at.
    #[arg(required = true, value_name = "ENVELOPE")]
    pub envelopes: Vec<PathBuf>,
}

/// Options of `verify`.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("intake_key").required(true).args(["key", "site"]))]
pub struct VerifyOptions {
    /// The receipt, as the app saved it.
    #[arg(value_name = "RECEIPT")]
    pub receipt: PathBuf,

    /// The intake's receipt key, as `intake receipt-key` prints it.
    #[arg(long, value_name = "KEY", allow_hyphen_values = true)]
    pub key: Option<String>,

    /// The site manifest that names the key; its signature is FILE.minisig.
    #[arg(long, value_name = "FILE", requires = "operator")]
    pub site: Option<PathBuf>,

    /// The operator's minisign public key (RW...), or the file it stands in.
    #[arg(long, value_name = "KEY", requires = "site")]
    pub operator: Option<String>,

    /// The envelope the receipt should be for.
    #[arg(long, value_name = "FILE")]
    pub envelope: Option<PathBuf>,
}
