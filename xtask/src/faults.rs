//! `cargo xtask faults`: many deliveries through everything that can go wrong, and an intake that is
//! killed under load.

use crate::bench;
use crate::build;
use crate::failure::Failure;
use crate::journeys;
use crate::paths::{self, program};
use crate::run::quietly;
use crate::setup;
use std::process::Command;

/// As many as the promise of the outbox is stated for.
const DELIVERIES: u64 = 10_000;
/// A moment's worth.
const FEW: u64 = 500;
/// What is run when nobody asks for another, so that a check of a change does not depend on luck.
const SEED: u64 = 1;

/// How often the intake is killed while clients write to it.
const INTAKE_KILLS: u64 = 50;

/// How often the power is cut in each browser.
const KILLS: u64 = 100;

/// What somebody asks for instead of the usual.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Asked {
    /// The first seed.
    pub(crate) seed: Option<u64>,
    /// How many deliveries are simulated.
    pub(crate) deliveries: Option<u64>,
    /// How often the power is cut in each browser.
    pub(crate) kills: Option<u64>,
}

/// Runs the harness, then cuts the power in real browsers, and prints all that was counted.
///
/// All of it runs also after something has failed.
pub(crate) fn long(asked: Asked) -> Result<(), Failure> {
    let seed = asked.seed.unwrap_or(SEED);
    let simulated = simulated(seed, asked.deliveries.unwrap_or(DELIVERIES));
    match &simulated {
        Ok(printed) => println!(
            "{printed}written to {}",
            paths::target().join(RESULT).display()
        ),
        Err(failure) => println!("{failure}"),
    }
    let killed = killed(&[]).and_then(|()| killed(&["--postgres"]));
    let browsers = in_browsers(seed, asked.kills.unwrap_or(KILLS));
    simulated.and(killed).and(browsers)
}

/// Kills an intake under load so many times, and looks whether it honours every receipt that a client
/// holds. On SQLite unless `database` names another.
fn killed(database: &[&str]) -> Result<(), Failure> {
    let kills = INTAKE_KILLS.to_string();
    let counted = bench::intake::load(&[&["kills", "--kills", &kills], database].concat())?;
    let count = |key: &str| counted[key].as_u64();
    let name = if database.is_empty() {
        "SQLite"
    } else {
        "PostgreSQL"
    };
    for key in ["kills", "receipts", "honoured", "lost"] {
        println!("intake on {name} under load, {key:<20} {:>8}", counted[key]);
    }
    let held = count("receipts").filter(|it| *it >= INTAKE_KILLS);
    match held.is_some() && count("lost") == Some(0) {
        true => Ok(()),
        false => Err(Failure::Budget("receipts of a killed intake".to_owned())),
    }
}

fn in_browsers(seed: u64, kills: u64) -> Result<(), Failure> {
    if kills == 0 {
        return Ok(());
    }
    setup::setup(true)?;
    build::trunk()?;
    build::programs()?;
    let engines = journeys::ENGINES.map(|engine| journeys::kills(engine, seed, kills));
    engines.into_iter().collect()
}

/// The same for a moment.
pub(crate) fn short() -> Result<(), Failure> {
    let printed = simulated(SEED, FEW)?;
    for line in printed
        .lines()
        .filter(|it| it.starts_with(char::is_alphabetic))
    {
        println!("  {line}");
    }
    Ok(())
}

/// The figures of the last run.
const RESULT: &str = "faults.json";

/// Simulated devices and a simulated network around the real queue and the real intake. A failed
/// run says what failed and how to see it again.
fn simulated(seed: u64, deliveries: u64) -> Result<String, Failure> {
    build::programs()?;
    let mut command = Command::new(program("sealpost-faults"));
    command.arg("--intake").arg(program("intake"));
    command.arg("--folder").arg(paths::target().join("faults"));
    command.arg("--json").arg(paths::target().join(RESULT));
    command.args(["--seed", &seed.to_string()]);
    quietly(command.args(["--deliveries", &deliveries.to_string()]))
}
