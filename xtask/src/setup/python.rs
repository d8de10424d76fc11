//! Python with the `cryptography` package, for the opener that shares no line with ours.

use super::{debian, say};
use crate::failure::Failure;
use crate::paths;
use crate::run::quietly;
use std::path::PathBuf;
use std::process::Command;

/// The first release whose HPKE knows X-Wing is older; this one is what the vectors were made with.
const CRYPTOGRAPHY: &str = "50.0.2";

/// A virtual environment in the cache, so that nothing else on the machine changes.
pub(super) fn environment() -> Result<(), Failure> {
    if is_ready() {
        return Ok(());
    }
    say(&format!(
        "Python environment (pip cryptography {CRYPTOGRAPHY})"
    ));
    make_environment()?;
    quietly(Command::new(python()).args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        &format!("cryptography=={CRYPTOGRAPHY}"),
    ]))
    .map(drop)
}

fn home() -> PathBuf {
    paths::cache().join("python")
}

/// The environment's Python.
pub(crate) fn python() -> PathBuf {
    home().join("bin/python3")
}

fn is_ready() -> bool {
    let version = "import cryptography; print(cryptography.__version__)";
    quietly(Command::new(python()).args(["-c", version]))
        .is_ok_and(|version| version.trim() == CRYPTOGRAPHY)
}

/// Tries the first Python on `PATH`, then Debian's, then Debian's with the package that Debian
/// leaves out of it.
fn make_environment() -> Result<(), Failure> {
    let make = |python: &str| {
        quietly(
            Command::new(python)
                .args(["-m", "venv", "--clear"])
                .arg(home()),
        )
        .map(drop)
    };
    make("python3")
        .or_else(|_| make("/usr/bin/python3"))
        .or_else(|_| {
            debian::install(&["python3", "python3-venv"])?;
            make("/usr/bin/python3")
        })
}
