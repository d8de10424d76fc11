//! What is here for good is acknowledged, and nothing else is.

use crate::harness::{Desk, Done, RESIDENT, STAFF, text};
use crate::server::{IntakeServer, canned};
use crate::watch::Watch;

fn ack(desk: &Desk, url: &str, envelopes: &[&str]) -> Done {
    let ack = ["ack", "--json", "--intake", url, "--token-file", "token"];
    desk.run(&[&ack[..], envelopes].concat())
}

/// Fetches into a new folder what the intake holds.
fn held(desk: &Desk, intake: &IntakeServer, folder: &str) -> Vec<String> {
    desk.must(&fetching(&intake.url(), folder));
    fetched(desk, folder)
}

fn fetching<'a>(url: &'a str, folder: &'a str) -> [&'a str; 7] {
    [
        "fetch",
        "--intake",
        url,
        "--token-file",
        "token",
        "--output",
        folder,
    ]
}

fn fetched(desk: &Desk, folder: &str) -> Vec<String> {
    let names = desk.list(folder).into_iter();
    names
        .filter_map(|it| it.strip_suffix(".envelope").map(str::to_owned))
        .collect()
}

#[test]
fn digests_and_fetched_files_are_acknowledged() {
    let desk = Desk::new();
    let mine = desk.keygen("mine");
    let intake = IntakeServer::start(&desk);
    let digests = ["a", "b", "c"].map(|name| {
        let digest = desk.seal(name, STAFF, &mine);
        intake.put(&desk.read(&format!("{name}.envelope")));
        digest
    });
    let [a, b, c] = &digests;
    assert_eq!(held(&desk, &intake, "in").len(), 3);

    let file = format!("in/{b}.envelope");
    let done = ack(&desk, &intake.url(), &[a, &file]);
    assert_eq!(done.code, 0, "{done:?}");
    let lines: Vec<serde_json::Value> = done
        .stdout
        .lines()
        .map(|it| serde_json::from_str(it).expect("JSON"))
        .collect();
    let said: Vec<_> = lines.iter().map(|it| text(&it["digest"])).collect();
    assert_eq!(said, [a.clone(), b.clone()]);
    assert!(lines.iter().all(|it| it["acknowledged"] == true));
    assert_eq!(held(&desk, &intake, "rest"), *std::slice::from_ref(c));
    // Again, after it is deleted.
    assert_eq!(ack(&desk, &intake.url(), &[a]).code, 0);
}

#[test]
fn what_cannot_be_acknowledged_has_a_code_and_keeps_no_other() {
    let desk = Desk::new();
    let mine = desk.keygen("mine");
    let mut intake = IntakeServer::start(&desk);
    let digest = desk.seal("a", STAFF, &mine);
    let other = desk.seal("b", RESIDENT, &mine);
    intake.put(&desk.read("a.envelope"));
    intake.put(&desk.read("b.envelope"));
    // Under another's name, cut off, and not there.
    desk.write(&format!("{digest}.envelope"), desk.read("b.envelope"));
    desk.write("cut.envelope", &desk.read("a.envelope")[..1000]);
    let unknown = "0".repeat(64);
    let mislabelled = format!("{digest}.envelope");
    for given in [&*mislabelled, "cut.envelope", "missing.envelope", &unknown] {
        let done = ack(&desk, &intake.url(), &[given]);
        assert_eq!(done.code, 6, "{given}: {done:?}");
        assert_eq!(done.stdout, "", "{given}");
        assert!(done.stderr.contains(given), "{given}: {done:?}");
    }
    assert_eq!(held(&desk, &intake, "in").len(), 2, "nothing is deleted");

    let done = ack(&desk, &intake.url(), &["missing.envelope", &other]);
    assert_eq!(done.code, 6, "{done:?}");
    assert_eq!(held(&desk, &intake, "rest"), *std::slice::from_ref(&digest));

    desk.write("token", "x".repeat(43));
    assert_eq!(ack(&desk, &intake.url(), &[&digest]).code, 5);
    intake.go_away();
    assert_eq!(ack(&desk, &intake.url(), &[&digest]).code, 4);
    let portal = canned(vec![("/".into(), "200 X".into(), b"<html>".to_vec())]);
    assert_eq!(ack(&desk, &portal, &[&digest]).code, 4);
    assert_eq!(ack(&desk, &portal, &[]).code, 2);
}

/// The line is on the screen before the intake is told, so this asks until it was. What is deleted
/// between the listing and the fetching could not be had.
fn until_held(desk: &Desk, intake: &IntakeServer, expected: &[String]) {
    for round in 0..200 {
        let folder = format!("look-{round}");
        let done = desk.run(&fetching(&intake.url(), &folder));
        assert!([0, 6].contains(&done.code), "{done:?}");
        if done.code == 0 && fetched(desk, &folder) == expected {
            return;
        }
    }
    panic!("the intake never held just {expected:?}");
}

#[test]
fn a_watch_keeps_what_it_opens_and_then_acknowledges_it() {
    let desk = Desk::new();
    let (mine, theirs) = (desk.keygen("mine"), desk.keygen("theirs"));
    let mut intake = IntakeServer::start(&desk);
    let opened = desk.seal("opened", STAFF, &mine);
    let others = desk.seal("others", STAFF, &theirs);
    let later = desk.seal("later", RESIDENT, &mine);
    let more = [
        "--identity",
        "mine.key",
        "--from-start",
        "--keep",
        "kept",
        "--acknowledge",
    ];
    intake.put(&desk.read("others.envelope"));
    intake.put(&desk.read("opened.envelope"));
    let watch = Watch::start_after(&desk, "exec", &intake.url(), &more);
    watch.shows(&opened);
    assert_eq!(desk.list("kept"), [format!("{opened}.envelope")]);
    let kept = desk.read(&format!("kept/{opened}.envelope"));
    assert_eq!(kept, desk.read("opened.envelope"));
    until_held(&desk, &intake, std::slice::from_ref(&others));

    // Goes on after the intake was away.
    intake.go_away();
    intake.come_back();
    intake.put(&desk.read("later.envelope"));
    watch.shows(&later);
    until_held(&desk, &intake, &[others]);
}

#[test]
fn a_watch_that_cannot_keep_acknowledges_nothing() {
    let desk = Desk::new();
    let mine = desk.keygen("mine");
    let intake = IntakeServer::start(&desk);
    let digest = desk.seal("report", STAFF, &mine);
    intake.put(&desk.read("report.envelope"));
    // A folder stands where the file would be.
    let taken = desk.path(&format!("kept/{digest}.envelope/x"));
    std::fs::create_dir_all(taken).expect("folders");
    let more = [
        "--identity",
        "mine.key",
        "--from-start",
        "--keep",
        "kept",
        "--acknowledge",
    ];
    let watch = Watch::start_after(&desk, "exec", &intake.url(), &more);
    watch.says("Waiting: ");
    assert_eq!(held(&desk, &intake, "in"), [digest]);
    let usage = desk.run(&[
        "watch",
        "--intake",
        &intake.url(),
        "--token-file",
        "token",
        "--identity",
        "mine.key",
        "--acknowledge",
    ]);
    assert_eq!(usage.code, 2, "{usage:?}");
}
