//! Saving attachments: all or none, and nothing that was there is touched.

use envelope::{Attachment, Label, Payload};

use super::{OPEN, bytes, desk, seal};
use crate::harness::{Desk, STAFF};

/// Seals these attachments with a document that no command would seal, as `report.envelope`.
fn seal_by_hand(desk: &Desk, recipient: &str, document: Vec<u8>, attachments: Vec<Attachment>) {
    let payload = Payload {
        document,
        attachments,
    };
    let recipient = recipient.parse().expect("a recipient");
    let sealed = envelope::seal(&[recipient], Label::Report, &payload).expect("sealed");
    desk.write("report.envelope", sealed.as_bytes());
}

fn named(name: &str) -> Attachment {
    Attachment {
        name: name.to_owned(),
        media_type: "text/plain".to_owned(),
        bytes: b"hello".to_vec(),
    }
}

/// A sealed report with a small file, and one so long that it is opened in several goes.
fn sealed() -> (Desk, String) {
    let (desk, recipient) = desk();
    desk.write("small.txt", "small");
    desk.write("long.bin", bytes(5 << 20));
    desk.must(&seal(&recipient, &["small.txt", "long.bin"]));
    (desk, recipient)
}

/// What is in the folder for attachments, which need not be there.
fn saved(desk: &Desk) -> Vec<String> {
    match desk.path("saved").exists() {
        true => desk.list("saved"),
        false => Vec::new(),
    }
}

#[test]
fn an_envelope_damaged_anywhere_leaves_nothing() {
    let (desk, _) = sealed();
    let good = desk.read("report.envelope");
    let flipped = |at: usize| {
        let mut bytes = good.clone();
        bytes[at] ^= 1;
        bytes
    };
    let last = good.len() - 1;
    let cases = [
        ("first chunk", flipped(9_500), "part 0 of the envelope"),
        ("last chunk", flipped(last), "part 31 of the envelope"),
        ("truncated", good[..last].to_vec(), "cut off"),
        (
            "extended",
            [&good[..], b"xyz"].concat(),
            "3 bytes stand after",
        ),
    ];
    for (name, bytes, says) in cases {
        desk.write("report.envelope", bytes);
        let done = desk.run(&OPEN);
        assert_eq!((done.code, done.stdout.as_str()), (6, ""), "{name}");
        assert!(done.stderr.contains(says), "{name}: {done:?}");
        assert_eq!(saved(&desk), [""; 0], "{name}");
    }
    desk.write("report.envelope", good);
    desk.must(&OPEN);
    assert_eq!(saved(&desk).len(), 2);
}

#[test]
fn a_document_that_is_no_report_leaves_nothing() {
    let (desk, recipient) = desk();
    let no_report = STAFF.replace("VEX-REC", "VEX-ABC").into_bytes();
    let cases = [
        ("unknown", no_report, "unknown category"),
        ("too long", bytes(2 << 20), "longer than a report can be"),
        ("empty", Vec::new(), "not of the shape of a report"),
    ];
    for (name, document, says) in cases {
        seal_by_hand(&desk, &recipient, document, vec![named("a")]);
        let done = desk.run(&OPEN);
        assert_eq!((done.code, done.stdout.as_str()), (6, ""), "{name}");
        assert!(done.stderr.contains(says), "{name}: {done:?}");
        assert_eq!(saved(&desk), [""; 0], "{name}");
    }
}

#[test]
fn a_file_that_is_there_stays_and_the_others_do_not_come() {
    let (desk, recipient) = desk();
    let attachments = ["a", "b", "c"].map(named).into();
    seal_by_hand(&desk, &recipient, STAFF.into(), attachments);
    let shown = desk.must(&["inspect", "--json", "report.envelope"]).json();
    let prefix = &shown["digest"].as_str().expect("a text")[..16];
    let taken = format!("{prefix}-3-c");
    std::fs::create_dir(desk.path("saved")).expect("a new folder");
    desk.write(&format!("saved/{taken}"), "mine");

    let done = desk.run(&OPEN);
    assert_eq!((done.code, done.stdout.as_str()), (1, ""), "{done:?}");
    assert!(done.stderr.contains("exists already"), "{done:?}");
    assert_eq!(saved(&desk), [taken.as_str()]);
    assert_eq!(desk.read(&format!("saved/{taken}")), b"mine");
}

#[test]
fn where_nothing_can_be_written_nothing_is_left() {
    let (desk, _) = sealed();
    // No file may be longer than 1 MiB, which is told as a full disk is, by an error of writing.
    let full = desk.run_after("trap '' XFSZ; ulimit -f 2048;", &OPEN);
    assert_eq!((full.code, full.stdout.as_str()), (1, ""), "{full:?}");
    assert!(full.stderr.contains("saved cannot be written"), "{full:?}");
    assert_eq!(saved(&desk), [""; 0]);

    let mut below_a_file = OPEN;
    below_a_file[6] = "report.json/saved";
    let done = desk.run(&below_a_file);
    assert_eq!((done.code, done.stdout.as_str()), (1, ""), "{done:?}");
    assert!(done.stderr.contains("saved cannot be written"), "{done:?}");
}

#[test]
fn more_attachments_than_files_may_be_open() {
    let (desk, recipient) = desk();
    let attachments = (0..100).map(|it| named(&it.to_string())).collect();
    seal_by_hand(&desk, &recipient, STAFF.into(), attachments);
    let done = desk.run_after("ulimit -n 32;", &OPEN);
    assert_eq!(done.code, 0, "{done:?}");
    assert_eq!(saved(&desk).len(), 100);
}

#[test]
fn the_longest_names_of_any_script_can_be_saved() {
    let (desk, recipient) = desk();
    let names = ["x".repeat(255), "ሀ".repeat(85), "𞤀".repeat(63)];
    let attachments = names.iter().map(|it| named(it)).collect();
    seal_by_hand(&desk, &recipient, STAFF.into(), attachments);
    desk.must(&OPEN);
    assert_eq!(saved(&desk).len(), 3);
}

#[test]
fn an_envelope_may_come_through_a_pipe() {
    let (desk, _) = sealed();
    let open = ["open", "--json", "-i", "reader.key", "/dev/stdin"];
    for (command, more, code) in [
        (&open[..], "", 0),
        (&open[..], "; printf x", 6),
        (&["inspect", "/dev/stdin"][..], "", 0),
        (&["inspect", "/dev/stdin"][..], "; printf xy", 6),
    ] {
        let before = format!("(cat report.envelope{more}) |");
        let done = desk.run_after(&before, command);
        assert_eq!(done.code, code, "{command:?}{more}: {done:?}");
        assert_eq!(done.stdout.is_empty(), code != 0, "{command:?}: {done:?}");
    }
}
