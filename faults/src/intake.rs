//! The real intake as a process: started, killed at any moment, started again on the same data.

use std::cell::{Cell, RefCell};
use std::fs::OpenOptions;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tempfile::TempDir;
use thiserror::Error;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, ChildStdout, Command};
use tokio::sync::{Mutex, watch};

/// Why the intake does not run.
#[derive(Debug, Error)]
pub enum IntakeError {
    /// The program cannot be started, or its folder cannot be used.
    #[error("the intake cannot be run")]
    Run(#[from] io::Error),
    /// It ended, or said something else than where it listens.
    #[error("the intake did not start; it said: {0}")]
    Start(String),
}

/// An intake and the folder of its data.
pub(crate) struct IntakeProcess {
    program: PathBuf,
    home: TempDir,
    running: RefCell<Option<(Child, BufReader<ChildStdout>)>>,
    address: watch::Sender<Option<SocketAddr>>,
    /// How many requests the disk stays full for.
    full: Cell<u32>,
    /// One start or end at a time.
    turn: Mutex<()>,
}

/// A database that may take no more than it has. SQLite takes a limit below that as its size.
const NO_ROOM: Option<u32> = Some(1);

impl IntakeProcess {
    /// An intake that does not run yet, in a new folder inside of `folder`.
    pub(crate) fn new(program: &Path, folder: &Path) -> Result<Self, IntakeError> {
        let home = TempDir::new_in(folder)?;
        for inner in ["sites", "app"] {
            std::fs::create_dir(home.path().join(inner))?;
        }
        Ok(Self {
            program: program.to_owned(),
            home,
            running: RefCell::default(),
            address: watch::Sender::new(None),
            full: Cell::default(),
            turn: Mutex::default(),
        })
    }

    /// The folder of the database.
    pub(crate) fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    /// The file of the log.
    pub(crate) fn log(&self) -> PathBuf {
        self.home.path().join("log")
    }

    /// What a command of the intake's prints.
    pub(crate) async fn line(&self, words: &[&str]) -> Result<String, IntakeError> {
        let mut command = Command::new(&self.program);
        command.args(words).args(["--data", "data"]);
        let output = command.current_dir(self.home.path()).output().await?;
        if output.status.success() {
            Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
        } else {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            Err(IntakeError::Start(said))
        }
    }

    /// Where it listens; waits while it does not.
    pub(crate) async fn address(&self) -> SocketAddr {
        let mut address = self.address.subscribe();
        let up = address.wait_for(Option::is_some).await;
        up.ok()
            .and_then(|it| *it)
            .expect("waited until there is one")
    }

    /// Kills it with SIGKILL, if it runs, and starts it on what it left.
    pub(crate) async fn restart(&self) -> Result<(), IntakeError> {
        let _turn = self.turn.lock().await;
        self.end().await?;
        self.begin(None).await
    }

    /// Kills it for good.
    pub(crate) async fn kill(&self) -> Result<(), IntakeError> {
        let _turn = self.turn.lock().await;
        self.end().await
    }

    /// From now on there is no room on the disk, for so many requests.
    pub(crate) async fn fill_disk(&self, requests: u32) -> Result<(), IntakeError> {
        let _turn = self.turn.lock().await;
        self.full.set(requests);
        self.end().await?;
        self.begin(NO_ROOM).await
    }

    /// Counts a request; after the last one with a full disk there is room again.
    pub(crate) async fn count_request(&self) -> Result<(), IntakeError> {
        match self.full.get() {
            0 => Ok(()),
            1 => {
                self.full.set(0);
                self.restart().await
            }
            left => {
                self.full.set(left - 1);
                Ok(())
            }
        }
    }

    async fn end(&self) -> Result<(), IntakeError> {
        self.address.send_replace(None);
        let running = self.running.take();
        if let Some((mut child, _)) = running {
            child.kill().await?;
        }
        Ok(())
    }

    async fn begin(&self, most_mebibytes: Option<u32>) -> Result<(), IntakeError> {
        let log = OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.log())?;
        let mut command = Command::new(&self.program);
        command.current_dir(self.home.path());
        command.args(["serve", "--listen", "127.0.0.1:0", "--data", "data"]);
        command.args(["--sites", "sites", "--app", "app"]);
        // The devices of all tests come at once, and do no work for their turn.
        command.args(["--free-per-minute", "4294967295"]);
        if let Some(most) = most_mebibytes {
            command.args(["--max-storage", &most.to_string()]);
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = command.stderr(log).kill_on_drop(true).spawn()?;
        let mut stdout = BufReader::new(child.stdout.take().expect("it was asked for"));
        let mut line = String::new();
        stdout.read_line(&mut line).await?;
        let address = line.trim_end().strip_prefix("listening on http://");
        let address = address.and_then(|it| it.parse().ok());
        let address = address.ok_or(IntakeError::Start(line))?;
        // The pipe stays open, so that nothing it might ever print ends the intake.
        *self.running.borrow_mut() = Some((child, stdout));
        self.address.send_replace(Some(address));
        Ok(())
    }
}
