//! Makes the app's JavaScript small, by esbuild.

use crate::failure::{Failure, at};
use crate::setup;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// What a script is for the browser, which decides what may be renamed in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    /// A module: its own names are its own.
    Module,
    /// A classic script or a worker: its outermost names are everybody's.
    Classic,
}

/// The same program in fewer bytes.
pub(super) fn minify(kind: Script, source: &[u8]) -> Result<Vec<u8>, Failure> {
    let program = setup::esbuild();
    let mut command = Command::new(&program);
    command.args([
        "--minify",
        "--loader=js",
        "--charset=utf8",
        "--log-level=error",
    ]);
    if kind == Script::Module {
        command.arg("--format=esm");
    }
    transform(&program, &mut command, source)
}

/// Passes the source through the program.
fn transform(program: &Path, command: &mut Command, source: &[u8]) -> Result<Vec<u8>, Failure> {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let start = |source| Failure::Start {
        program: program.display().to_string(),
        source,
    };
    let mut child = command.spawn().map_err(start)?;
    let mut input = child.stdin.take().expect("standard input is piped");
    // It reads all of its input before it writes, so this cannot fill up both pipes.
    at(program, input.write_all(source))?;
    drop(input);
    let output = at(program, child.wait_with_output())?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(Failure::Command {
        command: "esbuild --minify".to_owned(),
        output: String::from_utf8_lossy(&output.stderr).into_owned(),
    })
}
