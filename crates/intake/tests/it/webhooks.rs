//! Webhooks to receivers that fail in every way, on a real database.

use std::{
    net::TcpListener,
    sync::Arc,
    time::{Duration, Instant, SystemTime},
};

use envelope_format::Digest;
use intake::{Limits, Webhooks, send_webhooks};
use tokio::task::{JoinHandle, yield_now};

use crate::{
    receiver::{Receiver, Then, configure},
    rig::{Rig, envelope, limits, path_of},
};

/// Patience that a test has.
fn hasty() -> Limits {
    Limits {
        webhook: Duration::from_millis(500),
        webhook_rest: Duration::from_millis(40),
        webhook_attempts: 3,
        ..limits()
    }
}

fn start(rig: &Rig, targets: &[(&str, &Receiver)]) -> JoinHandle<()> {
    let targets: Vec<_> = targets.iter().map(|it| (it.0, it.1.address)).collect();
    let file = configure(rig.folder.path(), &targets);
    let webhooks = Webhooks::load(&rig.folder.path().join(file));
    let webhooks = webhooks.unwrap_or_else(|it| panic!("{it:?}"));
    tokio::spawn(send_webhooks(Arc::clone(&rig.intake), webhooks))
}

/// Waits until what is kept about webhooks is so.
async fn until(rig: &Rig, query: &'static str, expected: i64) {
    let limit = Instant::now() + Duration::from_secs(20);
    while rig.rows(query).await != expected {
        assert!(Instant::now() < limit, "{query} never gives {expected}");
        yield_now().await;
    }
}

const FAILURES: &str = "SELECT count(*) FROM webhook_failures";
const DEAD: &str = "SELECT count(*) FROM webhook_failures WHERE attempts IS NOT NULL";
const CURSOR: &str = "SELECT cursor FROM webhooks";

#[tokio::test(flavor = "multi_thread")]
async fn an_attempt_that_fails_in_any_way_is_made_again_and_holds_up_no_other() {
    let elsewhere = TcpListener::bind("127.0.0.1:0").expect("a port");
    elsewhere.set_nonblocking(true).expect("set");
    let trap = elsewhere.local_addr().expect("an address");
    for then in [
        Then::Answer(500),
        Then::Answer(404),
        Then::Answer(429),
        Then::Redirect(trap),
        Then::Stall,
        Then::Cut,
    ] {
        let rig = Rig::with(hasty(), None).await;
        let receiver = Receiver::new(move |before, id| match (before, id) {
            (0..2, "desk-1") => then,
            _ => Then::Answer(204),
        });
        start(&rig, &[("desk", &receiver)]);
        rig.put(&envelope(1)).await;
        rig.put(&envelope(2)).await;
        assert_eq!(
            receiver.ids(4),
            ["desk-1", "desk-1", "desk-1", "desk-2"],
            "{then:?}"
        );
        until(&rig, FAILURES, 0).await;
        until(&rig, CURSOR, 2).await;
        assert!(receiver.is_quiet(), "{then:?}");
        rig.intake.close();
    }
    assert!(elsewhere.accept().is_err(), "the redirect was followed");
}

fn one_second() -> String {
    "1".to_owned()
}

/// A date has whole seconds, so at least one of the two is left.
fn in_a_second_or_two() -> String {
    httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(2))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receiver_that_asks_for_time_gets_it_and_nothing_meanwhile() {
    let cases: [(u16, fn() -> String); 2] = [(429, one_second), (503, in_a_second_or_two)];
    for (status, when) in cases {
        let rig = Rig::with(hasty(), None).await;
        let receiver = Receiver::new(move |before, id| match (before, id) {
            (0, "desk-1") => Then::Later(status, when),
            _ => Then::Answer(204),
        });
        start(&rig, &[("desk", &receiver)]);
        let before = Instant::now();
        rig.put(&envelope(1)).await;
        receiver.next();
        until(&rig, FAILURES, 1).await;
        rig.put(&envelope(2)).await;
        let next = receiver.next().id();
        let waited = before.elapsed();
        assert!(waited >= Duration::from_secs(1), "{status}: {waited:?}");
        let mut both = [next, receiver.next().id()];
        both.sort();
        assert_eq!(both, ["desk-1", "desk-2"]);
        until(&rig, FAILURES, 0).await;
        rig.intake.close();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_429_and_503_ask_for_time_in_a_form_that_is_one() {
    let rig = Rig::with(hasty(), None).await;
    let receiver = Receiver::new(|before, _| match before {
        0 => Then::Later(500, || "3600".to_owned()),
        1 => Then::Later(503, || "some time".to_owned()),
        _ => Then::Answer(204),
    });
    start(&rig, &[("desk", &receiver)]);
    rig.put(&envelope(1)).await;
    assert_eq!(receiver.ids(3), ["desk-1"; 3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_answer_counts() {
    let rig = Rig::with(hasty(), None).await;
    let receiver = Receiver::new(|_, _| Then::Slowly);
    start(&rig, &[("desk", &receiver)]);
    rig.put(&envelope(1)).await;
    assert_eq!(receiver.ids(1), ["desk-1"]);
    until(&rig, CURSOR, 1).await;
    assert_eq!(rig.rows(FAILURES).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_given_up_is_listed_and_tried_again_or_dropped() {
    let rig = Rig::with(hasty(), None).await;
    // The first two are refused for as long as they are tried the first time.
    let receiver = Receiver::new(|before, id| match (before, id) {
        (0..3, "desk-1" | "desk-2") => Then::Answer(503),
        _ => Then::Answer(200),
    });
    start(&rig, &[("desk", &receiver)]);
    for seed in 1..=3 {
        rig.put(&envelope(seed)).await;
    }
    until(&rig, DEAD, 2).await;
    assert_eq!(receiver.ids(7)[6], "desk-3");
    let store = rig.store().await;
    let dead = store.dead_webhooks().await.expect("a list");
    let first = Digest::of(&envelope(1));
    let said = (
        &*dead[0].target,
        dead[0].digest,
        dead[0].attempts,
        &*dead[0].failure,
    );
    assert_eq!((dead.len(), said), (2, ("desk", first, 3, "5xx")));

    let dropped = store.drop_webhooks("desk", Some(Digest::of(&envelope(2))));
    assert_eq!(dropped.await, Ok(1));
    assert_eq!(store.retry_webhooks("other", None).await, Ok(0));
    assert_eq!(store.retry_webhooks("desk", Some(first)).await, Ok(1));
    // Also what has nothing to do with it makes the sender look.
    rig.put(&envelope(4)).await;
    assert_eq!(receiver.ids(2), ["desk-1", "desk-4"]);
    until(&rig, FAILURES, 0).await;
    assert!(receiver.is_quiet());
    assert_eq!(store.forget_webhook("desk").await, Ok(true));
    assert_eq!(store.forget_webhook("desk").await, Ok(false));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receiver_that_is_gone_is_left_alone_and_others_are_told() {
    let rig = Rig::with(hasty(), None).await;
    let gone = Receiver::new(|_, _| Then::Answer(410));
    let other = Receiver::new(|_, _| Then::Answer(200));
    start(&rig, &[("gone", &gone), ("other", &other)]);
    rig.put(&envelope(1)).await;
    assert_eq!(gone.ids(1), ["gone-1"]);
    until(&rig, FAILURES, 1).await;
    rig.put(&envelope(2)).await;
    assert_eq!(other.ids(2), ["other-1", "other-2"]);
    until(
        &rig,
        "SELECT cursor FROM webhooks WHERE target = 'other'",
        2,
    )
    .await;
    // Well beyond the first rest.
    tokio::time::sleep(hasty().webhook_rest * 4).await;
    assert!(gone.is_quiet());
    assert_eq!(rig.rows("SELECT min(cursor) FROM webhooks").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_deleted_before_it_was_told_is_never_told() {
    let patient = Limits {
        webhook_rest: Duration::from_secs(3_600),
        ..hasty()
    };
    let rig = Rig::with(patient, None).await;
    let receiver = Receiver::new(|before, id| match (before, id) {
        (0, "desk-1") => Then::Answer(500),
        _ => Then::Answer(200),
    });
    let sending = start(&rig, &[("desk", &receiver)]);
    rig.put(&envelope(1)).await;
    receiver.next();
    until(&rig, FAILURES, 1).await;
    sending.abort();
    // One that failed, and one that was never tried.
    rig.put(&envelope(2)).await;
    for seed in [1, 2] {
        let path = format!("{}/ack", path_of(&envelope(seed)));
        let mut request = crate::rig::get(&path);
        *request.method_mut() = axum::http::Method::POST;
        let token = format!("Bearer {}", rig.token).parse().expect("ASCII");
        request.headers_mut().insert("authorization", token);
        assert_eq!(rig.send(request).await.status, 204);
    }
    assert_eq!(rig.rows(FAILURES).await, 0);
    rig.put(&envelope(3)).await;
    // It tries everything at once that it knows of.
    start(&rig, &[("desk", &receiver)]);
    assert_eq!(receiver.ids(1), ["desk-3"]);
    until(&rig, CURSOR, 3).await;
    assert!(receiver.is_quiet());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_stalls_does_not_keep_the_intake_from_ending_and_is_told_again() {
    let short = Limits {
        drain: Duration::from_millis(100),
        webhook: Duration::from_secs(3_600),
        ..hasty()
    };
    let rig = Rig::with(short, None).await;
    let receiver = Receiver::new(|_, _| Then::Stall);
    let sending = start(&rig, &[("desk", &receiver)]);
    rig.put(&envelope(1)).await;
    receiver.next();
    rig.intake.close();
    let ended = tokio::time::timeout(Duration::from_secs(10), sending).await;
    ended.expect("in time").expect("no panic");
    assert_eq!(rig.rows(CURSOR).await, 0);
}
