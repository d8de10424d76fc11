//! `cargo xtask fuzz`: every target of `fuzz/`, and a moment of each in `cargo xtask test`.
//!
//! cargo-fuzz builds the targets with the pinned toolchain and without a sanitizer: the project's
//! own code is safe Rust. Each target writes the inputs it starts from, and what is found to be of
//! interest stays under `target/fuzz` for the next run.

use crate::failure::{Failure, at};
use crate::paths;
use crate::run::{calling_cargo, cargo, quietly};
use crate::setup;
use std::collections::VecDeque;
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::{env, fs, thread};

/// How long `cargo xtask fuzz` stays with each target, unless told otherwise.
pub(crate) const SECONDS: u32 = 300;

/// How long `cargo xtask test` stays with each target.
const MOMENT: u32 = 5;

/// An input that takes longer, in seconds, is a finding: no parser has to do that much.
const TIMEOUT: u32 = 10;

/// Tells a target to write the inputs it starts from; `fuzz/src/seeds.rs` reads it.
const SEEDS: &str = "SEALPOST_FUZZ_SEEDS";

/// The workspace of the fuzz targets.
pub(crate) fn folder() -> PathBuf {
    paths::root().join("fuzz")
}

/// Builds and runs every target for so many seconds.
pub(crate) fn long(seconds: u32) -> Result<(), Failure> {
    setup::fuzzing()?;
    all(seconds)
}

/// The same for a moment; the set-up has been done.
pub(crate) fn short() -> Result<(), Failure> {
    all(MOMENT)
}

/// As many targets at once as there are processors; the first failure is returned at the end.
fn all(seconds: u32) -> Result<(), Failure> {
    let targets = build()?;
    let waiting = Mutex::new(VecDeque::from(targets));
    let next = || {
        let mut waiting = waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.pop_front()
    };
    let work = || {
        let mut result = Ok(());
        while let Some(target) = next() {
            result = result.and(target.run(seconds));
        }
        result
    };
    let at_once = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..at_once).map(|_| scope.spawn(work)).collect();
        let results = workers
            .into_iter()
            .map(|it| it.join().expect("no worker panics"));
        results.fold(Ok(()), Result::and)
    })
}

/// Builds all targets, and answers with them in the order of `fuzz/Cargo.toml`.
fn build() -> Result<Vec<Target>, Failure> {
    // cargo-fuzz does not know `--locked`.
    quietly(cargo().current_dir(folder()).args(["fetch", "--locked"]))?;
    let triple = format!("{}-unknown-linux-gnu", env::consts::ARCH);
    let built = paths::target().join("fuzz");
    // Without `cfg(fuzzing)`: what is tested is what is shipped.
    let mut command = calling_cargo(setup::cargo_fuzz());
    command.args(["fuzz", "build", "--sanitizer", "none", "--no-cfg-fuzzing"]);
    command
        .args(["--target", &triple, "--target-dir"])
        .arg(&built);
    quietly(&mut command)?;
    let names = quietly(calling_cargo(setup::cargo_fuzz()).args(["fuzz", "list"]))?;
    let target = |name: &str| Target {
        name: name.to_owned(),
        program: built.join(&triple).join("release").join(name),
        home: built.join("inputs").join(name),
    };
    Ok(names.lines().map(target).collect())
}

/// One program that feeds one parser.
struct Target {
    name: String,
    program: PathBuf,
    /// Where its inputs are: those it starts from, those found since, and those that broke it.
    home: PathBuf,
}

impl Target {
    fn run(&self, seconds: u32) -> Result<(), Failure> {
        let [seeds, found, broken] = ["seeds", "found", "broken"].map(|it| self.home.join(it));
        for folder in [&found, &broken] {
            at(folder, fs::create_dir_all(folder))?;
        }
        quietly(Command::new(&self.program).env(SEEDS, &seeds))?;
        let mut command = Command::new(&self.program);
        // New inputs go to the first folder. What once broke it is tried again first.
        command.args([&found, &seeds.join("inputs"), &broken]);
        command.arg(format!("-artifact_prefix={}/", broken.display()));
        command.arg(format!("-max_total_time={seconds}"));
        command.arg(format!("-timeout={TIMEOUT}"));
        command.arg("-print_final_stats=1");
        command.env("RUST_BACKTRACE", "0");
        let dictionary = seeds.join("dictionary");
        if dictionary.is_file() {
            command.arg(format!("-dict={}", dictionary.display()));
        }
        let output = command.output().map_err(|source| Failure::Start {
            program: self.name.clone(),
            source,
        })?;
        let log = String::from_utf8_lossy(&output.stderr);
        if !output.status.success() {
            return Err(self.broken(&log));
        }
        let runs = after(&log, "stat::number_of_executed_units:").unwrap_or("no");
        println!("  {:<16} {runs:>10} inputs", self.name);
        Ok(())
    }

    fn broken(&self, log: &str) -> Failure {
        let input = after(log, "Test unit written to ")
            .map_or_else(|| self.home.join("found"), PathBuf::from);
        Failure::Fuzz {
            target: self.name.clone(),
            replay: format!("{} {}", self.program.display(), input.display()),
            input,
            output: told(log),
        }
    }
}

/// What stands after these words on the first line that has them.
fn after<'a>(log: &'a str, words: &str) -> Option<&'a str> {
    let rests = log.lines().filter_map(|it| Some(it.split_once(words)?.1));
    rests.map(str::trim).next()
}

/// The log without the fuzzer's own lines: what the target said before it ended.
fn told(log: &str) -> String {
    let own = [
        "#",
        "\t",
        "INFO:",
        "WARNING:",
        "stat::",
        "artifact_prefix",
        "Base64:",
        "0x",
        "Dictionary:",
        "MS:",
    ];
    let lines = log
        .lines()
        .filter(|line| !own.iter().any(|it| line.starts_with(it)));
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests;
