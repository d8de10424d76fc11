//! Webhooks of the real program: what they say, what its commands and its log say, and what a kill
//! costs.

use std::{collections::BTreeSet, thread};

use envelope_format::Digest;
use serde_json::{Value, json};
use test_postgres::Server;

use crate::{
    home::Home,
    receiver::{Heard, Receiver, Then, configure},
    rig::{Answer, envelope},
};

const WEBHOOKS: [&str; 2] = ["--webhooks", "webhooks.toml"];

/// Runs a command until it prints this.
fn until(home: &Home, arguments: &[&str], expected: &str) {
    let mut said = String::new();
    for _ in 0..200 {
        said = home.line(arguments);
        if said == expected {
            return;
        }
    }
    panic!("{arguments:?} says {said}");
}

const LIST: [&str; 4] = ["webhook", "list", "--data", "data"];

#[test]
fn an_event_says_what_a_listing_says_and_no_time() {
    let home = Home::new();
    let (key, token) = (home.receipt_key(), home.token());
    let receiver = Receiver::new(|_, _| Then::Answer(200));
    configure(home.path(), &[("desk", receiver.address)]);
    let running = home.serve_with(&WEBHOOKS);
    running.put(&envelope(1));
    let heard = receiver.next();
    let listing: Answer = running.read("/v1/envelopes", &token);
    let listing: Value = serde_json::from_slice(&listing.body).expect("JSON");
    let event: Value = serde_json::from_slice(&heard.body).expect("JSON");
    assert_eq!(
        event,
        json!({
            "specversion": "1.0",
            "id": "desk-1",
            "source": format!("urn:sealpost:intake:{key}"),
            "type": "urn:sealpost:event:envelope-stored:v1",
            "datacontenttype": "application/json",
            "data": listing["envelopes"][0],
        })
    );
    let names: BTreeSet<_> = heard
        .head
        .lines()
        .skip(1)
        .filter_map(|it| it.split(':').next())
        .collect();
    let expected = [
        "connection",
        "content-length",
        "content-type",
        "host",
        "webhook-id",
        "webhook-signature",
        "webhook-timestamp",
    ];
    assert_eq!(names, BTreeSet::from(expected), "{}", heard.head);
    assert!(
        heard
            .head
            .starts_with("POST /hook?key=of-nobody-else HTTP/1.1\r\n")
    );
    assert_eq!(heard.header("content-type"), "application/cloudevents+json");
    until(&home, &LIST, "desk: 0 waiting, 0 failing, 0 given up");
    // A sender that comes again is no news.
    running.put(&envelope(1));
    running.put(&envelope(2));
    let event: Value = serde_json::from_slice(&receiver.next().body).expect("JSON");
    let second = Digest::of(&envelope(2)).to_string();
    assert_eq!(event["data"]["digest"], second);
    let (ended, log) = running.stop();
    assert!(ended && receiver.is_quiet());
    assert_eq!(log, "");
}

#[test]
fn the_log_says_once_that_a_target_fails_and_once_that_it_is_well() {
    let home = Home::new();
    let receiver = Receiver::new(|before, _| match before {
        0 => Then::Answer(500),
        _ => Then::Answer(200),
    });
    configure(home.path(), &[("desk", receiver.address)]);
    let running = home.serve_with(&WEBHOOKS);
    running.put(&envelope(1));
    assert_eq!(receiver.ids(2), ["desk-1", "desk-1"]);
    until(&home, &LIST, "desk: 0 waiting, 0 failing, 0 given up");
    let (ended, log) = running.stop();
    let (day, place) = (intake::today(), "intake::webhooks::worker");
    assert!(ended);
    assert_eq!(
        log,
        format!(
            "{day}  WARN {place}: a webhook fails target_id=\"desk\" failure=\"5xx\"\n\
             {day}  INFO {place}: a webhook arrives again target_id=\"desk\"\n"
        )
    );
}

#[test]
fn a_kill_in_the_middle_costs_no_event() {
    let home = Home::new();
    let receiver = Receiver::new(|_, _| Then::Answer(200));
    configure(home.path(), &[("desk", receiver.address)]);
    let mut running = home.serve_with(&WEBHOOKS);
    let (mut seed, mut heard) = (0, BTreeSet::new());
    let mut last = 0;
    for _ in 0..5 {
        let receipts = thread::scope(|scope| {
            let sender = scope.spawn(|| {
                let sent = (seed..seed + 40).map(|it| running.put(&envelope(it)));
                sent.filter(|it| it.as_ref().is_some_and(|it| it.status == 201))
                    .count()
            });
            // Killed when some have gone out, and some have not.
            heard.extend((0..15).map(|_| receiver.next().id()));
            sender.join().expect("no panic")
        });
        assert_eq!(receipts, 40);
        (seed, last) = (seed + 40, last + 40);
        running.kill();
        running = home.serve_with(&WEBHOOKS);
    }
    let all: BTreeSet<_> = (1..=last).map(|it| format!("desk-{it}")).collect();
    while heard.len() < all.len() {
        heard.insert(receiver.next().id());
    }
    assert_eq!(heard, all);
}

#[test]
fn a_target_that_is_taken_out_is_told_no_more_and_goes_on_when_it_is_back() {
    let home = Home::new();
    let [desk, other] = [(); 2].map(|()| Receiver::new(|_, _| Then::Answer(200)));
    let both = [("desk", desk.address), ("other", other.address)];
    configure(home.path(), &both);
    let running = home.serve_with(&WEBHOOKS);
    running.put(&envelope(1));
    assert_eq!(
        (desk.ids(1), other.ids(1)),
        (vec!["desk-1".to_owned()], vec!["other-1".to_owned()])
    );
    running.stop();
    configure(home.path(), &both[1..]);
    let running = home.serve_with(&WEBHOOKS);
    running.put(&envelope(2));
    assert_eq!(other.ids(1), ["other-2"]);
    running.stop();
    assert!(desk.is_quiet());
    configure(home.path(), &both);
    let _running = home.serve_with(&WEBHOOKS);
    assert_eq!(desk.ids(1), ["desk-2"]);
}

#[test]
fn what_cannot_be_done_with_webhooks_is_said() {
    let home = Home::new();
    for (arguments, expected) in [
        (
            &["webhook", "retry", "desk"][..],
            "nothing like this was given up",
        ),
        (
            &["webhook", "drop", "desk"],
            "nothing like this was given up",
        ),
        (&["webhook", "forget", "desk"], "no target of this name"),
    ] {
        let output = home.run(&[arguments, &["--data", "data"]].concat());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1));
        assert!(said.contains(expected), "{said}");
    }
}

/// Of two intakes with one database one sends; when it is killed the other does.
#[test]
fn two_intakes_send_each_event_once_until_one_is_killed_and_none_is_lost() {
    let url = Server::shared().database();
    let first = Home::on(&url);
    let second = first.beside(&url);
    let receiver = Receiver::new(|_, _| Then::Answer(200));
    for home in [&first, &second] {
        configure(home.path(), &[("desk", receiver.address)]);
    }
    // The first has begun to send before there is another.
    let a = first.serve_with(&WEBHOOKS);
    a.put(&envelope(0));
    let mut heard: Vec<Heard> = vec![receiver.next()];
    let b = second.serve_with(&WEBHOOKS);
    for seed in 1..40 {
        let by = if seed % 2 == 0 { &a } else { &b };
        by.put(&envelope(seed));
        heard.push(receiver.next());
    }
    let ids: BTreeSet<_> = heard.iter().map(Heard::id).collect();
    assert!(receiver.is_quiet());
    assert_eq!(ids.len(), 40);
    a.kill();
    b.put(&envelope(40));
    while receiver.next().id() != "desk-41" {}
}
