//! Envelopes come home whole, once, and the cursor never passes one that is not on the disk.

use envelope::Digest;
use submission::{Listed, Listing, ProblemType};

use crate::harness::{Desk, Done, RESIDENT, STAFF};
use crate::server::{Canned, IntakeServer, canned};

fn fetch(desk: &Desk, url: &str, more: &[&str]) -> Done {
    let fetch = [
        "fetch",
        "--json",
        "--intake",
        url,
        "--token-file",
        "token",
        "--output",
        "in",
    ];
    desk.run(&[&fetch[..], more].concat())
}

/// What a run says it did.
fn counts(done: &Done) -> (i32, u64, u64) {
    let line = done.json();
    let number = |name: &str| {
        line[name]
            .as_u64()
            .unwrap_or_else(|| panic!("{name}: {done:?}"))
    };
    (done.code, number("new"), number("known"))
}

fn files(digests: &[&str]) -> Vec<String> {
    let mut files: Vec<String> = digests.iter().map(|it| format!("{it}.envelope")).collect();
    files.push("cursor".to_owned());
    files.sort();
    files
}

#[test]
fn what_is_new_comes_home_once() {
    let desk = Desk::new();
    let recipient = desk.keygen("reader");
    let intake = IntakeServer::start(&desk);
    assert_eq!(counts(&fetch(&desk, &intake.url(), &[])), (0, 0, 0));

    let first = desk.seal("first", STAFF, &recipient);
    intake.put(&desk.read("first.envelope"));
    assert_eq!(counts(&fetch(&desk, &intake.url(), &[])), (0, 1, 0));
    assert_eq!(desk.list("in"), files(&[&first]));
    assert_eq!(
        desk.read(&format!("in/{first}.envelope")),
        desk.read("first.envelope")
    );

    let second = desk.seal("second", RESIDENT, &recipient);
    intake.put(&desk.read("second.envelope"));
    assert_eq!(counts(&fetch(&desk, &intake.url(), &[])), (0, 1, 0));
    assert_eq!(counts(&fetch(&desk, &intake.url(), &[])), (0, 0, 0));
    assert_eq!(
        counts(&fetch(&desk, &intake.url(), &["--after", "0"])),
        (0, 0, 2)
    );
    assert_eq!(desk.list("in"), files(&[&first, &second]));
}

#[test]
fn a_file_that_went_bad_is_fetched_again() {
    let desk = Desk::new();
    let recipient = desk.keygen("reader");
    let intake = IntakeServer::start(&desk);
    let digest = desk.seal("report", STAFF, &recipient);
    intake.put(&desk.read("report.envelope"));
    fetch(&desk, &intake.url(), &[]);
    let file = format!("in/{digest}.envelope");
    desk.write(&file, &desk.read("report.envelope")[..1000]);
    assert_eq!(
        counts(&fetch(&desk, &intake.url(), &["--after", "0"])),
        (0, 1, 0)
    );
    assert_eq!(desk.read(&file), desk.read("report.envelope"));
}

/// More envelopes than one page holds.
#[test]
fn a_long_listing_comes_in_pages() {
    let desk = Desk::new();
    let intake = IntakeServer::start(&desk);
    let recipient = desk.keygen("reader");
    desk.seal("report", STAFF, &recipient);
    let mut envelope = desk.read("report.envelope");
    for number in 0..120_u8 {
        // Another byte of the payload, another digest; the intake cannot tell that it is damaged.
        *envelope.last_mut().expect("not empty") = number;
        intake.put(&envelope);
    }
    assert_eq!(counts(&fetch(&desk, &intake.url(), &[])), (0, 120, 0));
    assert_eq!(desk.list("in").len(), 121);
}

#[test]
fn an_intake_that_refuses_or_is_none() {
    let desk = Desk::new();
    let mut intake = IntakeServer::start(&desk);
    desk.write("wrong-token", "x".repeat(43));
    desk.write("no-token", "\n");
    let portal = canned(vec![(
        "/".into(),
        "200 X".into(),
        b"<html>Sign in</html>".to_vec(),
    )]);
    let proxy = canned(vec![(
        "/".into(),
        "502 X".into(),
        b"<html>Bad gateway</html>".to_vec(),
    )]);
    let url = intake.url();
    let found = format!("302 X\r\nlocation: {url}/v1/envelopes");
    let redirect = canned(vec![("/".into(), found, vec![])]);
    let busy = ProblemType::Unavailable;
    let busy = canned(vec![(
        "/".into(),
        "503 X".into(),
        submission::Problem::from(busy).to_json().into(),
    )]);
    let cases: [(&str, &str, &[&str], i32, &str); 9] = [
        (
            "wrong token",
            &url,
            &["--token-file", "wrong-token"],
            5,
            "token",
        ),
        (
            "no token",
            &url,
            &["--token-file", "no-token"],
            6,
            "holds no token",
        ),
        (
            "cursor malformed",
            &url,
            &["--after", "x y"],
            6,
            "not a cursor",
        ),
        ("cursor refused", &url, &["--after", "abc"], 1, "cursor"),
        ("captive portal", &portal, &[], 4, "not an intake"),
        ("redirect", &redirect, &[], 4, "not an intake"),
        ("proxy", &proxy, &[], 4, "cannot be reached"),
        ("busy", &busy, &[], 4, "too busy"),
        ("plain http", "http://intake.example", &[], 2, "plain http"),
    ];
    for (name, url, more, code, says) in cases {
        let mut arguments = vec!["fetch", "--intake", url, "--output", "in"];
        if !more.contains(&"--token-file") {
            arguments.extend(["--token-file", "token"]);
        }
        let done = desk.run(&[&arguments[..], more].concat());
        assert_eq!(done.code, code, "{name}: {done:?}");
        assert!(done.stderr.contains(says), "{name}: {done:?}");
    }
    intake.go_away();
    let away = fetch(&desk, &url, &[]);
    assert_eq!(away.code, 4, "{away:?}");
    assert!(away.stderr.contains("cannot be reached"), "{away:?}");
}

#[test]
fn one_bad_envelope_holds_the_cursor_and_not_the_others() {
    let desk = Desk::new();
    let recipient = desk.keygen("reader");
    desk.write("token", "x");
    let good = desk.seal("good", STAFF, &recipient);
    let no_envelope = Digest::of(b"no envelope").to_string();
    let other = Digest::of(b"what was asked for").to_string();
    let listed = |cursor: &str, digest: &str| Listed {
        cursor: cursor.to_owned(),
        digest: digest.parse().expect("a digest"),
        size: 42_204,
        day: "2026-11-24".parse().expect("a day"),
    };
    let page = Listing {
        envelopes: vec![
            listed("1", &other),
            listed("2", &no_envelope),
            listed("3", &good),
        ],
        next: "3".to_owned(),
    };
    let end = Listing {
        envelopes: vec![],
        next: "3".to_owned(),
    };
    let path = |digest: &str| format!("/v1/envelopes/{digest}");
    let answers: Vec<Canned> = vec![
        // A good envelope, but not the one that was asked for.
        (path(&other), "200 X".into(), desk.read("good.envelope")),
        (path(&no_envelope), "200 X".into(), b"no envelope".to_vec()),
        (path(&good), "200 X".into(), desk.read("good.envelope")),
        (
            "/v1/envelopes?limit=100&after=3".to_owned(),
            "200 X".into(),
            end.to_json().into(),
        ),
        (
            "/v1/envelopes?".to_owned(),
            "200 X".into(),
            page.to_json().into(),
        ),
    ];
    let done = fetch(&desk, &canned(answers), &[]);
    assert_eq!(done.code, 6, "{done:?}");
    assert!(
        done.stderr.contains("other bytes") && done.stderr.contains("is no envelope"),
        "{done:?}"
    );
    assert_eq!(
        desk.list("in"),
        [format!("{good}.envelope")],
        "no cursor, no bad file"
    );
    assert_eq!(done.json()["new"], 1);
}

/// A listing that leads nowhere would be asked for again and again.
#[test]
fn a_listing_that_goes_in_a_circle_ends() {
    let desk = Desk::new();
    desk.write("token", "x");
    let recipient = desk.keygen("reader");
    let digest = desk.seal("good", STAFF, &recipient);
    let page = format!(
        r#"{{"envelopes":[{{"cursor":"1","digest":"{digest}","size":1,"day":"2026-11-24"}}],"next":"1"}}"#
    );
    let url = canned(vec![
        ("/v1/envelopes?".to_owned(), "200 X".into(), page.into()),
        (
            "/v1/".to_owned(),
            "200 X".into(),
            desk.read("good.envelope"),
        ),
    ]);
    let done = fetch(&desk, &url, &["--after", "1"]);
    assert_eq!(done.code, 4, "{done:?}");
    assert!(done.stderr.contains("not an intake"), "{done:?}");
}
