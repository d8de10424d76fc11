//! `cargo xtask bench`: the first load, sealing and opening beside what others need for it, and the
//! intake under load.
//!
//! The figures are printed as tables, and written as JSON and as a picture under `target/`.

mod browser;
pub(crate) mod intake;
mod native;
mod picture;

use crate::failure::{Failure, at};
use crate::journeys;
use crate::paths;
use crate::run::step;
use crate::setup;
use serde_json::{Value, json};
use std::fs;

/// Measures everything. What is over its budget is a failure, after all the rest was measured.
pub(crate) fn bench() -> Result<(), Failure> {
    setup::setup(true)?;
    setup::benchmarks()?;
    setup::databases()?;
    let first_load = step("first load", journeys::first_load);
    let full_outbox = step("full outbox", journeys::full_outbox);
    let browser = step("sealing in Chromium", browser::measure)?;
    let native = step("sealing and opening natively", native::measure)?;
    let intake = step("intake under load", intake::measure)?;

    println!(
        "\n{}\n{}\n{}",
        browser::table(&browser),
        native::table(&native),
        intake::table(&intake)
    );
    let file = paths::target().join("bench.json");
    // The journey wrote its figures there, also when they are over the budget.
    let counted = fs::read(&file).unwrap_or_default();
    let counted: Value = serde_json::from_slice(&counted).unwrap_or_default();
    let figures = json!({
        "first_load": counted["first_load"],
        "browser": browser,
        "native": native,
        "intake": intake,
    });
    at(&file, fs::write(&file, format!("{figures:#}\n")))?;
    let drawn = paths::target().join("sealing.svg");
    at(&drawn, fs::write(&drawn, picture::draw(&browser)))?;
    println!("{}\n{}", file.display(), drawn.display());
    first_load
        .and(full_outbox)
        .and(intake::within_budget(&intake))
}

/// The middle one.
fn median(mut samples: Vec<f64>) -> f64 {
    samples.sort_by(f64::total_cmp);
    samples.get(samples.len() / 2).copied().unwrap_or(f64::NAN)
}
