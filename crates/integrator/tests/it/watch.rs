//! Reports appear at the desk as they arrive, whatever the intake goes through meanwhile.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use envelope::Digest;
use submission::{Listed, Listing};

use crate::harness::{DEADLINE, Desk, RESIDENT, STAFF, text};
use crate::server::{IntakeServer, canned, canned_after};

/// A running `sealpost watch`; ended when dropped.
pub(crate) struct Watch {
    child: Child,
    stdout: Receiver<String>,
    stderr: Receiver<String>,
}

impl Watch {
    fn start(desk: &Desk, url: &str, more: &[&str]) -> Self {
        Self::start_after(desk, "exec", url, more)
    }

    /// Starts it after something in a shell, which must end with `exec`.
    pub(crate) fn start_after(desk: &Desk, before: &str, url: &str, more: &[&str]) -> Self {
        let watch = [
            "watch",
            "--intake",
            url,
            "--token-file",
            "token",
            "--verbose",
        ];
        let mut command = desk.command_after(before, &[&watch[..], more].concat());
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let stdout = lines(child.stdout.take().expect("piped"));
        let stderr = lines(child.stderr.take().expect("piped"));
        Self {
            child,
            stdout,
            stderr,
        }
    }

    /// Waits for a line on standard error that contains `part`.
    pub(crate) fn says(&self, part: &str) -> String {
        await_line(&self.stderr, part)
    }

    /// Waits for a line on standard output that contains `part`.
    pub(crate) fn shows(&self, part: &str) -> String {
        await_line(&self.stdout, part)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // Both fail only when the command has ended already, which the test has noticed.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn lines(stream: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                break;
            }
        }
    });
    receiver
}

fn await_line(lines: &Receiver<String>, part: &str) -> String {
    let mut seen = Vec::new();
    loop {
        match lines.recv_timeout(DEADLINE) {
            Ok(line) if line.contains(part) => return line,
            Ok(line) => seen.push(line),
            Err(error) => panic!("no line with {part:?} ({error}); seen: {seen:#?}"),
        }
    }
}

#[test]
fn reports_appear_as_they_arrive_and_others_stay_silent() {
    let desk = Desk::new();
    let (mine, theirs) = (desk.keygen("mine"), desk.keygen("theirs"));
    let intake = IntakeServer::start(&desk);
    let [old, other, new] = ["old", "other", "new"].map(str::to_owned);
    let old_digest = desk.seal(&old, STAFF, &mine);
    desk.seal(&other, STAFF, &theirs);
    let new_digest = desk.seal(&new, RESIDENT, &mine);

    intake.put(&desk.read("old.envelope"));
    let watch = Watch::start(&desk, &intake.url(), &["--identity", "mine.key"]);
    watch.says("Watching");
    intake.put(&desk.read("other.envelope"));
    watch.says("1 envelopes were for other readers");
    intake.put(&desk.read("new.envelope"));
    let first = watch.shows("digest ");
    assert!(
        first.contains(&new_digest),
        "{first}; {old_digest} arrived before the watch"
    );
    watch.shows("ሓደ ሰብ ኣፈራሪሑኒ። 😟");
}

#[test]
fn from_the_start_it_shows_what_was_there_before_and_goes_on() {
    let desk = Desk::new();
    let mine = desk.keygen("mine");
    let intake = IntakeServer::start(&desk);
    let old = desk.seal("old", STAFF, &mine);
    let new = desk.seal("new", RESIDENT, &mine);
    intake.put(&desk.read("old.envelope"));
    let watch = Watch::start(
        &desk,
        &intake.url(),
        &["--identity", "mine.key", "--from-start", "--json"],
    );
    for (name, digest) in [("", old), ("new.envelope", new)] {
        if !name.is_empty() {
            intake.put(&desk.read(name));
        }
        let line = watch.shows("{");
        let line: serde_json::Value = serde_json::from_str(&line).expect("one line of JSON");
        assert_eq!(text(&line["digest"]), digest);
    }
}

/// What is for the desk stands on the second page, behind a hundred damaged ones.
#[test]
fn a_long_listing_comes_in_pages() {
    let desk = Desk::new();
    let mine = desk.keygen("mine");
    let intake = IntakeServer::start(&desk);
    desk.seal("damaged", STAFF, &mine);
    let mut damaged = desk.read("damaged.envelope");
    for _ in 0..100 {
        // Another byte of the payload, another digest; the intake cannot tell that it is damaged.
        let last = damaged.last_mut().expect("not empty");
        *last = last.wrapping_add(1);
        intake.put(&damaged);
    }
    let good = desk.seal("good", RESIDENT, &mine);
    intake.put(&desk.read("good.envelope"));
    let more = ["--identity", "mine.key", "--from-start"];
    let watch = Watch::start(&desk, &intake.url(), &more);
    let line = watch.shows("digest ");
    assert!(line.contains(&good), "{line}");
}

#[test]
fn an_intake_that_goes_away_and_comes_back_loses_nothing() {
    let desk = Desk::new();
    let mine = desk.keygen("mine");
    let mut intake = IntakeServer::start(&desk);
    let before = desk.seal("before", STAFF, &mine);
    let after = desk.seal("after", RESIDENT, &mine);
    let watch = Watch::start(&desk, &intake.url(), &["--identity", "."]);
    watch.says("Watching");
    intake.put(&desk.read("before.envelope"));
    watch.shows(&before);
    intake.go_away();
    watch.says("Waiting: the intake cannot be reached");
    intake.come_back();
    intake.put(&desk.read("after.envelope"));
    watch.says("answers again");
    watch.shows(&after);
}

#[test]
fn a_damaged_envelope_is_named_and_the_next_one_shown() {
    let desk = Desk::new();
    let mine = desk.keygen("mine");
    let intake = IntakeServer::start(&desk);
    desk.seal("report", STAFF, &mine);
    let good = desk.read("report.envelope");
    let mut damaged = good.clone();
    damaged[20_000] ^= 1;
    let watch = Watch::start(&desk, &intake.url(), &["--identity", "mine.key"]);
    watch.says("Watching");
    intake.put(&damaged);
    watch.says(&Digest::of(&damaged).to_string());
    intake.put(&good);
    watch.shows(&Digest::of(&good).to_string());
}

/// A page that lists these cursors and digests.
fn page(lines: &[(&str, &str)], next: &str) -> Vec<u8> {
    let listed = |(cursor, digest): &(&str, &str)| Listed {
        cursor: (*cursor).to_owned(),
        digest: digest.parse().expect("a digest"),
        size: 42_204,
        day: "2026-11-24".parse().expect("a day"),
    };
    let envelopes = lines.iter().map(listed).collect();
    let next = next.to_owned();
    Listing { envelopes, next }.to_json().into()
}

/// Two envelopes come harmed: one once, one each time. The first is shown, and of the second it is
/// said how it can be had, with a cursor where there is one before it.
#[test]
fn an_envelope_that_was_harmed_on_the_way_is_fetched_again() {
    let desk = Desk::new();
    let mine = desk.keygen("mine");
    desk.write("token", "x");
    let once = desk.seal("once", STAFF, &mine);
    let always = desk.seal("always", RESIDENT, &mine);
    let path = |digest: &str| format!("/v1/envelopes/{digest}");
    let given = |digest: &str, body: Vec<u8>| (path(digest), "200 X".to_owned(), body);
    let good = || given(&once, desk.read("once.envelope"));
    let harmed = |digest: &str| given(digest, b"harmed".to_vec());
    let run = |lines: &[(&str, &str)], says: &str, shown: bool| {
        let (last, _) = lines.last().expect("a line");
        let end = format!("/v1/envelopes?limit=100&after={last}");
        let ok = || "200 X".to_owned();
        let url = canned_after(
            vec![harmed(&once)],
            vec![
                good(),
                harmed(&always),
                (end, ok(), page(&[], last)),
                ("/v1/envelopes?".to_owned(), ok(), page(lines, last)),
            ],
        );
        let watch = Watch::start(&desk, &url, &["--identity", "mine.key", "--from-start"]);
        if shown {
            assert!(watch.shows("digest ").contains(&once));
        }
        let line = watch.says(&format!("the intake gave other bytes for {always}"));
        assert!(line.ends_with(says), "{line}");
        watch.says("sealpost fetch");
    };
    let second = "; passed over, after the cursor 1";
    run(&[("1", &once), ("2", &always)], second, true);
    run(&[("1", &always), ("2", &once)], "; passed over", false);
}

/// The first envelope of a page was shown, the second could not be had; then the page changes.
#[test]
fn an_intake_that_goes_away_within_a_page_repeats_nothing() {
    let desk = Desk::new();
    let mine = desk.keygen("mine");
    desk.write("token", "x");
    let shown = desk.seal("shown", STAFF, &mine);
    let later = desk.seal("later", RESIDENT, &mine);
    let away = Digest::of(b"away").to_string();
    let ok = || "200 X".to_owned();
    let list = |after: &str| format!("/v1/envelopes?limit=100{after}&wait=25");
    let url = canned(vec![
        (list(""), ok(), page(&[("1", &shown), ("2", &away)], "2")),
        (list("&after=1"), ok(), page(&[("3", &later)], "3")),
        (list("&after=3"), ok(), page(&[], "3")),
        (format!("/v1/envelopes/{away}"), "502 X".to_owned(), vec![]),
        (
            format!("/v1/envelopes/{shown}"),
            ok(),
            desk.read("shown.envelope"),
        ),
        (
            format!("/v1/envelopes/{later}"),
            ok(),
            desk.read("later.envelope"),
        ),
    ]);
    let watch = Watch::start(&desk, &url, &["--identity", "mine.key", "--from-start"]);
    for digest in [shown, later] {
        let line = watch.shows("digest ");
        assert!(line.contains(&digest), "{line}");
    }
}

#[test]
fn a_token_that_is_refused_ends_it() {
    let desk = Desk::new();
    desk.keygen("mine");
    let intake = IntakeServer::start(&desk);
    desk.write("token", "x".repeat(43));
    let url = intake.url();
    let watch = [
        "watch",
        "--intake",
        &url,
        "--token-file",
        "token",
        "--identity",
        "mine.key",
    ];
    let done = desk.run(&watch);
    assert_eq!(done.code, 5, "{done:?}");
    assert!(done.stderr.contains("new token"), "{done:?}");
}
