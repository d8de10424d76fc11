//! A running intake beside its OpenAPI document, its metrics and its webhooks, all read by others'
//! programs.

use crate::failure::{Failure, at};
use crate::paths::{self, program};
use crate::run::quietly;
use crate::setup;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

/// Has schemathesis ask the intake whatever the document allows and what it does not, and look at
/// each answer; then has Prometheus' client read the metrics.
pub(crate) fn check() -> Result<(), Failure> {
    let folder = paths::target().join("contract");
    prepare(&folder)?;
    let token = intake(&folder, &["token", "add", "desk"])?;
    // One that acknowledges nothing, so that there is always something to list.
    intake(&folder, &["token", "add", "other"])?;
    let mut running = start(&folder)?;
    let result = ask(&folder, &mut running, token.trim());
    // It may have ended by itself, which was noticed then.
    running.kill().ok();
    running.wait().ok();
    result
}

/// Has a receiver of stock libraries take webhooks of the intake, over TLS.
pub(crate) fn webhooks() -> Result<(), Failure> {
    let folder = paths::target().join("webhooks");
    if folder.exists() {
        at(&folder, fs::remove_dir_all(&folder))?;
    }
    at(&folder, fs::create_dir_all(&folder))?;
    let mut receiver = Command::new(setup::python());
    receiver
        .arg("-B")
        .arg(outside().join("receive_webhooks.py"))
        .arg(program("intake"))
        .arg(&folder);
    print!("  {}", quietly(&mut receiver)?);
    Ok(())
}

fn ask(folder: &Path, running: &mut Child, token: &str) -> Result<(), Failure> {
    let output = running.stdout.take().expect("standard output is piped");
    let mut output = BufReader::new(output);
    let intake = address(folder, &mut output, "listening on ")?;
    let metrics = address(folder, &mut output, "metrics on ")?;

    let mut schemathesis = Command::new(setup::python().with_file_name("schemathesis"));
    schemathesis
        // What it leaves behind goes there, and nothing beside the hooks.
        .current_dir(folder)
        .env("PYTHONPATH", outside())
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .arg("--config-file")
        .arg(outside().join("schemathesis.toml"))
        .args(["run", &format!("{intake}/openapi.json")])
        .args(["--header", &format!("Authorization: Bearer {token}")]);
    let said = quietly(&mut schemathesis)?;
    for line in said.lines().filter(|line| line.contains(" generated, ")) {
        println!("  {}", line.trim());
    }
    let mut reader = Command::new(setup::python());
    reader.arg("-B").arg(outside().join("read_metrics.py"));
    print!("  {}", quietly(reader.arg(metrics))?);
    Ok(())
}

/// The address in the next line that the intake prints.
fn address(
    folder: &Path,
    output: &mut BufReader<ChildStdout>,
    before: &str,
) -> Result<String, Failure> {
    let mut line = String::new();
    let read = output.read_line(&mut line);
    at(&program("intake"), read)?;
    match line.trim_end().strip_prefix(before) {
        Some(address) => Ok(address.to_owned()),
        None => Err(Failure::Ended {
            program: "intake".to_owned(),
            output: at(&log(folder), fs::read_to_string(log(folder)))?,
        }),
    }
}

/// The folders of an intake with a site and the smallest of apps.
fn prepare(folder: &Path) -> Result<(), Failure> {
    if folder.exists() {
        at(folder, fs::remove_dir_all(folder))?;
    }
    for (name, content) in [
        ("app/index.html", "<!doctype html>"),
        ("sites/demo.json", "{}"),
        ("sites/demo.json.minisig", "untrusted comment: none"),
    ] {
        let path = folder.join(name);
        let parent = path.parent().expect("it is in a folder");
        at(parent, fs::create_dir_all(parent))?;
        at(&path, fs::write(&path, content))?;
    }
    Ok(())
}

fn intake(folder: &Path, words: &[&str]) -> Result<String, Failure> {
    let mut command = Command::new(program("intake"));
    quietly(
        command
            .current_dir(folder)
            .args(words)
            .args(["--data", "data"]),
    )
}

fn start(folder: &Path) -> Result<Child, Failure> {
    let log = at(&log(folder), File::create(log(folder)))?;
    let any = "127.0.0.1:0";
    Command::new(program("intake"))
        .current_dir(folder)
        .args(["serve", "--listen", any, "--metrics", any])
        .args(["--data", "data", "--sites", "sites", "--app", "app"])
        // So many requests in a minute would be asked for work.
        .args(["--free-per-minute", "4294967295"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn()
        .map_err(|source| Failure::Start {
            program: "intake".to_owned(),
            source,
        })
}

fn log(folder: &Path) -> PathBuf {
    folder.join("intake.log")
}

/// Where the settings and the programs in Python are.
fn outside() -> PathBuf {
    paths::root().join("crates/intake/tests/outside")
}
