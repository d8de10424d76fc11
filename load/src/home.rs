use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use submission::ReceiptKey;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, ChildStdout, Command};

use crate::error::LoadError;

/// The intake's program, and a folder on the disk that is measured.
pub(crate) struct Place {
    pub(crate) program: PathBuf,
    pub(crate) folder: PathBuf,
}

/// The folders of an intake.
pub(crate) struct Home {
    program: PathBuf,
    folder: TempDir,
    /// The URL of a PostgreSQL database, when it is not in the data folder.
    database: Option<String>,
}

impl Home {
    pub(crate) fn new(place: &Place, database: Option<String>) -> Result<Self, LoadError> {
        fs::create_dir_all(&place.folder)?;
        let folder = TempDir::new_in(&place.folder)?;
        for inner in ["sites", "app"] {
            fs::create_dir(folder.path().join(inner))?;
        }
        Ok(Self {
            program: place.program.canonicalize()?,
            folder,
            database,
        })
    }

    /// A fresh reader's token.
    pub(crate) async fn token(&self) -> Result<String, LoadError> {
        self.line(&["token", "add", "desk"]).await
    }

    /// The key by which its receipts are verified.
    pub(crate) async fn receipt_key(&self) -> Result<ReceiptKey, LoadError> {
        let line = self.line(&["receipt-key"]).await?;
        line.parse().map_err(|_| LoadError::Said(line))
    }

    async fn line(&self, words: &[&str]) -> Result<String, LoadError> {
        let output = self.command(words).output().await?;
        match output.status.success() {
            true => Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned()),
            false => {
                let said = String::from_utf8_lossy(&output.stderr);
                Err(LoadError::Said(said.into_owned()))
            }
        }
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.current_dir(self.path()).args(words);
        command.args(["--data", "data"]);
        if let Some(url) = &self.database {
            command.args(["--database", url]);
        }
        command
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Starts it and waits until it listens.
    pub(crate) async fn serve(&self) -> Result<Running, LoadError> {
        let mut command = self.command(&["serve", "--listen", "127.0.0.1:0"]);
        command.args(["--sites", "sites", "--app", "app"]);
        // What comes is more than anybody sends, and does no work for its turn.
        command.args(["--free-per-minute", "4294967295"]);
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = command.kill_on_drop(true).spawn()?;
        let mut stdout = BufReader::new(child.stdout.take().expect("it was asked for"));
        let mut line = String::new();
        stdout.read_line(&mut line).await?;
        let address = line.trim_end().strip_prefix("listening on http://");
        let address = address.and_then(|it| it.parse().ok());
        Ok(Running {
            address: address.ok_or(LoadError::Said(line))?,
            child,
            _stdout: stdout,
        })
    }
}

/// The running program.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    child: Child,
    /// Open, so that nothing it might ever print ends it.
    _stdout: BufReader<ChildStdout>,
}

impl Running {
    /// SIGKILL: not one instruction more.
    pub(crate) async fn kill(mut self) -> Result<(), LoadError> {
        Ok(self.child.kill().await?)
    }

    /// The memory it has now, in KiB (proc_pid_status(5), `VmRSS`).
    pub(crate) fn memory(&self) -> Result<u64, LoadError> {
        let id = self.child.id().unwrap_or_default();
        let status = fs::read_to_string(format!("/proc/{id}/status"))?;
        let line = status.lines().find_map(|it| it.strip_prefix("VmRSS:"));
        let number = line.and_then(|it| it.split_whitespace().next());
        let number = number.and_then(|it| it.parse().ok());
        number.ok_or_else(|| LoadError::Said("no figure of its memory".to_owned()))
    }
}
