//! What an intake has of the reports that pass through it: nothing that was written in them, and
//! nothing by which one could be told from another.

mod clock;
mod intake;
mod known;
mod receiver;
mod stored;
mod way;

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use test_postgres::Server;

use crate::harness::{Desk, RESIDENT, STAFF};
use intake::{Answer, Program};
use way::{ANSWERED, TYPED, Way, report};

/// Every byte that the intake stored, logged, showed to monitoring, told by webhook or answered.
#[test]
fn nothing_that_was_written_is_anywhere_at_the_intake() {
    let mut way = Way::gone(None);
    nothing_leaves_the_intake(&mut way);
    nothing_is_stored(&way);
}

/// The same where a server stores it: in all its files and its log, and in what it gives to a backup.
#[test]
fn nothing_that_was_written_is_anywhere_on_postgresql() {
    let server = Server::start();
    let fresh = stored::of_a_server(&server);
    let url = server.database();
    let mut way = Way::gone(Some(&url));
    nothing_leaves_the_intake(&mut way);
    nothing_is_stored(&way);
    let files = stored::of_a_server(&server);
    // Its own manual and settings have some of the words.
    let known = way.known().without(&fresh);
    for text in TYPED
        .iter()
        .chain(&[ANSWERED, "Tablet-Probe", "notes.txt", way.code.as_str()])
    {
        assert!(known.has(text), "{text} would not be seen");
    }
    way.must_be_in(&files);
    files
        .iter()
        .for_each(|(name, it)| known.must_not_be_in(it, name));
}

fn nothing_leaves_the_intake(way: &mut Way) {
    let known = way.known();
    // That the search finds what there is: the reports as they were written, and the opened answer.
    for name in [
        "staff.json",
        "asks.json",
        "mine.key",
        "code",
        "notes.txt",
        "answer",
    ] {
        assert!(
            !known.found_in(&way.desk.read(name)).is_empty(),
            "{name} is searched in vain"
        );
    }

    // One for each envelope, the last of which has a file.
    for _ in 0..4 {
        let event = way.program.hook.next();
        let shown = String::from_utf8_lossy(&event);
        assert!(shown.contains("envelope-stored"), "{shown}");
        // Where it goes to is said to whoever is there.
        let without_host = shown.replace(&way.program.hook.address.to_string(), "");
        known.must_not_be_in(without_host.as_bytes(), &shown);
        // Its head has the time at which it is sent, as the signature asks.
        let (_, body) = shown.split_once("\r\n\r\n").expect("a head");
        way.clock.must_not_be_in(body.as_bytes(), &shown);
    }

    let metrics = way.program.metrics();
    let shown = String::from_utf8_lossy(&metrics.bytes);
    assert!(shown.contains("# TYPE "), "no metrics");
    known.must_not_be_in(&metrics.bytes, "the metrics");
    way.clock.must_not_be_in(metrics.body(), &shown);
    for answer in &way.answers {
        let shown = String::from_utf8_lossy(&answer.bytes);
        known.must_not_be_in(&answer.bytes, &shown);
        way.clock.must_not_be_in(answer.body(), &shown);
    }
    let log = way.program.stop();
    assert!(log.contains("refused"), "{log}");
    known.must_not_be_in(log.as_bytes(), &log);
    way.clock.must_not_be_in(log.as_bytes(), &log);
}

/// Neither a word nor a time finer than a day is in what the intake itself has put down.
fn nothing_is_stored(way: &Way) {
    let known = way.known();
    let stored = stored::by_the_intake(&way.desk, way.program.database.as_deref());
    way.must_be_in(&stored);
    for (name, content) in stored::without(stored, &way.made) {
        known.must_not_be_in(&content, &name);
        way.clock.must_not_be_in(&content, &name);
    }
}

/// Whose it is, what it is about, for whom, and how much was written: none of it shows in length,
/// form, or how long the intake takes.
#[test]
fn two_reports_look_alike() {
    let desk = Desk::new();
    let program = Program::start(&desk, None);
    let (one, other) = (desk.keygen("one"), desk.keygen("other"));
    let long = report(STAFF, "VEX-REC", 30).to_string();
    let short = report(RESIDENT, "LGB-SAF", 1).to_string();
    assert!(long.len() > 5 * short.len());
    const ROUNDS: usize = 25;
    let mut answers: [Vec<Answer>; 2] = Default::default();
    let mut took: [Vec<Duration>; 2] = Default::default();
    for round in 0..ROUNDS {
        // Two readers of the one, one of the other.
        let kinds = [(&long, vec![&one, &other]), (&short, vec![&one])];
        for (kind, (report, readers)) in kinds.into_iter().enumerate() {
            let name = format!("{kind}-{round}");
            desk.write(&format!("{name}.json"), report);
            let (json, envelope) = (format!("{name}.json"), format!("{name}.envelope"));
            let mut seal = vec!["seal", "--report", &json, "--output", &envelope];
            seal.extend(readers.into_iter().flat_map(|it| ["--recipient", it]));
            desk.must(&seal);
            let request = intake::put(&desk.read(&envelope), "");
            let begin = Instant::now();
            answers[kind].push(program.ask(&request));
            took[kind].push(begin.elapsed());
        }
    }
    let [long, short] = &answers;
    for (a, b) in long.iter().zip(short) {
        assert_eq!((a.status, b.status), (201, 201));
        assert_eq!(a.form(), b.form());
    }
    let envelopes = ["0-0", "1-0"].map(|it| desk.read(&format!("{it}.envelope")));
    assert_eq!(envelopes[0].len(), envelopes[1].len());
    assert_eq!(
        envelopes[0][..12],
        envelopes[1][..12],
        "what stands before the random bytes"
    );
    let listing = program.ask(&intake::get(
        "/v1/envelopes?limit=1000",
        &program.bearer(&desk),
    ));
    let listing: Value = serde_json::from_slice(listing.body()).expect("JSON");
    let lines = listing["envelopes"].as_array().expect("a list");
    assert_eq!(lines.len(), 2 * ROUNDS);
    for line in lines {
        let line = line.as_object().expect("an object");
        assert!(
            line.keys().eq(["cursor", "day", "digest", "size"]),
            "{line:?}"
        );
        assert_eq!(
            (&line["size"], &line["day"]),
            (&json!(42_204), &lines[0]["day"])
        );
    }
    // The middle of either lies among the other's, far from its ends.
    let [long, short] = took.map(|mut it| {
        it.sort();
        it
    });
    for (these, those) in [(&long, &short), (&short, &long)] {
        let middle = these[ROUNDS / 2];
        let among = those[2] <= middle && middle <= those[ROUNDS - 3];
        assert!(among, "{middle:?} is not among {those:?}");
    }
}
