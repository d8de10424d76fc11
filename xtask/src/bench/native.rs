//! Sealing and opening natively, beside OpenSSL's own measure of the same cipher.

use super::median;
use crate::failure::Failure;
use crate::paths;
use crate::run::{cargo, quietly};
use serde_json::{Value, json};
use std::process::Command;

/// Measures both in turns; OpenSSL's is the best of its rounds, which is what it is able to do.
pub(super) fn measure() -> Result<Value, Failure> {
    quietly(cargo().args([
        "build",
        "--locked",
        "--release",
        "--package",
        "sealpost-bench",
        "--bin",
        "sealpost-bench",
    ]))?;
    let program = paths::target().join("release/sealpost-bench");
    let mut rounds = Vec::new();
    let mut openssl = Vec::new();
    for _ in 0..3 {
        openssl.push(openssl_speed()?);
        for line in quietly(&mut Command::new(&program))?.lines() {
            rounds.push(serde_json::from_str::<Value>(line).unwrap_or_default());
        }
    }
    let figure = |key: &str| {
        let samples = rounds.iter().filter_map(|it| it[key].as_f64());
        median(samples.collect())
    };
    let speed = |key: &str| figure("bytes") / figure(key) / 1e6;
    let openssl = openssl.into_iter().fold(f64::NAN, f64::max) / 1e6;
    Ok(json!({
        "report_ms": figure("report") * 1e3,
        "seal_mb_per_s": speed("seal"),
        "open_mb_per_s": speed("open"),
        "openssl_mb_per_s": openssl,
        "open_to_openssl": speed("open") / openssl,
    }))
}

/// Bytes a second of AES-256-GCM in blocks of 256 KiB, as `openssl speed` prints it.
fn openssl_speed() -> Result<f64, Failure> {
    let words = ["speed", "-evp", "aes-256-gcm", "-bytes", "262144"];
    let printed = quietly(Command::new("openssl").args(words).args(["-seconds", "1"]))?;
    let last = printed.lines().last().unwrap_or_default();
    let kilobytes = last
        .split_whitespace()
        .last()
        .and_then(|it| it.trim_end_matches('k').parse::<f64>().ok());
    kilobytes
        .map(|it| it * 1e3)
        .ok_or_else(|| Failure::Program(format!("openssl printed no speed: {last}")))
}

/// The figures as a table.
pub(super) fn table(measured: &Value) -> String {
    let figure = |key: &str| measured[key].as_f64().unwrap_or(f64::NAN);
    format!(
        "Natively, 100 MiB in one envelope of 128 MiB\n\n| what | figure |\n| --- | --- |\n\
         | seal a report of 4 KiB, one reader | {:.2} ms |\n\
         | seal from a reader, with the envelope's name | {:.0} MB/s |\n\
         | open into a receiver | {:.0} MB/s |\n\
         | `openssl speed -evp aes-256-gcm`, one thread | {:.0} MB/s |\n\
         | open against OpenSSL | {:.2} |\n",
        figure("report_ms"),
        figure("seal_mb_per_s"),
        figure("open_mb_per_s"),
        figure("openssl_mb_per_s"),
        figure("open_to_openssl"),
    )
}
