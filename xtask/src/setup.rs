//! Installs what is missing, once, and is quick when nothing is.
//!
//! Everything comes from the package registries by their own clients: rustup, cargo, npm, pip
//! and apt. What apt would install needs root; without it, the words to type are named.

mod debian;
mod python;
mod rust;

use crate::failure::Failure;
use crate::paths;
use std::path::PathBuf;

/// The version of npm's `binaryen`, which carries `wasm-opt`.
const BINARYEN: &str = "132.0.0";
/// Trunk builds the app; 0.22 needs a newer Rust than the pinned one.
const TRUNK: &str = "0.21.14";

/// Makes this machine ready to build, and with `browser` also to run the journeys.
pub(crate) fn setup(browser: bool) -> Result<(), Failure> {
    rust::wasm_target()?;
    rust::trunk()?;
    rust::wasm_bindgen()?;
    wasm_opt()?;
    python::environment()?;
    if browser {
        debian::need(
            &["chromium", "chromedriver"],
            &["chromium", "chromium-driver"],
        )?;
    }
    Ok(())
}

/// The folders to put before `PATH` so that Trunk finds its helpers and downloads nothing.
pub(crate) fn tool_folders() -> Result<[PathBuf; 3], Failure> {
    Ok([
        trunk_home().join("bin"),
        rust::wasm_bindgen_home()?.join("bin"),
        binaryen_bin(),
    ])
}

/// Where Trunk is installed.
fn trunk_home() -> PathBuf {
    paths::cache().join(format!("trunk-{TRUNK}"))
}

/// Where npm puts the commands of `binaryen`.
fn binaryen_bin() -> PathBuf {
    paths::cache()
        .join(format!("binaryen-{BINARYEN}"))
        .join("node_modules/.bin")
}

/// `wasm-opt`, by npm: cargo's crate of that name is years behind the compiler.
fn wasm_opt() -> Result<(), Failure> {
    if binaryen_bin().join("wasm-opt").is_file() {
        return Ok(());
    }
    debian::need(&["node", "npm"], &["nodejs", "npm"])?;
    let home = paths::cache().join(format!("binaryen-{BINARYEN}"));
    say(&format!("wasm-opt (npm binaryen {BINARYEN})"));
    crate::failure::at(&home, std::fs::create_dir_all(&home))?;
    crate::run::quietly(
        std::process::Command::new("npm")
            .args([
                "install",
                "--no-audit",
                "--no-fund",
                "--ignore-scripts",
                "--prefix",
            ])
            .arg(&home)
            .arg(format!("binaryen@{BINARYEN}")),
    )?;
    Ok(())
}

/// Says what is being installed, because it can take minutes.
fn say(what: &str) {
    println!("setup: {what}");
}
