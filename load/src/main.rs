//! Puts a running intake under load and prints what it measured as JSON.
//!
//! # Where to start
//!
//! 1. [`throughput`]: durable envelopes a second beside the bare database.
//! 2. [`follow`]: a reader behind writers, and the memory that the intake takes meanwhile.
//! 3. [`kills`]: SIGKILL again and again, and what becomes of the receipts.

mod bare;
mod client;
mod error;
mod follow;
mod home;
mod kills;
mod made;
mod throughput;

use std::path::PathBuf;
use std::process::ExitCode;

use pico_args::Arguments;
use serde_json::Value;

const USAGE: &str = "\
Usage: sealpost-load COMMAND --intake PROGRAM --folder DIR

  throughput [--postgres] [--rounds N] [--envelopes N]
  follow [--postgres] [--envelopes N]
  kills [--postgres] [--kills N]";

#[tokio::main]
async fn main() -> ExitCode {
    match work().await {
        Ok(figures) => {
            println!("{figures}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn work() -> Result<Value, Box<dyn std::error::Error>> {
    let mut arguments = Arguments::from_env();
    let command = arguments.subcommand()?;
    let place = home::Place {
        program: arguments.value_from_str("--intake")?,
        folder: arguments.value_from_str::<_, PathBuf>("--folder")?,
    };
    let on_postgres = arguments.contains("--postgres");
    let envelopes = arguments.opt_value_from_str("--envelopes")?;
    let rounds = arguments.opt_value_from_str("--rounds")?;
    let kills = arguments.opt_value_from_str("--kills")?;
    if !arguments.finish().is_empty() {
        return Err(USAGE.into());
    }
    Ok(match command.as_deref() {
        Some("throughput") => {
            let rounds = rounds.unwrap_or(throughput::ROUNDS);
            let envelopes = envelopes.unwrap_or(throughput::ENVELOPES);
            throughput::measure(&place, on_postgres, rounds, envelopes).await?
        }
        Some("follow") => {
            let envelopes = envelopes.unwrap_or(follow::ENVELOPES);
            follow::measure(&place, on_postgres, envelopes).await?
        }
        Some("kills") => {
            let kills = kills.unwrap_or(kills::KILLS);
            kills::count(&place, on_postgres, kills).await?
        }
        _ => return Err(USAGE.into()),
    })
}
