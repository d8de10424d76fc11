use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand};
use intake::Limits;

/// Takes sealed envelopes, stores them, hands them on; cannot open one.
#[derive(Debug, Parser)]
#[command(version)]
pub(crate) struct Config {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Take envelopes, and serve the app and the sites' manifests
    Serve(Serve),
    /// Print the public receipt key for the sites' manifests; makes the key when there is none
    ReceiptKey(Data),
    /// Give readers access, and take it away
    #[command(subcommand)]
    Token(TokenCommand),
}

/// Settings of `intake serve`.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Address and port to listen on; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
    #[command(flatten)]
    pub(crate) data: Data,
    /// Folder of the signed manifests: SITE.json and SITE.json.minisig
    #[arg(long, value_name = "DIR")]
    pub(crate) sites: PathBuf,
    /// Folder of the built app
    #[arg(long, value_name = "DIR")]
    pub(crate) app: PathBuf,
    /// The most the database may take, in MiB; without it, until the disk is full
    #[arg(long, value_name = "MIB")]
    pub(crate) max_storage: Option<u32>,
    /// Days after which an envelope is deleted even if a reader has not acknowledged it
    #[arg(long, value_name = "DAYS", default_value_t = Limits::default().retention,
        value_parser = clap::value_parser!(u16).range(1..=365))]
    pub(crate) retention: u16,
}

/// Where the intake keeps what it has.
#[derive(Debug, Args)]
pub(crate) struct Data {
    /// Folder of the database and the receipt key; made when missing
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
}

/// What to do with tokens.
#[derive(Debug, Subcommand)]
pub(crate) enum TokenCommand {
    /// Add a reader and print its token, which is shown this once only
    Add(Token),
    /// Revoke a reader's token, and wait for this reader no longer
    Revoke(Token),
}

/// Settings of `intake token add` and `intake token revoke`.
#[derive(Debug, Args)]
pub(crate) struct Token {
    /// Name of the reader: lower-case letters, digits and hyphens
    pub(crate) name: String,
    #[command(flatten)]
    pub(crate) data: Data,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Config::command().debug_assert();
    }
}
