use std::{convert::Infallible, fmt, net::SocketAddr, path::PathBuf, str::FromStr};

use clap::{Args, Parser, Subcommand};
use envelope_format::Digest;
use help::{CompletionsOptions, ManOptions};
use intake::DatabaseUrl;
use zeroize::Zeroizing;

mod file;
mod mistake;
mod settings;
#[cfg(test)]
mod tests;
mod variables;

/// A year: whatever is older, nobody comes for.
const LONGEST_RETENTION: i64 = 365;

/// As many days, if they are at least one and not too many.
fn retention(days: i64) -> Option<u16> {
    let allowed = (1..=LONGEST_RETENTION).contains(&days);
    u16::try_from(days).ok().filter(|_| allowed)
}

pub(crate) use mistake::{Mistakes, Wrong};
pub(crate) use settings::{Serving, Setting};

/// Takes sealed envelopes, stores them, hands them on; cannot open one.
///
/// Each setting is taken from the first that has it: the option, the environment variable
/// (SEALPOST_INTAKE_DATA for --data), the configuration file.
#[derive(Debug, Parser)]
#[command(name = "intake", version)]
pub(crate) struct Config {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Take envelopes, and serve the app and the sites' manifests
    Serve(Serve),
    /// Name every mistake in the settings of `serve`, the folders and the database; change nothing
    CheckConfig(Serve),
    /// Print the public receipt key for the sites' manifests; makes the key when there is none
    ReceiptKey(Receipts),
    /// Give readers access, and take it away
    #[command(subcommand)]
    Token(TokenCommand),
    /// See whom the webhooks did not reach, and try again
    #[command(subcommand)]
    Webhook(WebhookCommand),
    /// Copy the database into a new file, also while the intake runs; the receipt key stays out
    Backup(Copying),
    /// Make the database of a data folder that has none from a backup
    Restore(Copying),
    /// Move the cursors on, after a database was brought back by pg_restore and before `serve`
    Restored(Kept),
    /// Print a completion script for a shell
    Completions(CompletionsOptions),
    /// Write a manual page for each command
    Man(ManOptions),
}

/// Settings of `intake serve`, as options.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    pub(crate) given: Given,
    #[command(flatten)]
    pub(crate) file: ConfigFile,
}

/// What one source of settings says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Args)]
pub(crate) struct Given {
    /// Address and port to listen on; port 0 takes a free one [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) listen: Option<SocketAddr>,
    /// Folder of the database and the receipt key; made when missing
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// URL of a PostgreSQL database, instead of the SQLite database in the data folder
    #[arg(long, value_name = "URL")]
    pub(crate) database: Option<Written>,
    /// Folder of the signed manifests: SITE.json and SITE.json.minisig
    #[arg(long, value_name = "DIR")]
    pub(crate) sites: Option<PathBuf>,
    /// Folder of the built app; without it, the app inside of this program, if it was built with one
    #[arg(long, value_name = "DIR")]
    pub(crate) app: Option<PathBuf>,
    /// The most the database may take, in MiB; without it, until the disk is full
    #[arg(long, value_name = "MIB", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) max_storage: Option<u32>,
    /// Days after which an envelope is deleted even if a reader has not acknowledged it [default: 30]
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u16).range(1..=LONGEST_RETENTION))]
    pub(crate) retention: Option<u16>,
    /// How many envelopes a minute may come before senders have to do some work [default: 300]
    #[arg(long, value_name = "COUNT")]
    pub(crate) free_per_minute: Option<u32>,
    /// Address and port for `/metrics`, in Prometheus' text format; without it, there are none
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) metrics: Option<SocketAddr>,
    /// File of those who are told of new envelopes (TOML); without it, nobody is
    #[arg(long, value_name = "FILE")]
    pub(crate) webhooks: Option<PathBuf>,
}

/// A database's URL as somebody wrote it. It may hold a password, so nothing prints it, not even when
/// it is wrong.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Written(pub(crate) Zeroizing<String>);

impl FromStr for Written {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(Zeroizing::new(text.to_owned())))
    }
}

impl fmt::Debug for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Written")
    }
}

/// Where the settings are that are neither options nor environment variables.
#[derive(Debug, Args)]
pub(crate) struct ConfigFile {
    /// Configuration file (TOML); SEALPOST_INTAKE_CONFIG names it too
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

/// Where the intake keeps what it has.
#[derive(Debug, Args)]
pub(crate) struct Kept {
    /// Folder of the database and the receipt key; made when missing
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    #[command(flatten)]
    file: ConfigFile,
    /// URL of a PostgreSQL database, instead of the SQLite database in the data folder
    #[arg(long, value_name = "URL")]
    database: Option<Written>,
}

/// Settings of `intake receipt-key`.
#[derive(Debug, Args)]
pub(crate) struct Receipts {
    /// Have the database take this key for its own from now on; stop every intake that uses it before
    #[arg(long)]
    pub(crate) replace: bool,
    #[command(flatten)]
    pub(crate) kept: Kept,
}

/// What to do with tokens.
#[derive(Debug, Subcommand)]
pub(crate) enum TokenCommand {
    /// Add a reader and print its token, which is shown this once only
    Add(Token),
    /// Print a new token for a reader, and end the one before; what waits for the reader goes on waiting
    Replace(Token),
    /// Revoke a reader's token, and wait for this reader no longer
    Revoke(Token),
    /// Print the names of all readers
    List(Kept),
}

/// What to do with webhooks.
#[derive(Debug, Subcommand)]
pub(crate) enum WebhookCommand {
    /// Print for each target how many envelopes wait, fail, and were given up
    List(Kept),
    /// Print what was given up: target, digest, attempts and the last failure
    Dead(Kept),
    /// Try again what was given up
    Retry(GivenUp),
    /// Delete what was given up; the envelopes themselves stay
    Drop(GivenUp),
    /// Forget how far a target is; if it comes back it is told of everything that is there
    Forget(Forgotten),
}

/// Settings of `intake webhook retry` and `intake webhook drop`.
#[derive(Debug, Args)]
pub(crate) struct GivenUp {
    /// Name of the target in the file of webhooks
    pub(crate) target: String,
    /// Only the envelope of this digest; without it, all that was given up
    pub(crate) digest: Option<Digest>,
    #[command(flatten)]
    pub(crate) kept: Kept,
}

/// Settings of `intake webhook forget`.
#[derive(Debug, Args)]
pub(crate) struct Forgotten {
    /// Name of the target in the file of webhooks
    pub(crate) target: String,
    #[command(flatten)]
    pub(crate) kept: Kept,
}

/// Settings of `intake backup` and `intake restore`.
#[derive(Debug, Args)]
pub(crate) struct Copying {
    /// The backup
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) kept: Kept,
}

/// Settings of `intake token add`, `intake token replace` and `intake token revoke`.
#[derive(Debug, Args)]
pub(crate) struct Token {
    /// Name of the reader: lower-case letters, digits and hyphens
    pub(crate) name: String,
    #[command(flatten)]
    pub(crate) kept: Kept,
}

impl Serve {
    /// The settings from all sources.
    ///
    /// # Errors
    ///
    /// [`Mistakes`], all of them.
    pub(crate) fn settings(self) -> Result<Serving, Mistakes> {
        let mut mistakes = Mistakes::default();
        let given = settings::merged(self.given, self.file, &mut mistakes);
        let serving = Serving::of(given, &mut mistakes);
        mistakes.none_or(serving)
    }
}

impl Kept {
    /// The data folder, and the database if it is not there.
    ///
    /// # Errors
    ///
    /// [`Mistakes`], all of them; those in other settings too.
    pub(crate) fn place(self) -> Result<(PathBuf, Option<DatabaseUrl>), Mistakes> {
        let mut mistakes = Mistakes::default();
        let given = Given {
            data: self.data,
            database: self.database,
            ..Given::default()
        };
        let given = settings::merged(given, self.file, &mut mistakes);
        let data = settings::required(given.data, Setting::Data, &mut mistakes);
        let database = settings::database(given.database, &mut mistakes);
        mistakes.none_or(data.zip(database))
    }
}
