//! Builds the browser's app with Trunk, and packs it.

use crate::demo::Demo;
use crate::failure::{Failure, at};
use crate::pack::{self, Options, Sizes};
use crate::paths;
use crate::run::{cargo, path_with, quietly};
use crate::setup;
use crate::squeeze;
use std::fs;
use std::path::Path;
use std::process::Command;

/// `cargo xtask build`: tools, Trunk, pack, and the sizes.
pub(crate) fn build(options: &Options) -> Result<(), Failure> {
    setup::setup(false)?;
    trunk()?;
    pack_again(options)
}

/// `cargo xtask pack`: packs what Trunk built last, and prints the sizes.
pub(crate) fn pack_again(options: &Options) -> Result<(), Failure> {
    let operator = match &options.operator {
        Some(file) => file.clone(),
        None => Demo::ready()?.operator(),
    };
    let sizes = pack::pack(
        &paths::built_app(),
        &paths::built_post(),
        &operator,
        &options.site,
        &options.output,
    )?;
    print_sizes(&sizes, &options.output);
    Ok(())
}

/// Builds the app in release mode; nothing is downloaded but locked crates, by cargo.
pub(crate) fn trunk() -> Result<(), Failure> {
    let folders = setup::tool_folders()?;
    let [trunk, bindgen, binaryen] = folders.each_ref();
    // `--locked` and Trunk's `--offline` differ: the latter would also keep cargo from fetching.
    quietly(small(&mut cargo()).args(["fetch", "--locked"]))?;
    let mut command = Command::new(trunk.join("trunk"));
    for (name, value) in cargo().get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    small(&mut command)
        .current_dir(paths::root())
        .env("PATH", path_with(&[trunk, bindgen, binaryen])?)
        .env_remove("NO_COLOR")
        .args([
            "build",
            "--release",
            "--cargo-profile",
            APP_PROFILE,
            "--locked",
            "--offline",
            "--color",
            "never",
            "--dist",
        ])
        .arg(paths::built_app());
    quietly(&mut command)?;
    squeeze::squeeze(&paths::built_app())?;
    post(bindgen)
}

/// Builds the program that seals and sends, which the app starts in a worker, in the same way.
fn post(bindgen: &Path) -> Result<(), Failure> {
    let output = paths::built_post();
    if output.exists() {
        at(&output, fs::remove_dir_all(&output))?;
    }
    quietly(small(&mut cargo()).args([
        "build",
        "--locked",
        "--profile",
        APP_PROFILE,
        "--package",
        "sealpost",
        "--bin",
        POST,
        "--target",
        "wasm32-unknown-unknown",
    ]))?;
    let wasm = paths::target()
        .join("small/wasm32-unknown-unknown")
        .join(APP_PROFILE)
        .join([POST, ".wasm"].concat());
    quietly(
        Command::new(bindgen.join("wasm-bindgen"))
            .args(["--target", "web", "--no-typescript", "--out-name", "post"])
            .arg("--out-dir")
            .arg(&output)
            .arg(wasm),
    )?;
    squeeze::squeeze(&output)
}

/// The name of the program that seals and sends.
const POST: &str = "sealpost-post";

/// The profile of Cargo.toml with which everything for the browser is built.
pub(crate) const APP_PROFILE: &str = "app";

/// Makes a cargo command build for the browser as small as this toolchain can.
///
/// The standard library is compiled with the app, for size and without the texts of panics, which
/// nobody would see: a panic ends the program at once either way. Debug output is left out, so
/// that no text of a person can get into it. SHA-2 and AES are taken in their compact forms: a
/// report is 42 kB, and bulk data does not come this way. What is inlined is twice what the
/// compiler would inline for size alone: so many small wrappers vanish that the whole shrinks.
/// The options are unstable; the toolchain is pinned, and `RUSTC_BOOTSTRAP` lets it take them.
/// A folder of its own keeps these builds from displacing the native ones.
pub(crate) fn small(command: &mut Command) -> &mut Command {
    command
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
        .env("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size")
        // Whoever has set the stronger variable means the native builds.
        .env_remove("CARGO_TARGET_DIR")
        .env("CARGO_BUILD_TARGET_DIR", paths::target().join("small"))
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", SMALL)
}

const SMALL: &str = "--cfg=getrandom_backend=\"wasm_js\" --cfg=erase_components \
    --cfg=sha2_backend_soft=\"compact\" --cfg=aes_backend_soft=\"compact\" \
    -Zfmt-debug=none -Zlocation-detail=none -Zunstable-options -Cpanic=immediate-abort \
    -Cllvm-args=-inline-threshold=12";

/// Builds the two programs that the app talks to and is read by.
pub(crate) fn programs() -> Result<(), Failure> {
    quietly(cargo().args([
        "build",
        "--locked",
        "--package",
        "sealpost-intake",
        "--package",
        "sealpost-integrator",
    ]))
    .map(drop)
}

fn print_sizes(sizes: &[Sizes], output: &Path) {
    println!("{:>10} {:>10}  {}", "bytes", "brotli", output.display());
    for Sizes { path, plain, wire } in sizes {
        println!("{plain:>10} {wire:>10}  {path}");
    }
}
