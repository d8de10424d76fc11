use std::{env, process::Command};

/// Set in the program that runs the tests once more.
const VARIABLE: &str = "SEALPOST_TEST_DATABASE";

/// Whether the tests of this process are to use PostgreSQL.
#[must_use]
pub fn on_postgres() -> bool {
    env::var_os(VARIABLE).is_some_and(|it| it == "postgres")
}

/// Runs the tests of this program whose names begin with one of `modules` once more, on PostgreSQL.
///
/// # Panics
///
/// When one of them fails, with what it said; or when there are none.
pub fn again_on_postgres(modules: &[&str]) {
    let program = env::current_exe().expect("a test is a program");
    let output = Command::new(program)
        .args(modules)
        .env(VARIABLE, "postgres")
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&output.stdout);
    let failed = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && !said.contains("running 0 tests"),
        "on PostgreSQL:\n{said}\n{failed}"
    );
}
