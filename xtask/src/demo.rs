//! The demonstration site: its keys, its signed manifest, its desk, its intake's data.

use crate::build;
use crate::failure::{Failure, at};
use crate::paths::{self, program};
use crate::run::quietly;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// The demonstration's manifest is valid for 90 days; it is made anew well before.
const KEPT_FOR: Duration = Duration::from_secs(60 * 24 * 60 * 60);

/// A demonstration site in `target/demo`, kept between runs.
#[derive(Debug)]
pub(crate) struct Demo {
    folder: PathBuf,
}

impl Demo {
    /// The demonstration, made when it is missing, incomplete or old.
    pub(crate) fn ready() -> Result<Self, Failure> {
        build::programs()?;
        let demo = Self {
            folder: paths::target().join("demo"),
        };
        if !demo.is_fresh() {
            demo.make()?;
        }
        Ok(demo)
    }

    /// The operator's minisign public key file.
    pub(crate) fn operator(&self) -> PathBuf {
        self.folder.join("operator.pub")
    }

    /// The folder of signed manifests.
    pub(crate) fn sites(&self) -> PathBuf {
        self.folder.join("sites")
    }

    /// The folder of the desk's private keys.
    pub(crate) fn desk(&self) -> PathBuf {
        self.folder.join("desk")
    }

    /// What the intake stores.
    pub(crate) fn intake_data(&self) -> PathBuf {
        self.folder.join("intake")
    }

    /// The file with the desk's bearer token.
    pub(crate) fn token(&self) -> PathBuf {
        self.folder.join("token")
    }

    /// The token is written last, so its age is that of a complete demonstration.
    fn is_fresh(&self) -> bool {
        fs::metadata(self.token())
            .and_then(|token| token.modified())
            .is_ok_and(|made| made.elapsed().is_ok_and(|age| age < KEPT_FOR))
    }

    fn make(&self) -> Result<(), Failure> {
        if self.folder.exists() {
            at(&self.folder, fs::remove_dir_all(&self.folder))?;
        }
        // The intake makes its own folder, which nobody else may look into.
        at(&self.folder, fs::create_dir_all(&self.folder))?;
        let intake = |words: &[&str]| {
            quietly(
                Command::new(program("intake"))
                    .args(words)
                    .arg("--data")
                    .arg(self.intake_data()),
            )
        };
        let receipt_key = intake(&["receipt-key"])?;
        quietly(
            Command::new(program("sealpost"))
                .args(["site", "demo"])
                .arg(&self.folder)
                .args(["--receipt-key", receipt_key.trim()]),
        )?;
        let token = intake(&["token", "add", "desk"])?;
        write_private(&self.token(), token.trim())
    }
}

/// Writes a file that only its owner can read.
fn write_private(path: &Path, text: &str) -> Result<(), Failure> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    at(
        path,
        options
            .open(path)
            .and_then(|mut file| file.write_all(text.as_bytes())),
    )
}
