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

/// A database, and where its figures stand: envelopes a second, and a reader that follows.
const DATABASES: [(&str, &str, &str); 2] = [
    ("SQLite", "sqlite", "following"),
    ("PostgreSQL", "postgresql", "followingOnPostgresql"),
];

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
        "followingOnPostgresql": load(&["follow", "--postgres"])?,
    }))
}

/// Whether the figures keep what is promised, on both databases.
pub(super) fn within_budget(measured: &Value) -> Result<(), Failure> {
    let figure = |part: &str, key: &str| measured[part][key].as_f64().unwrap_or(f64::NAN);
    let exactly_once = |part: &str| {
        let never = ["twice", "missed", "strange"];
        figure(part, "seen") == figure(part, "envelopes")
            && never.iter().all(|key| figure(part, key) == 0.0)
    };
    let mut wrong = Vec::new();
    for (database, rate, following) in DATABASES {
        let kept = [
            (
                figure(rate, "ratio") >= LEAST_RATIO,
                "envelopes with receipts against the bare database",
            ),
            (
                figure(following, "memory_ratio") <= MOST_MEMORY,
                "memory over all envelopes",
            ),
            (
                exactly_once(following),
                "a reader that follows sees each exactly once",
            ),
        ];
        let broken = kept.iter().filter(|it| !it.0);
        wrong.extend(broken.map(|(_, what)| format!("{what}, {database}")));
    }
    match wrong.is_empty() {
        true => Ok(()),
        false => Err(Failure::Budget(wrong.join("; "))),
    }
}

/// The figures as tables.
pub(super) fn table(measured: &Value) -> String {
    let figure = |part: &str, key: &str| measured[part][key].as_f64().unwrap_or(f64::NAN);
    let row = |(name, part, _): (&str, &str, &str)| {
        format!(
            "| {name} | {:.0} | {:.0} | {:.2} |\n",
            figure(part, "envelopes_per_s"),
            figure(part, "bare_per_s"),
            figure(part, "ratio"),
        )
    };
    let following = |(name, _, part): (&str, &str, &str)| {
        let figure = |key: &str| figure(part, key);
        format!(
            "| {name} | {} | {} | {} | {:.1} | {:.1} | {:.2} |\n",
            figure("seen"),
            figure("twice"),
            figure("missed"),
            figure("early_kib") / 1024.0,
            figure("late_kib") / 1024.0,
            figure("memory_ratio"),
        )
    };
    format!(
        "Durable envelopes of 42,204 bytes a second, each with its receipt verified, {} connections\n\n\
         | database | intake | bare, 64 rows a commit | ratio |\n| --- | --- | --- | --- |\n{}\n\
         A reader that follows {} envelopes of {} writers, and the intake's memory in MiB after a tenth and \
         after all\n\n\
         | database | seen | twice | missed | early | late | ratio |\n\
         | --- | --- | --- | --- | --- | --- | --- |\n{}",
        figure("sqlite", "connections"),
        DATABASES.map(row).concat(),
        figure("following", "envelopes"),
        figure("following", "writers"),
        DATABASES.map(following).concat(),
    )
}

#[cfg(test)]
mod tests;
