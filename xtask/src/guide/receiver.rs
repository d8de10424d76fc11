//! The receivers of the examples, run as the guide runs them.

use super::terminal::in_folder;
use crate::failure::{Failure, at};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// One receiver.
pub(super) struct Receiver {
    pub(super) name: &'static str,
    program: &'static str,
    script: PathBuf,
    /// What stands in the script where it says how long a line may be silent, and the same with
    /// two seconds.
    silence: [&'static str; 2],
}

/// How one run of it ended.
#[derive(Debug)]
pub(super) struct Ended {
    /// The exit status; -1 when something ended it from outside.
    pub(super) status: i32,
    pub(super) output: String,
    pub(super) errors: String,
}

/// All of them.
pub(super) fn all(examples: &Path) -> [Receiver; 2] {
    let receiver = |name, program, script, silence| Receiver {
        name,
        program,
        script: examples.join(script),
        silence,
    };
    [
        receiver(
            "python",
            "python3",
            "python/receive.py",
            ["SILENCE = 60 ", "SILENCE = 2 "],
        ),
        receiver(
            "typescript",
            "node",
            "typescript/dist/receive.mjs",
            ["SILENCE = 6e4;", "SILENCE = 2e3;"],
        ),
    ]
}

impl Receiver {
    /// What runs it in this folder with these words.
    pub(super) fn command(&self, folder: &Path, words: &[&str]) -> Result<Command, Failure> {
        let mut command = in_folder(self.program, folder)?;
        command.arg(&self.script).args(words).stdin(Stdio::null());
        Ok(command)
    }

    /// The same, but it gives a silent line up after two seconds, not after a minute.
    pub(super) fn hurried(&self) -> Result<Self, Failure> {
        let [patient, hurried] = self.silence;
        let text = at(&self.script, fs::read_to_string(&self.script))?;
        if text.matches(patient).count() != 1 {
            let script = self.script.display();
            return Err(Failure::Guide(format!("{script} says not {patient:?}")));
        }
        let extension = self.script.extension().unwrap_or_default();
        let script = self
            .script
            .with_file_name("hurried")
            .with_extension(extension);
        at(&script, fs::write(&script, text.replace(patient, hurried)))?;
        Ok(Self { script, ..*self })
    }

    /// Runs it to its end.
    pub(super) fn run(&self, folder: &Path, words: &[&str]) -> Result<Ended, Failure> {
        let output = self.command(folder, words)?.output();
        let output = output.map_err(|source| Failure::Start {
            program: self.program.to_owned(),
            source,
        })?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ok(Ended {
            status: output.status.code().unwrap_or(-1),
            output: text(&output.stdout),
            errors: text(&output.stderr),
        })
    }
}
