use std::{
    fs::File,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    os::unix::fs::PermissionsExt as _,
    path::PathBuf,
    process::{Child, Command, Stdio},
};

use base64ct::{Base64, Encoding as _};
use envelope::Digest;

use super::receiver::Hook;
use crate::harness::{DEADLINE, Desk};

/// The real program, with metrics and a reader whose token is in the desk's file `token`.
pub(super) struct Program {
    child: Child,
    address: SocketAddr,
    metrics: SocketAddr,
    log: PathBuf,
    pub(super) database: Option<String>,
    pub(super) hook: Hook,
}

/// All bytes of an answer.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) bytes: Vec<u8>,
}

impl Program {
    /// Over the file in its folder, or the database that a URL names.
    pub(super) fn start(desk: &Desk, database: Option<&str>) -> Self {
        for folder in ["intake", "intake/sites", "intake/app"] {
            std::fs::create_dir(desk.path(folder)).expect("a folder");
        }
        desk.write("token", said(desk, database, &["token", "add", "desk"]));
        let log = desk.path("intake/log");
        let hook = Hook::new();
        let target = format!(
            "[[target]]\nid = \"desk\"\nurl = \"http://{}/hook\"\nsecret-file = \"secret\"\n",
            hook.address
        );
        desk.write("intake/targets.toml", target);
        let secret = format!("whsec_{}\n", Base64::encode_string(&[7; 32]));
        let secret = desk.write("intake/secret", secret);
        let access = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(secret, access).expect("it is ours");
        let serve = ["serve", "--sites", "sites", "--app", "app"];
        let mut command = command(desk, database, &serve);
        command.args(["--listen", "127.0.0.1:0", "--metrics", "127.0.0.1:0"]);
        command.args(["--webhooks", "targets.toml"]);
        command
            .stdout(Stdio::piped())
            .stderr(File::create(&log).expect("a log"));
        let mut child = command.spawn().expect("it starts");
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let mut address = |before: &str, after: &str| {
            let line = lines.next().expect("a line").expect("text");
            let line = line
                .strip_prefix(before)
                .and_then(|it| it.strip_suffix(after));
            line.expect(before).parse().expect("an address")
        };
        let listens = address("listening on http://", "");
        let metrics = address("metrics on http://", "/metrics");
        Self {
            child,
            address: listens,
            metrics,
            log,
            hook,
            database: database.map(str::to_owned),
        }
    }

    pub(super) fn receipt_key(&self, desk: &Desk) -> String {
        said(desk, self.database.as_deref(), &["receipt-key"])
            .trim()
            .to_owned()
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The header of the reader.
    pub(super) fn bearer(&self, desk: &Desk) -> String {
        let token = String::from_utf8(desk.read("token")).expect("text");
        format!("authorization: Bearer {}\r\n", token.trim())
    }

    pub(super) fn ask(&self, request: &[u8]) -> Answer {
        ask(self.address, request)
    }

    pub(super) fn metrics(&self) -> Answer {
        ask(self.metrics, &get("/metrics", ""))
    }

    /// Ends it, as a service manager does, and gives its whole log.
    pub(super) fn stop(&mut self) -> String {
        let stop = ["-TERM", &self.child.id().to_string()].map(str::to_owned);
        let stopped = Command::new("kill").args(stop).status();
        assert!(stopped.expect("it runs").success());
        assert!(self.child.wait().expect("it ends").success());
        std::fs::read_to_string(&self.log).expect("text")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Gone already where it was stopped.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Answer {
    /// What an answer looks like, without what is different in every one: the names of its headers,
    /// and its length.
    pub(super) fn form(&self) -> (Vec<&str>, usize) {
        let head = self.bytes.len() - self.body().len();
        let head = std::str::from_utf8(&self.bytes[..head]).expect("ASCII");
        let names = head
            .lines()
            .map(|it| it.split(':').next().unwrap_or_default());
        (names.collect(), self.bytes.len())
    }

    pub(super) fn body(&self) -> &[u8] {
        let end = self.bytes.windows(4).position(|it| it == b"\r\n\r\n");
        &self.bytes[end.expect("a head") + 4..]
    }
}

/// Hands in bytes under their own digest.
pub(super) fn put(bytes: &[u8], headers: &str) -> Vec<u8> {
    let head = format!(
        "PUT /v1/envelopes/{} HTTP/1.1\r\nhost: intake\r\nconnection: close\r\n\
         content-length: {}\r\n{headers}\r\n",
        Digest::of(bytes),
        bytes.len()
    );
    [head.as_bytes(), bytes].concat()
}

pub(super) fn get(path: &str, headers: &str) -> Vec<u8> {
    let head = format!("GET {path} HTTP/1.1\r\nhost: intake\r\nconnection: close\r\n{headers}\r\n");
    head.into_bytes()
}

fn ask(address: SocketAddr, request: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(address).expect("it listens");
    stream.set_read_timeout(Some(DEADLINE)).expect("a time-out");
    stream.write_all(request).expect("it reads");
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).expect("it answers");
    let status = std::str::from_utf8(&bytes[9..12]).expect("ASCII");
    Answer {
        status: status.parse().expect("a status"),
        bytes,
    }
}

/// The program for this desk's intake.
fn command(desk: &Desk, database: Option<&str>, arguments: &[&str]) -> Command {
    let mut command = Command::new(programs::program("intake"));
    command.args(arguments).args(["--data", "data"]);
    if let Some(url) = database {
        command.args(["--database", url]);
    }
    command.current_dir(desk.path("intake"));
    command
}

/// What a command prints.
fn said(desk: &Desk, database: Option<&str>, arguments: &[&str]) -> String {
    let output = command(desk, database, arguments)
        .output()
        .expect("it runs");
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("text")
}
