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

#[test]
fn python_opens_several_chunks_and_attachments() {
    let desk = Desk::new();
    let recipient = desk.keygen("reader").parse().expect("a recipient");
    let attachment = envelope::Attachment {
        name: "noise".to_owned(),
        media_type: "application/octet-stream".to_owned(),
        bytes: (0..600_000_u32).flat_map(u32::to_be_bytes).collect(),
    };
    let payload = envelope::Payload {
        document: STAFF.into(),
        attachments: vec![attachment],
    };
    let sealed = envelope::seal(&[recipient], envelope::Label::Report, &payload).expect("sealed");
    desk.write("large.envelope", sealed.as_bytes());
    let done = open(&desk, "reader.key", "large.envelope");
    assert_eq!(
        (done.code, done.stdout.as_str()),
        (0, STAFF),
        "{}",
        done.stderr
    );
}

#[test]
fn python_refuses_what_must_be_refused() {
    let desk = Desk::new();
    let recipient = desk.keygen("reader");
    desk.keygen("other");
    desk.seal("report", STAFF, &recipient);
    let good = desk.read("report.envelope");
    let flipped = |at: usize| {
        let mut bytes = good.clone();
        bytes[at] ^= 1;
        bytes
    };
    let cases = [
        ("another's", good.clone(), "other.key", "not for this key"),
        (
            "truncated",
            good[..good.len() - 1].to_vec(),
            "reader.key",
            "wrong length",
        ),
        (
            "never sealed",
            STAFF.into(),
            "reader.key",
            "not an envelope",
        ),
        ("version", flipped(8), "reader.key", "unknown version"),
        ("salt", flipped(12), "reader.key", "or damaged"),
        ("MAC", flipped(9388), "reader.key", "header was changed"),
        (
            "payload",
            flipped(20_000),
            "reader.key",
            "payload was changed",
        ),
    ];
    for (name, bytes, key, says) in cases {
        desk.write("case.envelope", bytes);
        let done = open(&desk, key, "case.envelope");
        assert_eq!(
            (done.code, done.stdout.as_str()),
            (1, ""),
            "{name}: {done:?}"
        );
        assert!(done.stderr.contains(says), "{name}: {done:?}");
    }
}
