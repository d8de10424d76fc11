//! Whatever is given, the command says what is wrong and ends with the code for it.

use crate::harness::{Desk, STAFF};

/// A desk with `reader.key`, `other.key` and a good `report.envelope` for the reader.
fn desk() -> (Desk, String) {
    let desk = Desk::new();
    let recipient = desk.keygen("reader");
    desk.keygen("other");
    desk.seal("report", STAFF, &recipient);
    (desk, recipient)
}

#[test]
fn an_envelope_that_does_not_open() {
    let (desk, _) = desk();
    let good = desk.read("report.envelope");
    let flipped = |at: usize| {
        let mut bytes = good.clone();
        bytes[at] ^= 1;
        bytes
    };
    let cases: [(&str, Vec<u8>, &str, i32, &str); 12] = [
        ("whole", good.clone(), "reader.key", 0, ""),
        (
            "another's",
            good.clone(),
            "other.key",
            3,
            "not for these keys",
        ),
        (
            "truncated",
            good[..good.len() - 1].to_vec(),
            "reader.key",
            6,
            "cut off",
        ),
        (
            "header truncated",
            good[..40].to_vec(),
            "reader.key",
            6,
            "ends inside its header",
        ),
        (
            "extended",
            [&good[..], b"x"].concat(),
            "reader.key",
            6,
            "after the envelope's end",
        ),
        ("empty", vec![], "reader.key", 6, "not a sealed envelope"),
        (
            "never sealed",
            STAFF.into(),
            "reader.key",
            6,
            "not a sealed envelope",
        ),
        (
            "version 2",
            flipped_to(&good, 8, 2),
            "reader.key",
            6,
            "version 2 is not supported",
        ),
        (
            "suite 2",
            flipped_to(&good, 9, 2),
            "reader.key",
            6,
            "suite 2 is not supported",
        ),
        (
            "MAC flipped",
            flipped(9388),
            "reader.key",
            6,
            "header was changed",
        ),
        (
            "payload flipped",
            flipped(20_000),
            "reader.key",
            6,
            "part 0 of the envelope was changed",
        ),
        // The salt is bound into every slot, so no slot opens, as with another's key.
        (
            "salt flipped",
            flipped(12),
            "reader.key",
            3,
            "or it is damaged",
        ),
    ];
    for (name, bytes, key, code, says) in cases {
        desk.write("case.envelope", bytes);
        let done = desk.run(&["open", "--identity", key, "case.envelope"]);
        assert_eq!(done.code, code, "{name}: {done:?}");
        assert!(done.stderr.contains(says), "{name}: {done:?}");
        assert_eq!(done.stdout.is_empty(), code != 0, "{name}: {done:?}");
    }
}

fn flipped_to(bytes: &[u8], at: usize, value: u8) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[at] = value;
    bytes
}

#[test]
fn a_report_that_is_not_sealed() {
    let (desk, recipient) = desk();
    let cases = [
        (
            "category",
            STAFF.replace("VEX-REC", "VEX-ABC"),
            "unknown category",
        ),
        (
            "version",
            STAFF.replace("\"version\":1", "\"version\":2"),
            "unknown version",
        ),
        (
            "choice",
            STAFF.replace("\"today\"", "\"tomorrow\""),
            "does not offer that choice",
        ),
        (
            "field",
            STAFF.replace("\"opinion\"", "\"religion\""),
            "unknown field",
        ),
        ("not JSON", STAFF.replace('{', "("), "not of the shape"),
        ("empty", String::new(), "not of the shape"),
        (
            "required",
            STAFF.replace(r#","second-reader":{"choice":"ok"}"#, ""),
            "not valid",
        ),
    ];
    for (name, report, says) in cases {
        desk.write("case.json", report);
        let done = desk.run(&[
            "seal",
            "--recipient",
            &recipient,
            "--report",
            "case.json",
            "--output",
            "case.envelope",
        ]);
        assert_eq!(done.code, 6, "{name}: {done:?}");
        assert!(done.stderr.contains(says), "{name}: {done:?}");
        assert!(
            !done.stderr.contains("VEX-ABC") && !done.stderr.contains("tomorrow"),
            "{done:?}"
        );
        assert!(!desk.path("case.envelope").exists(), "{name}");
    }
}

#[test]
fn a_sealed_document_that_is_no_report() {
    let (desk, recipient) = desk();
    let recipient = recipient.parse().expect("a recipient");
    let payload = envelope::Payload::of_document(STAFF.replace("VEX-REC", "VEX-ABC").into());
    let sealed = envelope::seal(&[recipient], envelope::Label::Report, &payload).expect("sealed");
    desk.write("case.envelope", sealed.as_bytes());
    let done = desk.run(&["open", "--json", "-i", "reader.key", "case.envelope"]);
    assert_eq!((done.code, done.stdout.as_str()), (6, ""), "{done:?}");
    let failure: serde_json::Value = serde_json::from_str(&done.stderr).expect("one line of JSON");
    assert_eq!(failure["exit"], 6);
    assert!(done.stderr.contains("an unknown category"), "{done:?}");
}

#[test]
fn keys_and_arguments() {
    let (desk, recipient) = desk();
    desk.write("note.txt", "not a key");
    desk.write(
        "damaged.key",
        "-----BEGIN AGE ENCRYPTED FILE-----\nnonsense\n",
    );
    desk.write("words", "correct horse");
    desk.write("binary.key", [0xff, 0xfe]);
    std::fs::create_dir(desk.path("empty")).expect("a new folder");
    let seal = [
        "seal",
        "--report",
        "report.json",
        "--output",
        "case.envelope",
    ];
    let open = ["open", "report.envelope"];
    let cases: [(&str, Vec<&str>, i32, &str); 13] = [
        ("no readers", seal.to_vec(), 2, "--recipient"),
        (
            "both kinds of readers",
            [
                &seal[..],
                &["--recipient", &recipient, "--site", "x", "--operator", "y"],
            ]
            .concat(),
            2,
            "cannot be used with",
        ),
        (
            "not a recipient",
            [&seal[..], &["--recipient", "abc"]].concat(),
            6,
            "--recipient",
        ),
        (
            "one reader twice",
            [
                &seal[..],
                &["--recipient", &recipient, "--recipient", &recipient],
            ]
            .concat(),
            6,
            "named twice",
        ),
        (
            "output exists",
            vec![
                "seal",
                "--recipient",
                &recipient,
                "--report",
                "report.json",
                "--output",
                "report.envelope",
            ],
            1,
            "exists already",
        ),
        ("no identity", open.to_vec(), 2, "--identity"),
        (
            "not an identity",
            [&open[..], &["-i", "note.txt"]].concat(),
            6,
            "is not an identity file",
        ),
        (
            "bytes as identity",
            [&open[..], &["-i", "binary.key"]].concat(),
            6,
            "is not text",
        ),
        (
            "damaged age file",
            [
                &open[..],
                &["-i", "damaged.key", "--passphrase-file", "words"],
            ]
            .concat(),
            6,
            "cannot be used",
        ),
        (
            "identity missing",
            [&open[..], &["-i", "gone.key"]].concat(),
            1,
            "cannot be read",
        ),
        (
            "folder without keys",
            [&open[..], &["-i", "empty"]].concat(),
            6,
            "no *.key file",
        ),
        (
            "envelope missing",
            vec!["open", "-i", "reader.key", "gone.envelope"],
            1,
            "cannot be read",
        ),
        (
            "inspect no envelope",
            vec!["inspect", "note.txt"],
            6,
            "not a sealed envelope",
        ),
    ];
    for (name, arguments, code, says) in cases {
        let done = desk.run(&arguments);
        assert_eq!(done.code, code, "{name}: {done:?}");
        assert!(done.stderr.contains(says), "{name}: {done:?}");
    }
}
