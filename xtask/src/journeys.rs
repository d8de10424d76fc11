//! The tests that drive a real browser, and what else they are good for.

use crate::build;
use crate::failure::{Failure, at};
use crate::run::{cargo, path_with, quietly};
use crate::setup;
use std::path::Path;
use std::process::Command;

/// Sizes of the window for photographs: a phone and a small tablet, both upright, in CSS pixels.
const WINDOWS: [&str; 2] = ["390x844", "820x1180"];

/// What only Chromium's driver can do, and what takes long and has nothing to do with the engine.
const ONLY_IN_CHROMIUM: [&str; 4] = ["first_load::", "full_outbox::", "outbox::", "attachments::"];

/// Runs every journey in Chromium; the app must have been built.
pub(crate) fn in_chromium() -> Result<(), Failure> {
    quietly(&mut journey(&[])?).map(drop)
}

/// Runs the journeys in Firefox; the app must have been built.
pub(crate) fn in_firefox() -> Result<(), Failure> {
    in_another("firefox")
}

/// Runs the journeys in WebKit; the app must have been built.
pub(crate) fn in_webkit() -> Result<(), Failure> {
    in_another("webkit")
}

fn in_another(engine: &str) -> Result<(), Failure> {
    let skipped: Vec<_> = ONLY_IN_CHROMIUM
        .iter()
        .flat_map(|it| ["--skip", it])
        .collect();
    let mut command = journey(&skipped)?;
    quietly(command.env("SEALPOST_ENGINE", engine)).map(drop)
}

/// The browsers, as `SEALPOST_ENGINE` names them.
pub(crate) const ENGINES: [&str; 3] = ["chromium", "firefox", "webkit"];

/// Cuts the power in a browser so many times, and prints what was counted.
pub(crate) fn kills(engine: &str, seed: u64, kills: u64) -> Result<(), Failure> {
    let name = "kills::a_report_survives_a_kill_at_any_moment";
    let mut command = journey(&["--nocapture", "--exact", name])?;
    command.env("SEALPOST_ENGINE", engine);
    command.env("SEALPOST_SEED", seed.to_string());
    command.env("SEALPOST_KILLS", kills.to_string());
    printed(&mut command, "kills: ")
}

/// The bytes of the first load, printed and in `target/bench.json`.
///
/// The figures are printed also when they are over the budget, which is a failure.
pub(crate) fn first_load() -> Result<(), Failure> {
    build::trunk()?;
    let name = "first_load::the_first_load_does_not_grow";
    printed(&mut journey(&["--nocapture", "--exact", name])?, "bench: ")
}

/// How much slower an outbox of 10,000 entries is than one of ten, printed and in
/// `target/bench-outbox.json`; over the budget is a failure.
pub(crate) fn full_outbox() -> Result<(), Failure> {
    let name = "full_outbox::many_waiting_reports_make_no_report_wait";
    let mut command = journey(&["--nocapture", "--exact", name])?;
    printed(command.env("SEALPOST_OUTBOX", "10000"), "bench: ")
}

/// Runs a journey and prints what it says behind `prefix`, also when it fails.
fn printed(command: &mut Command, prefix: &str) -> Result<(), Failure> {
    let result = quietly(command);
    let output = match &result {
        Ok(output) | Err(Failure::Command { output, .. }) => output.as_str(),
        Err(_) => "",
    };
    let lines = output.lines().filter_map(|line| line.strip_prefix(prefix));
    lines.for_each(|line| println!("{line}"));
    result.map(drop)
}

/// `cargo xtask screenshots DIR`: the whole way once more at two sizes, with a photograph of each screen.
pub(crate) fn screenshots(folder: &Path) -> Result<(), Failure> {
    setup::setup(true)?;
    build::trunk()?;
    at(folder, std::fs::create_dir_all(folder))?;
    let folder = at(folder, folder.canonicalize())?;
    for window in WINDOWS {
        let mut command = journey(&["--exact", "whole_way::a_report_goes_the_whole_way"])?;
        command
            .env("SEALPOST_SCREENSHOTS", folder.join(window))
            .env("SEALPOST_WINDOW", window);
        quietly(&mut command)?;
        println!("{}", folder.join(window).display());
    }
    Ok(())
}

/// One browser at a time: two would compete for the cores and for the time-outs.
fn journey(words: &[&str]) -> Result<Command, Failure> {
    let mut command = cargo();
    command.env("PATH", path_with(&[&setup::geckodriver_folder()])?);
    // With all packages, so that nothing is compiled once more with fewer features.
    command.args(["test", "--locked", "--workspace", "--test", "journey", "--"]);
    command.arg("--test-threads=1").args(words);
    Ok(command)
}
