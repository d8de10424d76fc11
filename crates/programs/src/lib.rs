//! The workspace's programs, built as they are now, for the tests and commands that start them.
//!
//! # Where to start
//!
//! 1. [`program`]: a test's way to a program of another package.
//! 2. [`building`]: the one command that builds them. Another set of packages would have other features,
//!    and most dependencies would be compiled once more.
//! 3. [`cargo`]: why a call of cargo inside of cargo begins with a clean environment.

use std::{
    env,
    ffi::OsStr,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

/// All packages with a program that something starts.
const PACKAGES: [&str; 4] = [
    "sealpost-faults",
    "sealpost-intake",
    "sealpost-integrator",
    "xtask",
];

/// A program by its name, such as `intake`. All are brought up to date before the first call returns.
///
/// # Panics
///
/// When they cannot be built, with what the compiler said.
#[must_use]
pub fn program(name: &str) -> PathBuf {
    static BUILT: OnceLock<()> = OnceLock::new();
    BUILT.get_or_init(|| {
        let built = building().output().expect("there is cargo");
        let said = String::from_utf8_lossy(&built.stderr);
        assert!(built.status.success(), "the programs are not built: {said}");
    });
    path(name)
}

/// Where a program of this name is, or will be once it is built.
#[must_use]
pub fn path(name: &str) -> PathBuf {
    folder().join(format!("{name}{}", env::consts::EXE_SUFFIX))
}

/// The command that builds all of them, beside whatever calls this.
#[must_use]
pub fn building() -> Command {
    let mut command = cargo();
    command.args(["build", "--quiet", "--locked", "--bins"]);
    command.args(PACKAGES.iter().flat_map(|it| ["--package", it]));
    command.arg("--target-dir").arg(target());
    command
}

/// The folder of the programs: a test stands in `deps` of it, a program in itself.
#[must_use]
pub fn folder() -> PathBuf {
    let own = env::current_exe().ok();
    let own = own.as_deref().and_then(Path::parent);
    let own = own.map(|it| match it.ends_with("deps") {
        true => it.parent().unwrap_or(it),
        false => it,
    });
    own.map_or_else(|| root().join("target/debug"), Path::to_owned)
}

/// The folder of all that is built.
#[must_use]
pub fn target() -> PathBuf {
    let folder = folder();
    folder
        .parent()
        .map_or_else(|| root().join("target"), Path::to_owned)
}

/// The root of the repository.
#[must_use]
pub fn root() -> PathBuf {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    let root = crates.and_then(Path::parent);
    root.expect("a crate stands in `crates` of the repository")
        .to_owned()
}

/// A cargo command in the repository, free of what an outer cargo has set for this program.
///
/// Build scripts may watch those variables, and some do; left in place, they would rebuild half of the
/// dependencies each time cargo is called the other way.
#[must_use]
pub fn cargo() -> Command {
    calling_cargo(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// The same for a program that calls cargo itself.
pub fn calling_cargo(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    for (name, _) in env::vars_os() {
        if is_of_the_outer_cargo(&name) {
            command.env_remove(name);
        }
    }
    command
}

fn is_of_the_outer_cargo(name: &OsStr) -> bool {
    const PREFIXES: [&str; 5] = [
        "CARGO_PKG_",
        "CARGO_MANIFEST_",
        "CARGO_CRATE_",
        "CARGO_BIN_",
        "CARGO_PRIMARY_",
    ];
    name.to_str()
        .is_some_and(|name| PREFIXES.iter().any(|prefix| name.starts_with(prefix)))
}

#[cfg(test)]
mod tests {
    use super::{calling_cargo, folder, program};

    /// Cargo sets this for every test.
    #[test]
    fn what_cargo_has_set_for_a_test_is_not_passed_on() {
        assert!(std::env::var_os("CARGO_PKG_NAME").is_some());
        let shown = calling_cargo("env").output().expect("it runs");
        let shown = String::from_utf8_lossy(&shown.stdout);
        assert!(shown.contains("PATH="), "{shown}");
        assert!(!shown.contains("CARGO_PKG_"), "{shown}");
    }

    #[test]
    fn a_program_is_there_and_runs() {
        let intake = program("intake");
        assert!(intake.starts_with(folder()));
        let said = std::process::Command::new(intake).arg("--version").output();
        let said = said.expect("it runs");
        assert!(said.status.success(), "{said:?}");
    }
}
