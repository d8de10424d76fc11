//! Python with the packages of the checks that share no line with ours.

use super::{debian, say};
use crate::failure::Failure;
use crate::paths;
use crate::run::quietly;
use std::path::PathBuf;
use std::process::Command;

/// Each with its version.
const PACKAGES: [(&str, &str); 5] = [
    // For the opener. The first release whose HPKE knows X-Wing is older; this one is what the
    // vectors were made with.
    ("cryptography", "50.0.2"),
    // Asks a running intake whatever its OpenAPI document allows, and what it does not.
    ("schemathesis", "4.32.5"),
    // Prometheus' own reader of its text format.
    ("prometheus_client", "0.26.0"),
    // Reads the events of webhooks.
    ("cloudevents", "2.2.0"),
    // Verifies their signatures.
    ("standardwebhooks", "1.1.0"),
];

/// A virtual environment in the cache, so that nothing else on the machine changes.
pub(super) fn environment() -> Result<(), Failure> {
    let wanted = PACKAGES.map(|(name, version)| format!("{name}=={version}"));
    if installed().is_ok_and(|installed| installed.lines().eq(&wanted)) {
        return Ok(());
    }
    say(&format!("Python environment (pip {})", wanted.join(", ")));
    if quietly(Command::new(python()).args(["-m", "pip", "--version"])).is_err() {
        make_environment()?;
    }
    let install = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ];
    quietly(Command::new(python()).args(install).args(wanted)).map(drop)
}

fn home() -> PathBuf {
    paths::cache().join("python")
}

/// The environment's Python.
pub(crate) fn python() -> PathBuf {
    home().join("bin/python3")
}

/// The packages that are there, as pip would be asked for them.
fn installed() -> Result<String, Failure> {
    let lines = "import sys\nfrom importlib.metadata import version\n\
                 for it in sys.argv[1:]: print(f'{it}=={version(it)}')";
    let names = PACKAGES.map(|(name, _)| name);
    quietly(Command::new(python()).args(["-c", lines]).args(names))
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
