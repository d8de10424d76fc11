//! Programs from Debian's packages.

use super::say;
use crate::failure::Failure;
use crate::run;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Installs the packages unless all the programs are there.
pub(super) fn need(programs: &[&str], packages: &[&str]) -> Result<(), Failure> {
    if programs.iter().all(|program| run::on_path(program)) {
        return Ok(());
    }
    install(packages)?;
    match programs.iter().find(|program| !run::on_path(program)) {
        None => Ok(()),
        Some(program) => Err(Failure::Missing {
            what: format!("`{program}`"),
            remedy: format!("The packages {} did not bring it.", packages.join(" ")),
        }),
    }
}

/// Installs PostgreSQL unless its programs are there. Debian keeps them out of `PATH`.
///
/// The package starts a server of its own. Nothing here uses it: the tests start theirs.
pub(super) fn need_postgres() -> Result<(), Failure> {
    if has_postgres() {
        return Ok(());
    }
    install(&["postgresql"])?;
    if has_postgres() {
        return Ok(());
    }
    Err(Failure::Missing {
        what: "`initdb`".to_owned(),
        remedy: "The package postgresql did not bring it.".to_owned(),
    })
}

fn has_postgres() -> bool {
    let versions = fs::read_dir(Path::new("/usr/lib/postgresql"));
    let mut versions = versions.into_iter().flatten().flatten();
    run::on_path("initdb") || versions.any(|it| it.path().join("bin/initdb").is_file())
}

/// Installs the packages unless Debian's own Python runs these lines, which need them.
pub(super) fn need_python(lines: &str, packages: &[&str]) -> Result<(), Failure> {
    let run = || run::quietly(Command::new("/usr/bin/python3").args(["-c", lines])).map(drop);
    run().or_else(|_| {
        install(packages)?;
        run()
    })
}

/// Installs packages when this is root, and otherwise says what to type.
pub(super) fn install(packages: &[&str]) -> Result<(), Failure> {
    let names = packages.join(" ");
    if !run::on_path("apt-get") || !is_root() {
        return Err(Failure::Missing {
            what: format!("One of the Debian packages {names}"),
            remedy: format!("Install them: sudo apt-get install {names}"),
        });
    }
    say(&format!("Debian packages {names}"));
    apt(&["update"])?;
    let mut words = vec!["install", "--yes", "--no-install-recommends"];
    words.extend(packages);
    apt(&words)
}

fn apt(words: &[&str]) -> Result<(), Failure> {
    let mut command = Command::new("apt-get");
    command
        .env("DEBIAN_FRONTEND", "noninteractive")
        .arg("--quiet")
        .args(words);
    run::quietly(&mut command).map(drop)
}

fn is_root() -> bool {
    run::quietly(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}
