//! Files that cannot be sealed with a report: it is said why, and nothing is written.

use std::ffi::OsStr;
use std::fs::File;
use std::os::unix::ffi::OsStrExt;

use super::{bytes, desk, seal};
use crate::harness::Done;

#[test]
fn what_cannot_be_attached() {
    let (desk, recipient) = desk();
    std::fs::create_dir(desk.path("folder")).expect("a new folder");
    let long = format!("{}.jpg", "x".repeat(252));
    let cases = [
        ("gone.jpg", 1, "cannot be read"),
        ("folder", 6, "not a file that could be attached"),
        ("folder/..", 6, "not a file that could be attached"),
        ("/dev/zero", 6, "not a file that could be attached"),
        (&long, 6, "longer than an envelope takes: 255 bytes"),
    ];
    for (path, code, says) in cases {
        let done = desk.run(&seal(&recipient, &[path]));
        assert_eq!((done.code, done.stdout.as_str()), (code, ""), "{path}");
        assert!(done.stderr.contains(says), "{path}: {done:?}");
    }
    let mut command = desk.command(&seal(&recipient, &[]));
    command.arg("--attach").arg(OsStr::from_bytes(b"\xff.jpg"));
    let done = Done::by(&mut command);
    assert_eq!((done.code, done.stdout.as_str()), (6, ""), "{done:?}");
    assert!(done.stderr.contains("is not text"), "{done:?}");
    assert_eq!(desk.list("."), ["folder", "reader.key", "report.json"]);
}

#[test]
fn what_no_intake_would_take_is_refused_before_it_is_sealed() {
    let (desk, recipient) = desk();
    for (name, len) in [("half.bin", 64 << 20), ("vast.bin", 1_u64 << 37)] {
        let file = File::create(desk.path(name)).expect("a new file");
        file.set_len(len).expect("a hole takes no room");
    }
    // Two halves fill 128 MiB, and the report does not fit beside them.
    let cases = [
        (
            &["half.bin", "half.bin"][..],
            "268461260 bytes (256.0 MiB), and at most 134235340 bytes (128.0 MiB) are taken",
        ),
        (&["vast.bin"], "too large"),
    ];
    for (files, says) in cases {
        let done = desk.run(&seal(&recipient, files));
        assert_eq!((done.code, done.stdout.as_str()), (6, ""), "{files:?}");
        assert!(done.stderr.contains(says), "{done:?}");
        assert!(done.stderr.contains("Attach less"), "{done:?}");
    }
    assert!(!desk.path("report.envelope").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_taken_is_told_before_anything_is_sealed() {
    let (desk, recipient) = desk();
    desk.write("report.envelope", "mine");
    // Sealing this would fail in its own way.
    let done = desk.run(&seal(&recipient, &["/proc/self/status"]));
    assert_eq!((done.code, done.stdout.as_str()), (1, ""), "{done:?}");
    assert!(done.stderr.contains("exists already"), "{done:?}");
}

/// The files of `/proc` say that they are empty, and are not: like one that grows while it is read.
#[cfg(target_os = "linux")]
#[test]
fn a_file_that_changes_its_length_is_noticed() {
    let (desk, recipient) = desk();
    desk.write("before.txt", "as it should be");
    let files = ["before.txt", "/proc/self/status"];
    let done = desk.run(&seal(&recipient, &files));
    assert_eq!((done.code, done.stdout.as_str()), (1, ""), "{done:?}");
    let says = "/proc/self/status changed its length while it was sealed";
    assert!(done.stderr.contains(says), "{done:?}");
    assert_eq!(desk.list("."), ["before.txt", "reader.key", "report.json"]);
}

#[test]
fn where_the_envelope_cannot_be_written_nothing_is_left() {
    let (desk, recipient) = desk();
    desk.write("long.bin", bytes(5 << 20));
    let arguments = seal(&recipient, &["long.bin"]);
    // No file may be longer than 1 MiB, which is told as a full disk is, by an error of writing.
    let done = desk.run_after("trap '' XFSZ; ulimit -f 2048;", &arguments);
    assert_eq!((done.code, done.stdout.as_str()), (1, ""), "{done:?}");
    let says = "report.envelope cannot be written";
    assert!(done.stderr.contains(says), "{done:?}");
    assert_eq!(desk.list("."), ["long.bin", "reader.key", "report.json"]);

    desk.write("report.envelope", "mine");
    let done = desk.run(&arguments);
    assert_eq!((done.code, done.stdout.as_str()), (1, ""), "{done:?}");
    assert!(done.stderr.contains("exists already"), "{done:?}");
    assert_eq!(desk.read("report.envelope"), b"mine");
}
