//! Installs what is missing, once, and is quick when nothing is.
//!
//! Everything comes from the package registries by their own clients: rustup, cargo, npm, pip
//! and apt. What apt would install needs root; without it, the words to type are named.

mod debian;
mod locked;
mod python;
mod rust;

pub(crate) use python::python;

use crate::failure::{Failure, at};
use crate::paths;
use crate::run::quietly;
use locked::Locked;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// Trunk builds the app; 0.22 needs a newer Rust than the pinned one.
const TRUNK: &str = "0.21.14";
/// Builds the fuzz targets.
const CARGO_FUZZ: &str = "0.13.2";
/// Steers Firefox.
const GECKODRIVER: &str = "0.37.1";
/// `wasm-opt`; cargo's crate of that name is years behind the compiler.
const BINARYEN: NpmPackage = NpmPackage {
    name: "binaryen",
    version: "132.0.0",
    program: "wasm-opt",
};
/// Makes the app's JavaScript small; Trunk's own minifier does not know what wasm-bindgen writes.
const ESBUILD: NpmPackage = NpmPackage {
    name: "esbuild",
    version: "0.28.2",
    program: "esbuild",
};

/// The TypeScript opener for integrators.
pub(crate) const TYPESCRIPT: Locked = Locked {
    folder: "examples/typescript",
    sign: ".bin/tsc",
};
/// What the envelope is measured beside, and what drives the browser for it.
pub(crate) const BENCHMARKS: Locked = Locked {
    folder: "bench",
    sign: "puppeteer-core/package.json",
};

/// Makes this machine ready to build, and with `browser` also to run the journeys.
pub(crate) fn setup(browser: bool) -> Result<(), Failure> {
    rust::wasm_target()?;
    rust::trunk()?;
    rust::wasm_bindgen()?;
    BINARYEN.install()?;
    ESBUILD.install()?;
    python::environment()?;
    TYPESCRIPT.install()?;
    if browser {
        browsers()?;
    }
    Ok(())
}

/// Chromium, Firefox and WebKit, with what steers each.
fn browsers() -> Result<(), Failure> {
    debian::need(
        &["chromium", "chromedriver"],
        &["chromium", "chromium-driver"],
    )?;
    debian::need(&["firefox-esr"], &["firefox-esr"])?;
    rust::geckodriver()?;
    // WebKit has no mode without a display, and its window is a few lines of Python.
    debian::need(&["WebKitWebDriver", "Xvfb"], &["webkit2gtk-driver", "xvfb"])?;
    debian::need_python(
        "import gi; gi.require_version('WebKit2', '4.1')",
        &["python3-gi", "gir1.2-webkit2-4.1"],
    )
}

/// What `sealpost` is tried against: the stock `minisign`, a checker of manual pages, and the
/// commands of the guide for integrators.
pub(crate) fn judges() -> Result<(), Failure> {
    debian::need(&["minisign", "mandoc"], &["minisign", "mandoc"])?;
    debian::need(&["curl", "jq", "openssl"], &["curl", "jq", "openssl"])
}

/// Makes this machine ready to fuzz: cargo-fuzz, and a C++ compiler for the fuzzer's own code.
pub(crate) fn fuzzing() -> Result<(), Failure> {
    debian::need(&["c++"], &["g++"])?;
    rust::cargo_fuzz()
}

/// Makes this machine ready to test the intake: a PostgreSQL server, and what makes its certificate.
pub(crate) fn databases() -> Result<(), Failure> {
    debian::need(&["openssl"], &["openssl"])?;
    debian::need_postgres()
}

/// Makes this machine ready to measure.
pub(crate) fn benchmarks() -> Result<(), Failure> {
    debian::need(&["openssl"], &["openssl"])?;
    BENCHMARKS.install()
}

/// Where `cargo-fuzz` is.
pub(crate) fn cargo_fuzz() -> PathBuf {
    cargo_fuzz_home().join("bin/cargo-fuzz")
}

/// The folders to put before `PATH` so that Trunk finds its helpers and downloads nothing.
pub(crate) fn tool_folders() -> Result<[PathBuf; 3], Failure> {
    Ok([
        trunk_home().join("bin"),
        rust::wasm_bindgen_home()?.join("bin"),
        BINARYEN.bin(),
    ])
}

/// The folder of geckodriver.
pub(crate) fn geckodriver_folder() -> PathBuf {
    geckodriver_home().join("bin")
}

/// Where `esbuild` is.
pub(crate) fn esbuild() -> PathBuf {
    ESBUILD.bin().join(ESBUILD.program)
}

/// Where `wasm-opt` is.
pub(crate) fn wasm_opt() -> PathBuf {
    BINARYEN.bin().join(BINARYEN.program)
}

/// Where Trunk is installed.
fn trunk_home() -> PathBuf {
    paths::cache().join(format!("trunk-{TRUNK}"))
}

/// Where geckodriver is installed.
fn geckodriver_home() -> PathBuf {
    paths::cache().join(format!("geckodriver-{GECKODRIVER}"))
}

/// Where cargo-fuzz is installed.
fn cargo_fuzz_home() -> PathBuf {
    paths::cache().join(format!("cargo-fuzz-{CARGO_FUZZ}"))
}

/// A program from the npm registry.
struct NpmPackage {
    name: &'static str,
    version: &'static str,
    program: &'static str,
}

impl NpmPackage {
    fn home(&self) -> PathBuf {
        paths::cache().join(format!("{}-{}", self.name, self.version))
    }

    fn bin(&self) -> PathBuf {
        self.home().join("node_modules/.bin")
    }

    fn install(&self) -> Result<(), Failure> {
        if self.bin().join(self.program).is_file() {
            return Ok(());
        }
        debian::need(&["node", "npm"], &["nodejs", "npm"])?;
        say(&format!(
            "{} (npm {} {})",
            self.program, self.name, self.version
        ));
        at(&self.home(), fs::create_dir_all(self.home()))?;
        quietly(
            Command::new("npm")
                .args([
                    "install",
                    "--no-audit",
                    "--no-fund",
                    "--ignore-scripts",
                    "--prefix",
                ])
                .arg(self.home())
                .arg(format!("{}@{}", self.name, self.version)),
        )
        .map(drop)
    }
}

/// Says what is being installed, because it can take minutes.
fn say(what: &str) {
    println!("setup: {what}");
}
