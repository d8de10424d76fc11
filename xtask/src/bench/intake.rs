//! The intake under load: beside the bare database, and behind a reader that follows.

use crate::failure::Failure;
use crate::paths;
use crate::run::{cargo, quietly};
use serde_json::{Value, json};
use std::process::Command;

/// The least share of the bare database's rows a second that come with a receipt.
const LEAST_RATIO: f64 = 0.7;

/// The most that memory may grow between a tenth of the envelopes and all, as a ratio.
const MOST_MEMORY: f64 = 1.2;

/// Builds both programs as they are shipped.
fn build() -> Result<(), Failure> {
    let build = ["build", "--quiet", "--locked", "--release", "--bins"];
    let packages = ["--package", "sealpost-intake", "--package", "sealpost-load"];
    quietly(cargo().args(build).args(packages)).map(drop)
}

/// Puts an intake under load in one way; gives what was measured.
pub(crate) fn load(words: &[&str]) -> Result<Value, Failure> {
    build()?;
    let programs = paths::target().join("release");
    let mut command = Command::new(programs.join("sealpost-load"));
    command
        .args(words)
        .arg("--intake")
        .arg(programs.join("intake"));
    command.arg("--folder").arg(paths::target().join("load"));
    let printed = quietly(&mut command)?;
    serde_json::from_str(&printed)
        .map_err(|_| Failure::Program(format!("sealpost-load printed no figures: {printed}")))
}

/// Measures everything. What is over a budget shows in [`within_budget`].
pub(super) fn measure() -> Result<Value, Failure> {
    Ok(json!({
        "sqlite": load(&["throughput"])?,
        "postgresql": load(&["throughput", "--postgres"])?,
        "following": load(&["follow"])?,
    }))
}

/// Whether the figures keep what is promised.
pub(super) fn within_budget(measured: &Value) -> Result<(), Failure> {
    let figure = |part: &str, key: &str| measured[part][key].as_f64().unwrap_or(f64::NAN);
    let following = |key: &str| figure("following", key);
    let exactly_once = following("seen") == following("envelopes")
        && ["twice", "missed", "strange"]
            .iter()
            .all(|key| following(key) == 0.0);
    let wrong = [
        (
            figure("sqlite", "ratio") >= LEAST_RATIO,
            "envelopes with receipts against the bare database",
        ),
        (
            following("memory_ratio") <= MOST_MEMORY,
            "memory over all envelopes",
        ),
        (exactly_once, "a reader that follows sees each exactly once"),
    ];
    let wrong: Vec<_> = wrong.iter().filter(|it| !it.0).map(|it| it.1).collect();
    match wrong.is_empty() {
        true => Ok(()),
        false => Err(Failure::Budget(wrong.join("; "))),
    }
}

/// The figures as tables.
pub(super) fn table(measured: &Value) -> String {
    let figure = |part: &str, key: &str| measured[part][key].as_f64().unwrap_or(f64::NAN);
    let row = |name: &str, part: &str| {
        format!(
            "| {name} | {:.0} | {:.0} | {:.2} |\n",
            figure(part, "envelopes_per_s"),
            figure(part, "bare_per_s"),
            figure(part, "ratio"),
        )
    };
    let following = |key: &str| figure("following", key);
    format!(
        "Durable envelopes of 42,204 bytes a second, each with its receipt verified, {} connections\n\n\
         | database | intake | bare, 64 rows a commit | ratio |\n| --- | --- | --- | --- |\n{}{}\n\
         A reader that follows {} envelopes of {} writers: seen {}, twice {}, missed {}\n\
         Memory of the intake: {:.1} MiB after a tenth, {:.1} MiB after all, {:.2} times\n",
        figure("sqlite", "connections"),
        row("SQLite", "sqlite"),
        row("PostgreSQL", "postgresql"),
        following("envelopes"),
        following("writers"),
        following("seen"),
        following("twice"),
        following("missed"),
        following("early_kib") / 1024.0,
        following("late_kib") / 1024.0,
        following("memory_ratio"),
    )
}

#[cfg(test)]
mod tests;
