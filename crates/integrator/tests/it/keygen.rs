//! Identity files: with a passphrase, without, and never overwritten.

use crate::harness::{Desk, STAFF, mode, text};

#[test]
fn a_new_key_opens_what_is_sealed_to_it() {
    let desk = Desk::new();
    let recipient = desk.keygen("reader");
    desk.seal("report", STAFF, &recipient);
    desk.must(&["open", "--identity", "reader.key", "report.envelope"]);
    assert_eq!(mode(&desk.path("reader.key")), 0o600);
    let file = String::from_utf8(desk.read("reader.key")).expect("text");
    assert!(
        file.starts_with("SEALPOST-IDENTITY-1:"),
        "{} bytes",
        file.len()
    );
}

#[test]
fn a_passphrase_protects_the_file() {
    let desk = Desk::new();
    desk.write("right", "correct horse\nsecond line\n");
    desk.write("wrong", "wrong horse\n");
    let made = desk.must(&[
        "keygen",
        "--json",
        "--passphrase-file",
        "right",
        "-o",
        "reader.key",
    ]);
    desk.seal("report", STAFF, &text(&made.json()["recipient"]));
    let file = String::from_utf8(desk.read("reader.key")).expect("text");
    assert!(
        file.starts_with("-----BEGIN AGE ENCRYPTED FILE-----\n"),
        "{file}"
    );
    assert_eq!(mode(&desk.path("reader.key")), 0o600);

    let open = ["open", "report.envelope", "--identity", "reader.key"];
    let right = desk.run(&[&open[..], &["--passphrase-file", "right"]].concat());
    assert_eq!(right.code, 0, "{right:?}");
    let wrong = desk.run(&[&open[..], &["--passphrase-file", "wrong"]].concat());
    assert_eq!(wrong.code, 6, "{wrong:?}");
    assert!(
        wrong
            .stderr
            .contains("the passphrase does not open reader.key"),
        "{wrong:?}"
    );
}

/// The identity inside a protected file is the plain text form, for whoever uses `age -d`.
#[test]
fn age_itself_opens_a_protected_file() {
    let desk = Desk::new();
    desk.write("passphrase", "correct horse");
    desk.must(&[
        "keygen",
        "--passphrase-file",
        "passphrase",
        "-o",
        "reader.key",
    ]);
    let key = age::scrypt::Identity::new("correct horse".to_owned().into());
    let text = age::decrypt(&key, &desk.read("reader.key")).expect("an age file");
    assert!(text.starts_with(b"SEALPOST-IDENTITY-1:"));
}

#[test]
fn an_existing_file_is_never_touched() {
    let desk = Desk::new();
    desk.write("reader.key", "precious");
    let done = desk.run(&["keygen", "--no-passphrase", "--output", "reader.key"]);
    assert_eq!(done.code, 1, "{done:?}");
    assert!(done.stderr.contains("exists already"), "{done:?}");
    assert_eq!(desk.read("reader.key"), b"precious");
}

/// The public half goes to a file of its own, and without it no key is made at all.
#[test]
fn the_public_half_has_a_file_of_its_own() {
    let desk = Desk::new();
    let keygen = [
        "keygen",
        "--json",
        "--no-passphrase",
        "--public",
        "reader.pub",
    ];
    let made = desk.must(&[&keygen[..], &["-o", "reader.key"]].concat());
    let public = text(&made.json()["recipient"]) + "\n";
    assert_eq!(desk.read("reader.pub"), public.as_bytes());
    assert_eq!(mode(&desk.path("reader.pub")), 0o644);
    let again = desk.run(&[&keygen[..], &["-o", "other.key"]].concat());
    assert_eq!(again.code, 1, "{again:?}");
    assert!(!desk.path("other.key").exists());
    assert_eq!(desk.read("reader.pub"), public.as_bytes());
}

/// The public half cannot be written: it stands on the screen, and can be had again.
#[test]
fn a_key_whose_public_half_has_no_file_can_be_used() {
    let desk = Desk::new();
    desk.write("words", "correct horse\n");
    let recipient = ["recipient", "reader.key", "--json"];
    for (more, to_open) in [
        (vec!["--no-passphrase"], vec![]),
        (
            vec!["--passphrase-file", "words"],
            vec!["--passphrase-file", "words"],
        ),
    ] {
        let keygen = ["keygen", "--json", "--public", "away/reader.pub"];
        let made = desk.run(&[&keygen[..], &["-o", "reader.key"], &more].concat());
        assert_eq!(made.code, 1, "{made:?}");
        assert!(made.stderr.contains("`sealpost recipient`"), "{made:?}");
        assert!(
            made.stderr.contains("reader.pub cannot be written"),
            "{made:?}"
        );

        let public = ["--public", "reader.pub"];
        let again = desk.must(&[&recipient[..], &public, &to_open].concat());
        assert_eq!(again.stdout, made.stdout);
        let line = text(&made.json()["recipient"]) + "\n";
        assert_eq!(desk.read("reader.pub"), line.as_bytes());
        assert_eq!(mode(&desk.path("reader.pub")), 0o644);
        let taken = desk.run(&[&recipient[..], &public, &to_open].concat());
        assert_eq!((taken.code, taken.stdout.as_str()), (1, ""), "{taken:?}");
        for file in ["reader.key", "reader.pub"] {
            std::fs::remove_file(desk.path(file)).expect("it is there");
        }
    }
}

#[test]
fn what_is_no_identity_has_no_recipient() {
    let desk = Desk::new();
    let public = desk.keygen("reader");
    desk.write("reader.pub", public);
    let done = desk.run(&["recipient", "reader.pub"]);
    assert_eq!(done.code, 6, "{done:?}");
    assert!(done.stderr.contains("is not an identity file"), "{done:?}");
}

#[test]
fn an_empty_passphrase_makes_no_key() {
    let desk = Desk::new();
    desk.write("passphrase", "\n");
    let done = desk.run(&[
        "keygen",
        "--passphrase-file",
        "passphrase",
        "-o",
        "reader.key",
    ]);
    assert_eq!(done.code, 6, "{done:?}");
    assert!(!desk.path("reader.key").exists());
}
