//! However large an envelope is, the command holds little of it at once.
//!
//! Each command runs while it may have 32 MiB of memory of its own. The system refuses it more, and
//! it would end without an answer.
#![cfg(target_os = "linux")]

use std::fs::{File, OpenOptions};

use envelope::{Label, Outline};
use envelope_format::envelope_len;
use envelope_format::layout::{BUCKET_OFFSET, HEADER_LEN};

use crate::harness::{Desk, Done, STAFF, text};
use crate::server::IntakeServer;
use crate::watch::Watch;

/// In KiB.
const LIMIT: &str = "ulimit -d 32768;";

fn run(desk: &Desk, arguments: &str) -> Done {
    let arguments: Vec<&str> = arguments.split(' ').collect();
    desk.run_after(LIMIT, &arguments)
}

#[test]
fn large_files_take_little_memory() {
    const LEN: u64 = 96 << 20;
    let desk = Desk::new();
    let recipient = desk.keygen("reader");
    desk.write("report.json", STAFF);
    let film = File::create(desk.path("film.mp4")).expect("a new file");
    film.set_len(LEN).expect("a hole takes no room");

    let must = |arguments: &str| {
        let done = run(&desk, arguments);
        assert_eq!(done.code, 0, "{arguments:?}: {done:?}");
        done.json()
    };
    let sealed = must(&format!(
        "seal --json --recipient={recipient} --report report.json --attach film.mp4 -o film.envelope"
    ));
    // The largest an intake takes.
    assert_eq!(sealed["size"], submission::MAX_ENVELOPE_LEN);
    intake_gives_it_piece_by_piece(&desk, &text(&sealed["digest"]));
    let opened = must("open --json -i reader.key --attachments saved film.envelope");
    assert_eq!(opened["digest"], sealed["digest"]);
    let path = opened["attachments"][0]["savedAs"].as_str().expect("saved");
    let saved = std::fs::metadata(desk.path(path)).expect("it is there");
    assert_eq!(saved.len(), LEN);
}

/// An intake with this envelope and no other: `fetch` brings it home, `watch` shows it.
fn intake_gives_it_piece_by_piece(desk: &Desk, digest: &str) {
    let intake = IntakeServer::start(desk);
    intake.put(&desk.read("film.envelope"));
    let url = intake.url();
    let fetch = format!("fetch --json --intake {url} --token-file token --output in");
    let done = run(desk, &fetch);
    assert_eq!(done.code, 0, "{done:?}");
    assert_eq!(done.json()["new"], 1);
    let fetched = desk.read(&format!("in/{digest}.envelope"));
    assert!(fetched == desk.read("film.envelope"));

    let before = format!("{LIMIT} exec");
    let more = ["--identity", "reader.key", "--from-start"];
    let watch = Watch::start_after(desk, &before, &url, &more);
    let line = watch.shows("digest ");
    assert!(line.contains(digest), "{line}");
}

#[test]
fn a_document_longer_than_a_report_is_not_held() {
    let desk = Desk::new();
    let recipient = desk.keygen("reader").parse().expect("a recipient");
    let document = vec![b' '; 40 << 20];
    let outline = Outline::new(&document, &[]).expect("it fits");
    let mut file = File::create(desk.path("long.envelope")).expect("a new file");
    envelope::seal_to(&[recipient], Label::Report, &outline, &mut [], &mut file).expect("sealed");

    let done = run(&desk, "open -i reader.key long.envelope");
    assert_eq!((done.code, done.stdout.as_str()), (6, ""), "{done:?}");
    assert!(
        done.stderr.contains("longer than a report can be"),
        "{done:?}"
    );
}

#[test]
fn inspect_looks_at_what_no_intake_would_take() {
    let desk = Desk::new();
    let recipient = desk.keygen("reader");
    desk.seal("report", STAFF, &recipient);
    let mut header = desk.read("report.envelope");
    header.truncate(HEADER_LEN);
    header[BUCKET_OFFSET] = 28;
    let path = desk.write("vast.envelope", &header);
    let file = OpenOptions::new().write(true).open(path).expect("writable");
    let resize = |len| file.set_len(len).expect("a hole takes no room");

    resize(envelope_len(28));
    let done = run(&desk, "inspect --json vast.envelope");
    assert_eq!(done.code, 0, "{done:?}");
    assert_eq!(done.json()["size"], envelope_len(28));
    resize(envelope_len(28) - 1);
    let done = run(&desk, "inspect --json vast.envelope");
    assert_eq!((done.code, done.stdout.as_str()), (6, ""), "{done:?}");
    assert!(done.stderr.contains("cut off"), "{done:?}");
}
