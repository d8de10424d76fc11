//! Runs the harness once and prints what became of all reports.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use faults::{Flaws, LARGE_ONE_IN, Settings, Verdict, run};
use pico_args::Arguments;
use serde_json::{Value, json};

const USAGE: &str = "\
Usage: sealpost-faults --intake PROGRAM --folder DIR [--seed N] [--deliveries N] [--json FILE]";

fn main() -> ExitCode {
    match work() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether everything held.
fn work() -> Result<bool, Box<dyn std::error::Error>> {
    let mut arguments = Arguments::from_env();
    let settings = Settings {
        seed: arguments.opt_value_from_str("--seed")?.unwrap_or(1),
        deliveries: arguments
            .opt_value_from_str("--deliveries")?
            .unwrap_or(10_000),
        large_one_in: LARGE_ONE_IN,
        intake: arguments.value_from_str("--intake")?,
        folder: arguments.value_from_str("--folder")?,
        flaws: Flaws::default(),
    };
    let file: Option<PathBuf> = arguments.opt_value_from_str("--json")?;
    if !arguments.finish().is_empty() {
        return Err(USAGE.into());
    }
    let verdict = run(&settings)?;
    print(&verdict);
    if let Some(file) = file {
        fs::write(file, format!("{:#}\n", as_json(&verdict)))?;
    }
    Ok(verdict.holds())
}

fn print(verdict: &Verdict) {
    println!("seed {}", verdict.seed);
    for (name, count) in figures(verdict) {
        println!("{name:<44} {count:>8}");
    }
    for (fault, count) in &verdict.faults {
        let at_parts = verdict.faults_at_parts.get(fault).copied();
        let at_parts = at_parts.map_or_else(String::new, |it| format!("{it:>8} at parts"));
        println!("  {fault:<42} {count:>8}{at_parts}");
    }
    for (status, count) in &verdict.answers {
        println!("  intake answered {status:<26} {count:>8}");
    }
    let lists = [
        ("lost", &verdict.lost),
        ("doubled", &verdict.doubled),
        ("stuck", &verdict.stuck),
        ("needlessly shown to a person", &verdict.shown_needlessly),
        (
            "deleted without a receipt",
            &verdict.deleted_without_receipt,
        ),
        ("falsely called received", &verdict.falsely_received),
    ];
    for (name, reports) in lists.iter().filter(|(_, reports)| !reports.is_empty()) {
        println!("{name}: delivery {}", listed(reports));
    }
    if !verdict.holds() {
        let (seed, deliveries) = (verdict.seed, verdict.deliveries);
        println!("To see it again: cargo xtask faults --seed {seed} --deliveries {deliveries}");
    }
}

/// The first few numbers.
fn listed(reports: &[u64]) -> String {
    const MOST: usize = 20;
    let shown: Vec<_> = reports.iter().take(MOST).map(u64::to_string).collect();
    let more = if reports.len() > MOST { ", …" } else { "" };
    shown.join(", ") + more
}

fn figures(verdict: &Verdict) -> [(&'static str, u64); 16] {
    let count = |reports: &Vec<u64>| reports.len() as u64;
    [
        ("deliveries", verdict.deliveries),
        ("deliveries in parts", verdict.large),
        ("requests", verdict.requests),
        ("requests about parts", verdict.about_parts),
        ("faults", verdict.faults.values().sum()),
        ("delivered", verdict.delivered),
        ("on the device, shown to a person", verdict.needs_person),
        ("lost", count(&verdict.lost)),
        ("doubled", count(&verdict.doubled)),
        ("stuck", count(&verdict.stuck)),
        (
            "needlessly shown to a person",
            count(&verdict.shown_needlessly),
        ),
        (
            "deleted without a receipt",
            count(&verdict.deleted_without_receipt),
        ),
        ("falsely called received", count(&verdict.falsely_received)),
        ("not to be opened at the intake", verdict.unreadable),
        ("sets of parts left behind", verdict.left_behind),
        ("bytes of plaintext", verdict.plaintext),
    ]
}

fn as_json(verdict: &Verdict) -> Value {
    let figures: serde_json::Map<_, _> = figures(verdict)
        .into_iter()
        .map(|(name, count)| (name.to_owned(), json!(count)))
        .collect();
    json!({
        "seed": verdict.seed,
        "figures": figures,
        "faultsByKind": verdict.faults,
        "faultsAtParts": verdict.faults_at_parts,
        "answersByStatus": verdict.answers,
        "failing": verdict.failing(),
    })
}
