//! The same envelope, opened by a stranger: Python, its `cryptography`, and docs/envelope.md.

use std::path::PathBuf;
use std::process::Command;

use crate::harness::{Desk, Done, RESIDENT, STAFF};

/// The Python with `cryptography` in it that the set-up keeps outside the build.
fn python() -> PathBuf {
    let cache = std::env::var_os("XDG_CACHE_HOME")
        .filter(|it| !it.is_empty())
        .map(PathBuf::from);
    let home = || PathBuf::from(std::env::var_os("HOME").expect("HOME is set")).join(".cache");
    let python = cache
        .unwrap_or_else(home)
        .join("sealpost/python/bin/python3");
    assert!(
        python.exists(),
        "{} is missing: `cargo xtask test` makes it, or `python3 -m venv` and \
         `pip install cryptography==50.0.2` do",
        python.display()
    );
    python
}

fn open(desk: &Desk, identity: &str, envelope: &str) -> Done {
    let script = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../examples/python/open_envelope.py"
    );
    let mut command = Command::new(python());
    command
        .arg(script)
        .arg(desk.path(identity))
        .arg(desk.path(envelope));
    Done::of(command.output().expect("Python starts"))
}

#[test]
fn python_opens_what_sealpost_sealed_byte_for_byte() {
    let desk = Desk::new();
    let recipient = desk.keygen("reader");
    for (name, report) in [("staff", STAFF), ("resident", RESIDENT)] {
        desk.seal(name, report, &recipient);
        let done = open(&desk, "reader.key", &format!("{name}.envelope"));
        assert_eq!(
            (done.code, done.stdout.as_str()),
            (0, report),
            "{}",
            done.stderr
        );
    }
}

// What must be refused, and attachments, are in the envelope's vectors: `examples/python/walk_vectors.py`.
#[test]
fn python_refuses_in_one_line() {
    let desk = Desk::new();
    let recipient = desk.keygen("reader");
    desk.keygen("other");
    desk.seal("report", STAFF, &recipient);
    let done = open(&desk, "other.key", "report.envelope");
    let said = (done.code, done.stdout.as_str(), done.stderr.as_str());
    assert_eq!(said, (1, "", "refused: no-slot-opens\n"));
}
