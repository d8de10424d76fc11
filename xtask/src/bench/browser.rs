//! Sealing in Chromium: the envelope, the browser's own cipher, and other libraries in one page.

use crate::build::POST_RECIPE;
use crate::failure::{Failure, at};
use crate::paths;
use crate::run::quietly;
use crate::setup;
use crate::squeeze;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

const KIB: u64 = 1024;
const MIB: u64 = 1024 * KIB;

/// What a column shows: its heading, the key of the figure, and how many decimals.
const COLUMNS: [(&str, &str, usize); 8] = [
    ("4 KiB", "4096", 2),
    ("256 KiB", "262144", 2),
    ("10 MiB", "10485760", 1),
    ("100 MiB", "104857600", 0),
    ("4 KiB, CPU ÷ 4", "4096/4", 2),
    ("10 MiB, CPU ÷ 4", "10485760/4", 0),
    ("longest block", "blocked", 0),
    ("more memory, MiB", "memory", 0),
];

/// Builds the page and measures it.
pub(super) fn measure() -> Result<Value, Failure> {
    let page = paths::target().join("bench");
    build(&page)?;
    let driver = paths::root().join("bench/run.mjs");
    let copy = page.join("run.mjs");
    at(&driver, fs::copy(&driver, &copy))?;
    // The packages are found beside the program that imports them.
    let packages = page.join("node_modules");
    at(
        &packages,
        std::os::unix::fs::symlink(setup::BENCHMARKS.packages()?, &packages),
    )?;
    let printed = quietly(Command::new("node").arg(&copy).arg(&page))?;
    serde_json::from_str(&printed)
        .map_err(|_| Failure::Program("the benchmark printed no JSON".to_owned()))
}

/// Builds the contender exactly as the app's program that seals, and bundles the others.
fn build(page: &Path) -> Result<(), Failure> {
    if page.exists() {
        at(page, fs::remove_dir_all(page))?;
    }
    at(page, fs::create_dir_all(page))?;
    let what = ["--package", "sealpost-bench", "--lib"];
    let wasm = POST_RECIPE.build(&what, "sealpost_bench")?;
    let [_, bindgen, _] = setup::tool_folders()?;
    quietly(
        Command::new(bindgen.join("wasm-bindgen"))
            .args(["--target", "web", "--no-typescript", "--out-dir"])
            .arg(page)
            .arg(wasm),
    )?;
    squeeze::wasm_opt(&page.join("sealpost_bench_bg.wasm"), &squeeze::SMALL)?;

    let source = paths::root().join("bench/page");
    for name in ["page.html", "page.js"] {
        let file = source.join(name);
        at(&file, fs::copy(&file, page.join(name)))?;
    }
    quietly(
        Command::new(setup::esbuild())
            .env("NODE_PATH", setup::BENCHMARKS.packages()?)
            .arg(source.join("contenders.js"))
            .args(["--bundle", "--format=esm", "--minify", "--log-level=error"])
            .arg(format!(
                "--outfile={}",
                page.join("contenders.js").display()
            )),
    )
    .map(drop)
}

/// The figures as a table: milliseconds, but the last column.
pub(super) fn table(measured: &Value) -> String {
    let heads: Vec<_> = COLUMNS.iter().map(|(head, ..)| *head).collect();
    let mut table = format!(
        "Sealing in {}, ms\n\n| contender | {} |\n|{}\n",
        measured["browser"].as_str().unwrap_or("?"),
        heads.join(" | "),
        " --- |".repeat(COLUMNS.len() + 1)
    );
    for (name, figures) in contenders(measured) {
        let cells = COLUMNS.map(|(_, key, decimals)| {
            let figure = figures[key].as_f64().unwrap_or(f64::NAN);
            let figure = match key {
                "memory" => figure / MIB as f64,
                _ => figure,
            };
            format!("{figure:.decimals$}")
        });
        table.push_str(&format!("| {name} | {} |\n", cells.join(" | ")));
    }
    let raw = |key: &str| {
        let figures = &measured["figures"]["raw AES-GCM, 256 KiB chunks"][key];
        figures.as_f64().unwrap_or(f64::NAN)
    };
    let ours = |key: &str| {
        let figures = &measured["figures"]["Sealpost, 8 slots"][key];
        figures.as_f64().unwrap_or(f64::NAN)
    };
    let ratio = raw("104857600") / ours("104857600");
    // The bucket of 100 MiB is 128 MiB: all of it is sealed.
    let sealed = ratio * 128.0 / 100.0;
    table.push_str(&format!(
        "\n100 MiB against raw AES-GCM in the same run: {ratio:.2} of its throughput in bytes of the \
         file, {sealed:.2} in bytes sealed, the padding included\n"
    ));
    table
}

/// Everybody's figures by name, Sealpost first.
pub(super) fn contenders(measured: &Value) -> Vec<(&str, &Value)> {
    let all = measured["figures"].as_object();
    let mut all: Vec<_> = all
        .into_iter()
        .flatten()
        .map(|(name, figures)| (name.as_str(), figures))
        .collect();
    all.sort_by_key(|(name, _)| (!name.starts_with("Sealpost"), !name.starts_with("raw")));
    all
}
