//! Who else may read what is secret: keys, tokens and passphrases that are taken, folders that are
//! made.

use crate::harness::{Desk, STAFF, mode, set_mode};
use crate::server::IntakeServer;
use crate::watch::Watch;

const ED25519: &str = "WGZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmY";

/// A desk with everything that is secret, and an intake with one report for it.
fn desk() -> (Desk, IntakeServer) {
    let desk = Desk::new();
    let intake = IntakeServer::start(&desk);
    desk.write("words", "correct horse\n");
    let recipient = desk.keygen("reader");
    desk.seal("report", STAFF, &recipient);
    intake.put(&desk.read("report.envelope"));
    desk.must(&[
        "keygen",
        "--passphrase-file",
        "words",
        "-o",
        "protected.key",
    ]);
    desk.must(&["site", "demo", "demo", "--receipt-key", ED25519]);
    (desk, intake)
}

#[test]
fn a_secret_that_others_may_read_is_refused() {
    let (desk, intake) = desk();
    let url = intake.url();
    let open = ["open", "report.envelope", "--identity"];
    let protected = ["protected.key", "--passphrase-file", "words"];
    let fetch = [
        "fetch",
        "--intake",
        &url,
        "--token-file",
        "token",
        "-o",
        "in",
    ];
    let sign = ["site", "sign", "demo/sites/demo.json", "--secret-key"];
    let commands: [(&str, Vec<&str>); 6] = [
        ("reader.key", [&open[..], &["reader.key"]].concat()),
        (
            "demo/desk/intake-desk-1.key",
            [&open[..], &["demo/desk"]].concat(),
        ),
        ("words", [&open[..], &protected].concat()),
        (
            "words",
            vec!["keygen", "--passphrase-file", "words", "-o", "new.key"],
        ),
        ("token", fetch.to_vec()),
        (
            "demo/operator.key",
            [&sign[..], &["demo/operator.key"]].concat(),
        ),
    ];
    let manifest = desk.read("demo/sites/demo.json");
    for (secret, arguments) in commands {
        for open in [0o644, 0o640, 0o620, 0o601] {
            set_mode(&desk.path(secret), open);
            let done = desk.run(&arguments);
            let says = format!("{secret} holds a secret, and other users");
            assert_eq!(done.code, 1, "{arguments:?}, {open:o}: {done:?}");
            assert!(done.stderr.contains(&says), "{arguments:?}: {done:?}");
            assert!(done.stderr.contains("chmod 600"), "{arguments:?}: {done:?}");
        }
        set_mode(&desk.path(secret), 0o600);
    }
    assert!(!desk.path("new.key").exists() && !desk.path("in").exists());
    assert_eq!(desk.read("demo/sites/demo.json"), manifest);
}

#[test]
fn what_its_passphrase_protects_may_lie_open() {
    let (desk, _intake) = desk();
    set_mode(&desk.path("protected.key"), 0o644);
    let open = ["open", "report.envelope", "--identity", "protected.key"];
    let done = desk.run(&[&open[..], &["--passphrase-file", "words"]].concat());
    assert_eq!(done.code, 3, "it opens, and is not the reader's: {done:?}");
}

/// A secret that comes through a pipe stands in no file.
#[test]
fn a_secret_may_come_through_a_pipe() {
    let (desk, _intake) = desk();
    let open = ["open", "report.envelope", "--identity", "/dev/stdin"];
    let done = desk.run_after("cat reader.key |", &open);
    assert_eq!(done.code, 0, "{done:?}");
}

#[test]
fn the_folders_for_reports_are_private() {
    let (desk, intake) = desk();
    let url = intake.url();
    let to = ["--intake", &url, "--token-file", "token"];
    desk.must(&[&["fetch", "--output", "a/in"], &to[..]].concat());
    let recipient = desk.keygen("second");
    desk.write("note.txt", "a note");
    let seal = ["seal", "--report", "report.json", "--attach", "note.txt"];
    let more = ["--recipient", &recipient, "--output", "with.envelope"];
    desk.must(&[&seal[..], &more].concat());
    let open = ["open", "with.envelope", "--identity", "second.key"];
    desk.must(&[&open[..], &["--attachments", "b/out"]].concat());
    let keep = [
        "--identity",
        "reader.key",
        "--from-start",
        "--keep",
        "c/kept",
    ];
    let watch = Watch::start_after(&desk, "umask 022; exec", &url, &keep);
    watch.shows("digest ");
    for folder in ["a", "a/in", "b", "b/out", "c", "c/kept"] {
        assert_eq!(mode(&desk.path(folder)), 0o700, "{folder}");
    }
}
