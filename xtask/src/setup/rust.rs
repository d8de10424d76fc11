//! Tools that cargo builds: the wasm target's library, Trunk, wasm-bindgen, cargo-fuzz and geckodriver.

use super::{CARGO_FUZZ, GECKODRIVER, TRUNK, cargo_fuzz_home, geckodriver_home, say, trunk_home};
use crate::failure::{Failure, at};
use crate::paths;
use crate::run::{cargo, quietly};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const WASM: &str = "wasm32-unknown-unknown";

/// The standard library for the browser, and its source to build it smaller, by rustup.
pub(super) fn wasm_target() -> Result<(), Failure> {
    let library = rustc(&["--print", "target-libdir", "--target", WASM])?;
    if !Path::new(library.trim()).is_dir() {
        say(&format!("Rust's library for {WASM}"));
        rustup(&["target", "add", WASM])?;
    }
    let source = Path::new(rustc(&["--print", "sysroot"])?.trim()).join(STD_SOURCE);
    if !source.is_dir() {
        say("Rust's library as source");
        rustup(&["component", "add", "rust-src"])?;
    }
    Ok(())
}

const STD_SOURCE: &str = "lib/rustlib/src/rust/library/std";

fn rustc(arguments: &[&str]) -> Result<String, Failure> {
    quietly(
        Command::new("rustc")
            .current_dir(paths::root())
            .args(arguments),
    )
}

fn rustup(arguments: &[&str]) -> Result<(), Failure> {
    quietly(
        Command::new("rustup")
            .current_dir(paths::root())
            .args(arguments),
    )
    .map(drop)
}

/// Trunk, without its own TLS stack: it is never asked to download.
pub(super) fn trunk() -> Result<(), Failure> {
    let features = ["--locked", "--no-default-features", "--features", "rustls"];
    install("trunk", TRUNK, &trunk_home(), "trunk", &features)
}

/// cargo-fuzz; the pinned toolchain does for it, because no sanitizer is asked for.
pub(super) fn cargo_fuzz() -> Result<(), Failure> {
    let home = cargo_fuzz_home();
    install("cargo-fuzz", CARGO_FUZZ, &home, "cargo-fuzz", &["--locked"])
}

/// geckodriver, which Debian's Firefox comes without.
pub(super) fn geckodriver() -> Result<(), Failure> {
    let home = geckodriver_home();
    install(
        "geckodriver",
        GECKODRIVER,
        &home,
        "geckodriver",
        &["--locked"],
    )
}

/// wasm-bindgen of exactly the version that the app is linked with.
pub(super) fn wasm_bindgen() -> Result<(), Failure> {
    let version = locked_version("wasm-bindgen")?;
    install(
        "wasm-bindgen-cli",
        &version,
        &wasm_bindgen_home()?,
        "wasm-bindgen",
        &[],
    )
}

/// Where wasm-bindgen is installed.
pub(super) fn wasm_bindgen_home() -> Result<PathBuf, Failure> {
    let version = locked_version("wasm-bindgen")?;
    Ok(paths::cache().join(format!("wasm-bindgen-cli-{version}")))
}

/// `cargo install` into a folder of its own; the build's leftovers are removed.
fn install(
    package: &str,
    version: &str,
    home: &Path,
    program: &str,
    options: &[&str],
) -> Result<(), Failure> {
    if home.join("bin").join(program).is_file() {
        return Ok(());
    }
    say(&format!(
        "{package} {version} (built once, takes a few minutes)"
    ));
    let leftovers = paths::cache().join(format!("{package}-build"));
    at(home, fs::create_dir_all(home))?;
    quietly(
        cargo()
            .current_dir(home)
            .env("CARGO_TARGET_DIR", &leftovers)
            .args(["install", package, "--version", version, "--root"])
            .arg(home)
            .args(options),
    )?;
    at(&leftovers, fs::remove_dir_all(&leftovers))
}

/// The version of a package in `Cargo.lock`.
fn locked_version(package: &str) -> Result<String, Failure> {
    let path = paths::root().join("Cargo.lock");
    let lock = at(&path, fs::read_to_string(&path))?;
    version_in(&lock, package).ok_or_else(|| Failure::Missing {
        what: format!("`{package}` in Cargo.lock"),
        remedy: "Run `cargo metadata` once and look at the workspace's dependencies.".to_owned(),
    })
}

fn version_in(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.next()?;
    Some(
        lines
            .next()?
            .strip_prefix("version = \"")?
            .strip_suffix('"')?
            .to_owned(),
    )
}

#[cfg(test)]
mod tests;
