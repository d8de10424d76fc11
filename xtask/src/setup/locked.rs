//! The npm packages that a folder of the repository names, exactly those of its lock file.

use super::{debian, say};
use crate::failure::{Failure, at};
use crate::pack::loader::short_digest;
use crate::paths;
use crate::run::quietly;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

const FILES: [&str; 2] = ["package.json", "package-lock.json"];

/// A folder with a lock file.
pub(crate) struct Locked {
    /// The folder, from the root of the repository.
    pub(super) folder: &'static str,
    /// A file of its packages, which is there when they are.
    pub(super) sign: &'static str,
}

impl Locked {
    /// Installs them with `npm ci`, which keeps to the lock file.
    pub(super) fn install(&self) -> Result<(), Failure> {
        if self.packages()?.join(self.sign).is_file() {
            return Ok(());
        }
        debian::need(&["node", "npm"], &["nodejs", "npm"])?;
        say(&format!("the npm packages of {}", self.folder));
        let home = self.home()?;
        at(&home, fs::create_dir_all(&home))?;
        for name in FILES {
            let file = self.source().join(name);
            at(&file, fs::copy(&file, home.join(name)))?;
        }
        let words = ["ci", "--no-audit", "--no-fund", "--ignore-scripts"];
        quietly(Command::new("npm").current_dir(home).args(words)).map(drop)
    }

    /// The folder `node_modules`.
    pub(crate) fn packages(&self) -> Result<PathBuf, Failure> {
        Ok(self.home()?.join("node_modules"))
    }

    /// Another folder for each state of the two files.
    fn home(&self) -> Result<PathBuf, Failure> {
        let mut state = Vec::new();
        for name in FILES {
            let file = self.source().join(name);
            state.extend(at(&file, fs::read(&file))?);
        }
        let (name, digest) = (self.folder.replace('/', "-"), short_digest(&state));
        Ok(paths::cache().join(format!("{name}-{digest}")))
    }

    fn source(&self) -> PathBuf {
        paths::root().join(self.folder)
    }
}
