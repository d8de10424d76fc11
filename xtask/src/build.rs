//! Builds the browser's app with Trunk, and packs it.

mod recipe;

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

pub(crate) use recipe::POST as POST_RECIPE;
use recipe::{PAGE, TARGET};

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
    // Without the target cargo leaves out what the standard library is built of.
    let fetch = ["fetch", "--locked", "--target", TARGET];
    quietly(PAGE.apply(&mut cargo()).args(fetch))?;
    let mut command = Command::new(trunk.join("trunk"));
    for (name, value) in cargo().get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    PAGE.apply(&mut command)
        .current_dir(paths::root())
        .env("PATH", path_with(&[trunk, bindgen, binaryen])?)
        .env_remove("NO_COLOR")
        .args([
            "build",
            "--release",
            "--cargo-profile",
            PAGE.profile,
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

/// Builds the program that seals and sends, which the app starts in a worker.
fn post(bindgen: &Path) -> Result<(), Failure> {
    let output = paths::built_post();
    if output.exists() {
        at(&output, fs::remove_dir_all(&output))?;
    }
    let what = ["--package", "sealpost", "--bin", POST, "--features", "post"];
    let wasm = POST_RECIPE.build(&what, POST)?;
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

/// Builds the programs that the app talks to and is read by.
pub(crate) fn programs() -> Result<(), Failure> {
    quietly(&mut programs::building()).map(drop)
}

fn print_sizes(sizes: &[Sizes], output: &Path) {
    println!("{:>10} {:>10}  {}", "bytes", "brotli", output.display());
    for Sizes { path, plain, wire } in sizes {
        println!("{plain:>10} {wire:>10}  {path}");
    }
}
