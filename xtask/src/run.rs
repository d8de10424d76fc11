//! Runs programs, quietly: what they print is shown when they fail.

use crate::failure::Failure;
pub(crate) use programs::{calling_cargo, cargo};
use std::env;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// Runs to the end and answers with what was printed on standard output.
pub(crate) fn quietly(command: &mut Command) -> Result<String, Failure> {
    let output = command.output().map_err(|source| Failure::Start {
        program: command.get_program().display().to_string(),
        source,
    })?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(text);
    }
    Err(Failure::Command {
        command: words(command),
        output: text + &String::from_utf8_lossy(&output.stderr),
    })
}

/// Runs one part of a longer command and prints a line with its name and its time.
pub(crate) fn step<T>(name: &str, work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    let start = Instant::now();
    let result = work();
    let verdict = if result.is_ok() { "ok" } else { "FAILED" };
    println!(
        "{name:<44} {verdict:<6} {:>7.1} s",
        start.elapsed().as_secs_f64()
    );
    result
}

/// Whether a program of this name can be found.
pub(crate) fn on_path(program: &str) -> bool {
    env::var_os("PATH")
        .is_some_and(|path| env::split_paths(&path).any(|folder| folder.join(program).is_file()))
}

/// `PATH` with some folders before all others.
pub(crate) fn path_with(folders: &[&Path]) -> Result<std::ffi::OsString, Failure> {
    let path = env::var_os("PATH").unwrap_or_default();
    let all = folders
        .iter()
        .map(|folder| (*folder).to_owned())
        .chain(env::split_paths(&path));
    env::join_paths(all).map_err(|_| Failure::Missing {
        what: "a usable folder for tools".to_owned(),
        remedy: "Its path must not contain a colon; set XDG_CACHE_HOME.".to_owned(),
    })
}

fn words(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}
