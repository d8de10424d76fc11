//! The npm packages of the TypeScript opener, exactly those of its lock file.

use super::{debian, say};
use crate::failure::{Failure, at};
use crate::paths;
use crate::run::quietly;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

const FILES: [&str; 2] = ["package.json", "package-lock.json"];

/// Installs them with `npm ci`, which keeps to the lock file.
pub(super) fn install() -> Result<(), Failure> {
    if packages()?.join(".bin/tsc").is_file() {
        return Ok(());
    }
    debian::need(&["node", "npm"], &["nodejs", "npm"])?;
    say("the npm packages of examples/typescript");
    let home = home()?;
    at(&home, fs::create_dir_all(&home))?;
    for name in FILES {
        let file = example().join(name);
        at(&file, fs::copy(&file, home.join(name)))?;
    }
    let words = ["ci", "--no-audit", "--no-fund", "--ignore-scripts"];
    quietly(Command::new("npm").current_dir(home).args(words)).map(drop)
}

/// The folder `node_modules`.
pub(crate) fn packages() -> Result<PathBuf, Failure> {
    Ok(home()?.join("node_modules"))
}

/// Another folder for each state of the two files.
fn home() -> Result<PathBuf, Failure> {
    let mut hash = Sha256::new();
    for name in FILES {
        let file = example().join(name);
        hash.update(at(&file, fs::read(&file))?);
    }
    let digest: String = hash.finalize()[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Ok(paths::cache().join(format!("typescript-{digest}")))
}

fn example() -> PathBuf {
    paths::root().join("examples/typescript")
}
