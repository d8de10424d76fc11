//! The command `intake`: serves, checks its settings, and makes the keys and tokens that serving
//! needs.

use std::{error::Error, process::ExitCode};

use clap::Parser as _;
use rustix::{fs::Mode, process::umask};

mod check;
mod commands;
mod config;
mod lock;
mod shell;
mod webhook;

use config::{Command, Config, TokenCommand};

#[tokio::main]
async fn main() -> ExitCode {
    // Whatever is made is for its owner alone, also where the program was started with another mask:
    // SQLite makes its files with the mode that is usual.
    umask(Mode::RWXG | Mode::RWXO);
    let done = match Config::parse().command {
        Command::Serve(serve) => commands::serve(serve).await,
        Command::CheckConfig(serve) => commands::check_config(serve).await,
        Command::ReceiptKey(receipts) => commands::receipt_key(receipts).await,
        Command::Token(TokenCommand::Add(token)) => commands::add_token(token).await,
        Command::Token(TokenCommand::Replace(token)) => commands::replace_token(token).await,
        Command::Token(TokenCommand::Revoke(token)) => commands::revoke_token(token).await,
        Command::Token(TokenCommand::List(kept)) => commands::list_tokens(kept).await,
        Command::Webhook(command) => webhook::run(command).await,
        Command::Backup(copying) => commands::backup(copying).await,
        Command::Restore(copying) => commands::restore(copying).await,
        Command::Restored(kept) => commands::restored(kept).await,
        Command::Completions(options) => shell::completions(&options).map_err(Into::into),
        Command::Man(options) => shell::man(&options).map_err(Into::into),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report(&error);
            ExitCode::FAILURE
        }
    }
}

/// What happened, and what lies behind it.
fn report(error: &dyn Error) {
    eprintln!("intake: {error}");
    let mut source = error.source();
    while let Some(error) = source {
        eprintln!("  because {error}");
        source = error.source();
    }
}
