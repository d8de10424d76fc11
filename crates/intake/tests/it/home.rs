//! The real program and its folders.

use std::{
    fs::{self, DirBuilder},
    io::{BufRead as _, BufReader, Read as _},
    net::SocketAddr,
    os::unix::fs::DirBuilderExt as _,
    path::Path,
    process::{Child, Command, Output, Stdio},
};

use envelope_format::Digest;
use submission::ReceiptKey;
use tempfile::TempDir;

use crate::{
    place::Place,
    rig::Answer,
    wire::{exchange, get, put},
};

/// The folders of an intake; the program comes and goes.
pub(crate) struct Home {
    folder: TempDir,
    pub(crate) place: Place,
}

impl Home {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let place = Place::new(&folder.path().join("data"));
        let home = Self { folder, place };
        for folder in ["sites", "app"] {
            fs::create_dir(home.path().join(folder)).expect("a folder");
        }
        fs::write(home.path().join("app/index.html"), "<!doctype html>").expect("written");
        home
    }

    /// One of several with one database, and with the same receipt key.
    pub(crate) fn beside(&self, url: &str) -> Self {
        let mut home = Self::new();
        home.place = Place::Server(url.to_owned());
        let key = "data/receipt.key";
        home.folder_for_itself("data");
        fs::copy(self.path().join(key), home.path().join(key)).expect("copied");
        home
    }

    /// Makes a folder that no other user of the machine can look into.
    pub(crate) fn folder_for_itself(&self, name: &str) {
        let made = DirBuilder::new().mode(0o700).create(self.path().join(name));
        made.expect("a folder");
    }

    /// With its database on a server, whatever the other tests run on.
    pub(crate) fn on(url: &str) -> Self {
        let mut home = Self::new();
        home.place = Place::Server(url.to_owned());
        home.receipt_key();
        home
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_intake"));
        command.current_dir(self.path()).args(arguments);
        if let Place::Server(url) = &self.place {
            command.env("SEALPOST_INTAKE_DATABASE", url);
        }
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("it runs")
    }

    /// The one line that a command prints.
    pub(crate) fn line(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        let text = String::from_utf8(output.stdout).expect("text");
        text.strip_suffix('\n').expect("one line").to_owned()
    }

    /// A fresh reader's token.
    pub(crate) fn token(&self) -> String {
        self.line(&["token", "add", "desk", "--data", "data"])
    }

    /// The key of the intake's receipts.
    pub(crate) fn receipt_key(&self) -> ReceiptKey {
        let key = self.line(&["receipt-key", "--data", "data"]);
        key.parse().expect("a receipt key")
    }

    pub(crate) fn serve(&self) -> Running {
        self.serve_with(&[])
    }

    /// With more arguments.
    pub(crate) fn serve_with(&self, more: &[&str]) -> Running {
        let mut command = self.command(&SERVE);
        command.args(more);
        Running::start(command)
    }

    /// What an intake says that does not start.
    pub(crate) fn refused(&self) -> String {
        self.refused_with(&[])
    }

    /// With more arguments.
    pub(crate) fn refused_with(&self, more: &[&str]) -> String {
        let mut command = self.command(&SERVE);
        command
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("it starts");
        let mut line = [0];
        let stdout = child.stdout.as_mut().expect("a pipe");
        let listens = stdout.read(&mut line).expect("a line or the end") > 0;
        // Gone already, as it should be.
        let _ = child.kill();
        let ended = child.wait_with_output().expect("gone");
        assert!(!listens, "it serves");
        assert_eq!(ended.status.code(), Some(1));
        String::from_utf8(ended.stderr).expect("text")
    }
}

/// Looks at the settings with which [`SERVE`] serves.
pub(crate) const CHECK: [&str; 7] = [
    "check-config",
    "--data",
    "data",
    "--sites",
    "sites",
    "--app",
    "app",
];

/// Serves on a free port. Tests send more than anybody would, and those of postage alone do the work
/// that would be asked for.
pub(crate) const SERVE: [&str; 11] = [
    "serve",
    "--listen",
    "127.0.0.1:0",
    "--data",
    "data",
    "--sites",
    "sites",
    "--app",
    "app",
    "--free-per-minute",
    "4294967295",
];

/// The running program. It is killed when dropped.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    /// Where the metrics are, when they were asked for.
    pub(crate) metrics: Option<SocketAddr>,
    child: Child,
}

impl Running {
    /// Starts it and waits until it listens.
    pub(crate) fn start(mut command: Command) -> Self {
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("it starts");
        let stdout = child.stdout.take().expect("a pipe");
        let mut stdout = BufReader::new(stdout);
        let mut address = |before: &str, after: &str| {
            let mut line = String::new();
            stdout.read_line(&mut line).expect("a line");
            let address = line.trim_end().strip_prefix(before);
            let address = address.and_then(|it| it.strip_suffix(after));
            address.expect("an address").parse().expect("an address")
        };
        let with_metrics = command.get_args().any(|it| it == "--metrics");
        Self {
            address: address("listening on http://", ""),
            metrics: with_metrics.then(|| address("metrics on http://", "/metrics")),
            child,
        }
    }

    /// The number of its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn put(&self, bytes: &[u8]) -> Option<Answer> {
        exchange(self.address, &put(bytes)).ok()
    }

    pub(crate) fn read(&self, path: &str, token: &str) -> Answer {
        let headers = format!("authorization: Bearer {token}\r\n");
        exchange(self.address, &get(path, &headers)).expect("an answer")
    }

    pub(crate) fn stored(&self, token: &str) -> Vec<Digest> {
        let listing = self.read("/v1/envelopes?limit=1000", token).listing();
        listing.envelopes.into_iter().map(|it| it.digest).collect()
    }

    /// SIGKILL: not one instruction more.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("gone");
    }

    /// SIGTERM; returns whether it ended well and all it wrote to its log.
    pub(crate) fn stop(mut self) -> (bool, String) {
        let kill = format!("kill -TERM {}", self.child.id());
        let sent = Command::new("sh").args(["-c", &kill]).status();
        assert!(sent.expect("a shell").success());
        let mut log = String::new();
        let stderr = self.child.stderr.as_mut().expect("a pipe");
        stderr.read_to_string(&mut log).expect("text");
        (self.child.wait().expect("it ends").success(), log)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Gone already in most tests.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
