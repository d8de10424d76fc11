//! The reader's two terminals: a shell that keeps its variables, and the intake.

use crate::failure::{Failure, at};
use crate::run::path_with;
use crate::setup;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Lines, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// One bash for the whole guide. A command that fails ends it.
pub(super) struct Terminal {
    shell: Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
    folder: PathBuf,
}

impl Terminal {
    /// A shell in this folder that finds the programs, and Python with its packages.
    pub(super) fn open(folder: &Path) -> Result<Self, Failure> {
        let mut command = in_folder("bash", folder)?;
        command.args(["-e", "-u", "-o", "pipefail"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut shell = spawn(&mut command)?;
        let input = shell.stdin.take().expect("standard input is piped");
        let output = shell.stdout.take().expect("standard output is piped");
        Ok(Self {
            shell,
            input,
            output: BufReader::new(output).lines(),
            folder: folder.to_owned(),
        })
    }

    /// Runs one block; what it printed is shown when it fails.
    pub(super) fn run(&mut self, line: usize, block: &str) -> Result<(), Failure> {
        // Beside the folder, which the guide finds empty.
        let [script, said] = ["sh", "out"].map(|it| self.folder.with_extension(it));
        at(&script, fs::write(&script, block))?;
        let quoted = |path: &Path| format!("'{}'", path.display());
        // A command that reads its input must not read the next block.
        let words = format!(
            ". {} </dev/null >{} 2>&1\necho done\n",
            quoted(&script),
            quoted(&said)
        );
        // When the shell has ended, nothing can be written to it, and nothing comes from it.
        self.input.write_all(words.as_bytes()).ok();
        match self.output.next() {
            Some(Ok(done)) if done == "done" => Ok(()),
            _ => Err(Failure::Guide(format!(
                "line {line}: the commands failed:\n{block}\nThey said:\n{}",
                at(&said, fs::read_to_string(&said))?
            ))),
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It may have ended by itself, which was noticed then.
        self.shell.kill().ok();
        self.shell.wait().ok();
    }
}

/// The intake of the second terminal; it ends with this value.
pub(super) struct RunningIntake {
    intake: Child,
    /// Held open, so that the intake can always print.
    output: BufReader<ChildStdout>,
    address: String,
}

impl RunningIntake {
    /// Runs the guide's command and waits until it listens.
    pub(super) fn start(folder: &Path, words: &str) -> Result<Self, Failure> {
        let log = folder.with_extension("log");
        let mut command = in_folder("bash", folder)?;
        // `exec`, so that the process which is ended is the intake's.
        command.args(["-c", &format!("exec {words}")]);
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        command.stderr(at(&log, File::create(&log))?);
        let mut intake = spawn(&mut command)?;
        let output = intake.stdout.take().expect("standard output is piped");
        let mut running = Self {
            intake,
            output: BufReader::new(output),
            address: String::new(),
        };
        let mut line = String::new();
        at(&log, running.output.read_line(&mut line))?;
        match line.trim_end().strip_prefix("listening on http://") {
            Some(address) => address.clone_into(&mut running.address),
            None => {
                return Err(Failure::Ended {
                    program: "intake".to_owned(),
                    output: at(&log, fs::read_to_string(&log))?,
                });
            }
        }
        Ok(running)
    }

    /// Where it listens, as host and port.
    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// The address as the examples take it.
    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for RunningIntake {
    fn drop(&mut self) {
        self.intake.kill().ok();
        self.intake.wait().ok();
    }
}

/// A program in the folder, with the built programs and the set-up's Python before all others.
pub(super) fn in_folder(program: &str, folder: &Path) -> Result<Command, Failure> {
    let python = setup::python();
    let python = python.parent().expect("it is in a folder");
    let mut command = Command::new(program);
    command
        .current_dir(folder)
        .env("PATH", path_with(&[&programs::folder(), python])?)
        // Nothing on the way to this machine itself.
        .env("NO_PROXY", "127.0.0.1")
        .env("no_proxy", "127.0.0.1");
    Ok(command)
}

fn spawn(command: &mut Command) -> Result<Child, Failure> {
    command.spawn().map_err(|source| Failure::Start {
        program: command.get_program().display().to_string(),
        source,
    })
}
