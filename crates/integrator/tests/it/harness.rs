//! The real command in a folder of its own, and what it said.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

/// A report by staff, in exactly the bytes a report is encoded as.
pub(crate) const STAFF: &str = include_str!("reports/staff.json");

/// A report by a resident, in Tigrinya, which excludes the role `site-safety`.
pub(crate) const RESIDENT: &str = include_str!("reports/resident.json");

/// How long anything may take; far longer than it ever does, so that only a fault ends it.
pub(crate) const DEADLINE: Duration = Duration::from_secs(60);

/// A folder to work in; gone with it.
pub(crate) struct Desk {
    folder: TempDir,
}

/// What a command did.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a folder for the test"),
        }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, bytes).expect("the folder is writable");
        // Tokens and passphrases are among them.
        set_mode(&path, 0o600);
        path
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// A command that will run in this folder, without a terminal to ask at.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sealpost"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        command
    }

    /// The same, after `before` in a shell: a limit, or what its input comes from.
    pub(crate) fn command_after(&self, before: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new("sh");
        command
            .args(["-c", &format!("{before} \"$@\""), "sh"])
            .arg(env!("CARGO_BIN_EXE_sealpost"))
            .args(arguments)
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        command
    }

    /// Runs a command to its end; one that does not end is a fault, and is ended.
    pub(crate) fn run(&self, arguments: &[&str]) -> Done {
        Done::by(&mut self.command(arguments))
    }

    /// Runs a command after something in a shell, to its end.
    pub(crate) fn run_after(&self, before: &str, arguments: &[&str]) -> Done {
        Done::by(&mut self.command_after(before, arguments))
    }

    /// Runs a command that must succeed.
    pub(crate) fn must(&self, arguments: &[&str]) -> Done {
        let done = self.run(arguments);
        assert_eq!(done.code, 0, "{arguments:?}: {done:?}");
        done
    }

    /// Makes the identity file `{name}.key`; returns the recipient.
    pub(crate) fn keygen(&self, name: &str) -> String {
        let file = format!("{name}.key");
        let done = self.must(&["keygen", "--json", "--no-passphrase", "--output", &file]);
        text(&done.json()["recipient"])
    }

    /// Seals `report` to `recipient` as `{name}.envelope`; returns the digest.
    pub(crate) fn seal(&self, name: &str, report: &str, recipient: &str) -> String {
        let (json, file) = (format!("{name}.json"), format!("{name}.envelope"));
        self.write(&json, report);
        let done = self.must(&[
            "seal",
            "--json",
            "--recipient",
            recipient,
            "--report",
            &json,
            "--output",
            &file,
        ]);
        text(&done.json()["digest"])
    }

    /// The paths in a folder below this one, sorted.
    pub(crate) fn list(&self, folder: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.path(folder)).expect("the folder is there");
        let name = |it: std::io::Result<std::fs::DirEntry>| {
            it.expect("readable")
                .file_name()
                .into_string()
                .expect("UTF-8")
        };
        let mut names: Vec<String> = entries.map(name).collect();
        names.sort();
        names
    }
}

/// All bytes of a stream, once it is closed.
fn all(stream: Option<impl Read + Send + 'static>) -> Receiver<Vec<u8>> {
    let mut stream = stream.expect("piped");
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("a pipe is readable");
        // Nobody listens any more when the deadline has passed.
        drop(sender.send(bytes));
    });
    receiver
}

impl Done {
    /// Runs a command to its end; one that does not end is a fault, and is ended.
    pub(crate) fn by(command: &mut Command) -> Self {
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the command starts");
        let (stdout, stderr) = (all(child.stdout.take()), all(child.stderr.take()));
        // Both close when the command ends, however it does.
        let texts = [stdout, stderr].map(|it| it.recv_timeout(DEADLINE));
        let [Ok(stdout), Ok(stderr)] = texts else {
            // Fails only when it has ended meanwhile; the test fails in either case.
            drop(child.kill());
            drop(child.wait());
            panic!("{command:?} did not end within {DEADLINE:?}");
        };
        let status = child.wait().expect("the command can be waited for");
        Self::of(Output {
            status,
            stdout,
            stderr,
        })
    }

    pub(crate) fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("the command writes UTF-8");
        Self {
            code: output.status.code().expect("the command ended by itself"),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }

    /// The only line of standard output, as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// A JSON string's text.
pub(crate) fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("not a text: {value}"))
        .to_owned()
}

/// Gives a path this file mode.
pub(crate) fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("it is ours");
}

/// The file mode of a path.
pub(crate) fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path)
        .expect("the file is there")
        .permissions()
        .mode()
        & 0o777
}
