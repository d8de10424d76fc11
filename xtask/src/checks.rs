//! `cargo xtask test`: everything that must hold before a change lands.

use crate::build;
use crate::contract;
use crate::failure::Failure;
use crate::faults;
use crate::fuzz;
use crate::guide;
use crate::journeys;
use crate::openers;
use crate::run::{cargo, quietly, step};
use crate::setup;

type Check = (&'static str, fn() -> Result<(), Failure>);

/// In the order in which a mistake is cheapest to find.
const CHECKS: [Check; 19] = [
    ("format", format),
    ("lints", lints),
    ("lints, in the browser", lints_in_the_browser),
    ("documentation", documentation),
    ("tests", tests),
    ("envelope and pictures, in wasm", in_wasm),
    ("opener in Rust", openers::rust),
    ("opener in Python", openers::python),
    ("opener in TypeScript", openers::typescript),
    ("fuzzing, for a moment", fuzz::short),
    ("programs", build::programs),
    ("interface, from outside", contract::check),
    ("webhooks, from outside", contract::webhooks),
    ("guide for integrators", guide::check),
    ("faults, for a moment", faults::short),
    ("app", build::trunk),
    ("journeys in Chromium", journeys::in_chromium),
    ("journeys in Firefox", journeys::in_firefox),
    ("journeys in WebKit", journeys::in_webkit),
];

/// Runs all checks, also after one has failed, and ends with a line that counts them.
pub(crate) fn run_all() -> Result<(), Failure> {
    step("set-up", || {
        setup::setup(true)?;
        setup::databases()?;
        setup::judges()?;
        setup::fuzzing()
    })?;
    let mut failed = 0;
    for (name, check) in CHECKS {
        if let Err(failure) = step(name, check) {
            println!("{failure}");
            failed += 1;
        }
    }
    let all = CHECKS.len();
    println!("{} passed, {failed} failed", all - failed);
    if failed == 0 {
        Ok(())
    } else {
        Err(Failure::Checks { failed, all })
    }
}

fn format() -> Result<(), Failure> {
    let check = ["fmt", "--all", "--check", "--", "--color", "never"];
    quietly(cargo().args(check))?;
    quietly(cargo().current_dir(fuzz::folder()).args(check)).map(drop)
}

fn lints() -> Result<(), Failure> {
    clippy(&["--workspace", "--all-targets"])?;
    // Left out of `--all-targets`, because it is left out of a plain `cargo test`.
    clippy(&["--workspace", "--test", "journey"])?;
    // A workspace of its own.
    clippy(&["--manifest-path", "fuzz/Cargo.toml"])
}

fn lints_in_the_browser() -> Result<(), Failure> {
    clippy(&[
        "--package",
        "sealpost",
        "--target",
        "wasm32-unknown-unknown",
    ])
}

fn clippy(targets: &[&str]) -> Result<(), Failure> {
    let mut command = cargo();
    command
        .args(["clippy", "--quiet", "--locked"])
        .args(targets)
        .args(["--", "-D", "warnings"]);
    quietly(&mut command).map(drop)
}

fn documentation() -> Result<(), Failure> {
    let mut command = cargo();
    command.env("RUSTDOCFLAGS", "-D warnings");
    command.args(["doc", "--quiet", "--locked", "--workspace", "--no-deps"]);
    quietly(command.arg("--document-private-items")).map(drop)
}

fn tests() -> Result<(), Failure> {
    let output = quietly(cargo().args(["test", "--locked", "--workspace", "--no-fail-fast"]))?;
    println!("  {} tests", passed(&output));
    Ok(())
}

/// The tests of what is sealed and stripped in the browser once more, in wasm-bindgen's runner on
/// Node.js.
fn in_wasm() -> Result<(), Failure> {
    const RUNNER: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER";
    let [_, bindgen, _] = setup::tool_folders()?;
    let mut command = cargo();
    command.env(RUNNER, bindgen.join("wasm-bindgen-test-runner"));
    command.args(["test", "--locked", "--package", "sealpost-envelope"]);
    command.args(["--package", "sealpost-picture"]);
    command.args(["--features", "sealpost-envelope/web", "--test", "it"]);
    command.args(["--target", "wasm32-unknown-unknown"]);
    println!("  {} tests", passed(&quietly(&mut command)?));
    Ok(())
}

/// Adds up the counts in the closing lines of cargo's test runs.
fn passed(output: &str) -> usize {
    output
        .lines()
        .filter_map(|line| {
            line.strip_prefix("test result: ok. ")?
                .split_once(" passed")
        })
        .filter_map(|(count, _)| count.parse::<usize>().ok())
        .sum()
}

#[cfg(test)]
mod tests_of_counting {
    use super::passed;

    #[test]
    fn the_counts_of_all_runs_are_added() {
        let output = "running 2 tests\n\
            test result: ok. 2 passed; 0 failed; 0 ignored\n\
            test result: FAILED. 1 passed; 1 failed; 0 ignored\n\
            test result: ok. 40 passed; 0 failed; 0 ignored\n";
        assert_eq!(passed(output), 42);
        assert_eq!(passed(""), 0);
    }
}
