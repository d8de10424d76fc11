//! What a receiver does when something is wrong: it says what, loses nothing, and goes on where it
//! was when all is well again.

mod answering;
mod bad_intake;
pub(super) mod curl;
mod one_of_many;

use super::fake;
use super::outcome::{Site, files, must, waiting};
use super::receiver::{Ended, Receiver};
use super::terminal::Terminal;
use crate::failure::{Failure, at};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::Stdio;

/// Tries one receiver; says how many things were wrong.
pub(super) fn check(
    receiver: &Receiver,
    site: &Site,
    terminal: &mut Terminal,
) -> Result<usize, Failure> {
    let trial = Trial { receiver, site };
    let tried = trial.cannot_begin()?
        + bad_intake::check(&trial)?
        + one_of_many::check(&trial)?
        + answering::check(&trial)?;
    trial.damaged_on_purpose(terminal)?;
    trial.followed(terminal)?;
    Ok(tried + 1)
}

/// One receiver beside the intake of the guide.
struct Trial<'a> {
    receiver: &'a Receiver,
    site: &'a Site,
}

impl Trial<'_> {
    /// A new folder for what is received, by its name and its path.
    fn inbox(&self, name: &str) -> Result<(String, PathBuf), Failure> {
        let name = format!("{}-{name}", self.receiver.name);
        let path = self.site.folder.join(&name);
        at(&path, fs::create_dir(&path))?;
        Ok((name, path))
    }

    /// Runs the receiver with the guide's token and key.
    fn run(&self, intake: &str, inbox: &str, more: &[&str]) -> Result<Ended, Failure> {
        let words = [intake, "token", "reader.key", inbox];
        self.receiver
            .run(&self.site.folder, &[&words[..], more].concat())
    }

    /// Sees that it ended so, and said so in one line: a receiver that dies of a fault says more.
    fn ended(&self, what: &str, ended: &Ended, status: i32, said: &str) -> Result<(), Failure> {
        let line = ended.errors.trim_end();
        let holds = ended.status == status && line.contains(said) && !line.contains('\n');
        must(holds, || {
            format!("{}, {what}: {ended:?}", self.receiver.name)
        })
    }

    /// What is wrong before anything is fetched. Nothing is written then.
    fn cannot_begin(&self) -> Result<usize, Failure> {
        let folder = &self.site.folder;
        let token = folder.join("foreign-token");
        at(&token, fs::write(&token, "A".repeat(43)))?;
        let intake = self.site.intake.as_str();
        let nobody = fake::nobody()?;
        let (name, path) = self.inbox("cannot-begin")?;
        let cases = [
            (
                "a wrong token",
                intake,
                "foreign-token",
                "reader.key",
                1,
                "unauthorized",
            ),
            ("no token", intake, "quiet.json", "reader.key", 1, "token"),
            (
                "no file",
                intake,
                "missing",
                "reader.key",
                1,
                "no such file",
            ),
            ("no identity", intake, "token", "reader.pub", 1, "identity"),
            (
                "nobody there",
                &nobody,
                "token",
                "reader.key",
                4,
                "cannot be reached",
            ),
            (
                "plain http",
                "http://report.example",
                "token",
                "reader.key",
                1,
                "plain http",
            ),
        ];
        for (what, intake, token, identity, status, said) in cases {
            let words = [intake, token, identity, &name];
            let mut ended = self.receiver.run(folder, &words)?;
            ended.errors = ended.errors.to_lowercase();
            self.ended(what, &ended, status, said)?;
            let written = at(&path, fs::read_dir(&path))?.count();
            must(written == 0, || {
                format!("{what}: {written} files are written")
            })?;
        }
        Ok(cases.len())
    }

    /// An envelope for this key that somebody spoiled does not stop the one after it.
    fn damaged_on_purpose(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        let envelope = self.site.folder.join("quiet.envelope");
        let mut bytes = at(&envelope, fs::read(&envelope))?;
        *bytes.last_mut().expect("it is an envelope") ^= 1;
        let damaged = self.site.folder.join("damaged.envelope");
        at(&damaged, fs::write(&damaged, bytes))?;
        terminal.run(
            0,
            "curl -sS --fail-with-body -T damaged.envelope \
             \"$INTAKE/v1/envelopes/$(digest_of damaged.envelope)\"\nhand_in quiet\n",
        )?;
        let (name, path) = self.inbox("damaged")?;
        let ended = self.run(&self.site.intake, &name, &[])?;
        self.ended("a damaged envelope", &ended, 0, "")?;
        let lines: Vec<&str> = ended.output.lines().collect();
        let holds = matches!(lines[..], [first, second]
            if first.starts_with("refused (chunk-changed)") && second.starts_with("opened"));
        must(holds, || format!("{}: {ended:?}", self.receiver.name))?;
        let kept = files(&path, "envelope")?.len();
        let waiting = waiting(self.site)?;
        must((kept, waiting) == (2, 0), || {
            format!("{kept} are kept, {waiting} not acknowledged")
        })
    }

    /// With `--follow`, it takes what arrives while it runs.
    fn followed(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        let (name, path) = self.inbox("follow")?;
        let words = [&self.site.intake, "token", "reader.key", &name, "--follow"];
        let mut command = self.receiver.command(&self.site.folder, &words)?;
        let spawned = command.stdout(Stdio::piped()).spawn();
        let mut running = spawned.map_err(|source| Failure::Start {
            program: self.receiver.name.to_owned(),
            source,
        })?;
        let output = running.stdout.take().expect("standard output is piped");
        let handed_in = terminal.run(0, "hand_in quiet\n");
        let mut line = String::new();
        let read = handed_in.map(|()| BufReader::new(output).read_line(&mut line));
        // Also when handing in failed; it would run for ever.
        running.kill().ok();
        running.wait().ok();
        at(&path, read?)?;
        must(line.starts_with("opened "), || {
            format!("{}, following: {line:?}", self.receiver.name)
        })
    }
}
