//! `cargo xtask faults`: many deliveries through everything that can go wrong.

use crate::failure::Failure;
use crate::paths::{self, program};
use crate::run::{cargo, quietly};
use std::process::Command;

/// As many as the promise of the outbox is stated for.
const DELIVERIES: u64 = 10_000;
/// A moment's worth.
const FEW: u64 = 500;
/// What is run when nobody asks for another, so that a check of a change does not depend on luck.
const SEED: u64 = 1;

/// Runs the harness and prints all it counted.
pub(crate) fn long(seed: Option<u64>, deliveries: Option<u64>) -> Result<(), Failure> {
    let printed = simulated(seed.unwrap_or(SEED), deliveries.unwrap_or(DELIVERIES))?;
    print!("{printed}");
    println!("written to {}", paths::target().join(RESULT).display());
    Ok(())
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
    let build = ["build", "--quiet", "--locked"];
    let packages = [
        "--package",
        "sealpost-intake",
        "--package",
        "sealpost-faults",
    ];
    quietly(cargo().args(build).args(packages).arg("--bins"))?;
    let mut command = Command::new(program("sealpost-faults"));
    command.arg("--intake").arg(program("intake"));
    command.arg("--folder").arg(paths::target().join("faults"));
    command.arg("--json").arg(paths::target().join(RESULT));
    command.args(["--seed", &seed.to_string()]);
    quietly(command.args(["--deliveries", &deliveries.to_string()]))
}
