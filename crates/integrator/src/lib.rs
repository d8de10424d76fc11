//! The desk's side of Sealpost: makes keys, fetches sealed envelopes, opens them.
//!
//! # Where to start
//!
//! 1. [`cli`] is the table of contents: every command with its options.
//! 2. [`open`] is the straight line: envelope, identity, report, text.
//! 3. [`client`] is the only place that speaks HTTP.
//! 4. [`failure`] says what a failed command tells and with which exit code.
//!
//! `docs/sealpost.md` is the manual.

pub mod cli;

pub mod keygen;

pub mod recipient;

pub mod seal;

pub mod fetch;

pub mod ack;

pub mod open;

pub mod watch;

pub mod reply;

pub mod mailbox;

pub mod inspect;

pub mod verify;

pub mod site;

pub mod shell;

pub mod client;
pub mod day;
pub mod digesting;
pub mod envelope_file;
pub mod failure;
pub mod files;
pub mod identity;
pub mod manifest;
pub mod output;
pub mod print;
pub mod site_file;

use cli::{Cli, Command};
use failure::{Exit, Failure};
use output::Output;

/// Runs one command and reports its failure, if any, on the standard error stream.
pub fn run(cli: Cli) -> Exit {
    let mut output = Output::new(cli.json, cli.verbose);
    let done = match cli.command {
        Command::Keygen(options) => finish(keygen::run(&options, &mut output)),
        Command::Recipient(options) => finish(recipient::run(&options, &mut output)),
        Command::Seal(options) => finish(seal::run(&options, &mut output)),
        Command::Fetch(options) => finish(fetch::run(&options, &mut output)),
        Command::Ack(options) => finish(ack::run(&options, &mut output)),
        Command::Open(options) => finish(open::run(&options, &mut output)),
        Command::Watch(options) => finish(watch::run(&options, &mut output)),
        Command::Reply(options) => finish(reply::run(&options, &mut output)),
        Command::Mailbox(command) => finish(mailbox::run(&command, &mut output)),
        Command::Inspect(options) => finish(inspect::run(&options, &mut output)),
        Command::Verify(options) => finish(verify::run(&options, &mut output)),
        Command::Site(command) => site::run(&command, &mut output),
        Command::Completions(options) => finish(shell::completions(&options)),
        Command::Man(options) => finish(shell::man(&options, &mut output)),
    };
    match done {
        Ok(()) => Exit::Success,
        Err(failure) => {
            output.failure(failure.as_ref());
            failure.exit()
        }
    }
}

/// Forgets which command failed; the exit code and the two sentences remain.
fn finish<E: Failure + 'static>(result: Result<(), E>) -> Result<(), Box<dyn Failure>> {
    result.map_err(|error| Box::new(error) as Box<dyn Failure>)
}
