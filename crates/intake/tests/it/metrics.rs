//! What an operator's monitoring sees, and what it must not see.

use axum::http::StatusCode;
use sqlx::{Connection as _, SqliteConnection};

use crate::{
    events::Events,
    home::{Home, Running},
    rig::{envelope, path_of},
    wire::{connect, exchange, get, post, put},
};

const LISTEN: [&str; 2] = ["--metrics", "127.0.0.1:0"];

fn scrape(running: &Running) -> String {
    let address = running.metrics.expect("asked for");
    let answer = exchange(address, &get("/metrics", "")).expect("an answer");
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(
        answer.header("content-type"),
        Some("text/plain; version=0.0.4")
    );
    String::from_utf8(answer.body).expect("text")
}

/// The samples, without the lines that explain them.
fn samples(text: &str) -> Vec<&str> {
    text.lines().filter(|it| !it.starts_with('#')).collect()
}

async fn database(home: &Home) -> SqliteConnection {
    let path = home.path().join("data/intake.sqlite");
    let url = format!("sqlite://{}", path.display());
    SqliteConnection::connect(&url).await.expect("the database")
}

#[tokio::test]
async fn the_numbers_are_those_of_past_days() {
    let home = Home::new();
    home.token();
    let running = home.serve();
    for seed in 0..3 {
        running.put(&envelope(seed)).expect("an answer");
    }
    running.kill();
    let aged = "UPDATE envelopes SET day = date('now', '-' || cursor || ' days') WHERE cursor > 1";
    let aged = sqlx::query(aged).execute(&mut database(&home).await).await;
    aged.expect("changed");
    let running = home.serve_with(&LISTEN);
    let text = scrape(&running);
    let version = env!("CARGO_PKG_VERSION");
    let expected = [
        &*format!("sealpost_build_info{{version=\"{version}\"}} 1"),
        "sealpost_envelopes 2",
        "sealpost_envelopes_bytes 84408",
        "sealpost_oldest_envelope_days 3",
        "sealpost_readers 1",
        "sealpost_storage_readable 1",
    ];
    assert_eq!(samples(&text), expected, "{text}");
    let manual = include_str!("../../../../docs/operate.md");
    for line in text.lines().filter_map(|it| it.strip_prefix("# TYPE ")) {
        let name = line.split(' ').next().expect("a name");
        assert!(manual.contains(&format!("| `{name}")), "{name}");
    }
}

#[tokio::test]
async fn an_empty_intake_has_no_oldest_envelope_and_a_broken_one_says_so() {
    let home = Home::new();
    let running = home.serve_with(&LISTEN);
    let text = scrape(&running);
    for line in ["sealpost_envelopes 0", "sealpost_oldest_envelope_days 0"] {
        assert!(samples(&text).contains(&line), "{text}");
    }
    let broken = sqlx::query("DROP TABLE readers");
    broken
        .execute(&mut database(&home).await)
        .await
        .expect("broken");
    let text = scrape(&running);
    assert!(
        samples(&text).contains(&"sealpost_storage_readable 0"),
        "{text}"
    );
}

/// Whoever asks before and after each thing that can happen to a report sees no difference.
#[tokio::test]
async fn nothing_that_happens_to_a_report_shows() {
    let home = Home::new();
    let token = home.token();
    let running = home.serve();
    let old = envelope(9);
    running.put(&old).expect("an answer");
    running.kill();
    let aged = sqlx::query("UPDATE envelopes SET day = date('now', '-1 day')");
    aged.execute(&mut database(&home).await)
        .await
        .expect("changed");
    let running = home.serve_with(&LISTEN);
    let before = scrape(&running);
    assert!(
        samples(&before).contains(&"sealpost_envelopes 1"),
        "{before}"
    );
    assert!(
        !before.contains("yesterday"),
        "it has not run over a midnight"
    );
    let (first, other) = (envelope(1), envelope(2));
    let ack = |bytes: &[u8]| post(&format!("{}/ack", path_of(bytes)), &token);
    let reader = format!("authorization: Bearer {token}\r\n");
    let steps = [
        (201, put(&first)),
        (200, put(&first)),
        (201, put(&other)),
        (400, put(b"no envelope")),
        (200, get("/v1/envelopes", &reader)),
        (200, get(&path_of(&first), &reader)),
        (204, ack(&first)),
        (204, ack(&old)),
        (404, get(&path_of(&old), &reader)),
        (401, get("/v1/envelopes", "")),
        (404, get("/none", "")),
    ];
    for (at, (status, request)) in steps.into_iter().enumerate() {
        let answer = exchange(running.address, &request).expect("an answer");
        assert_eq!(answer.status, status, "step {at}");
        assert_eq!(scrape(&running), before, "step {at}");
    }
    let held = Events::open(running.address, &token, "", "").expect("a stream");
    let waiting: Vec<_> = (0..50).map(|_| connect(running.address)).collect();
    assert_eq!(scrape(&running), before, "with many connections");
    drop((held, waiting));
}

#[test]
fn they_have_an_address_of_their_own_or_none() {
    let home = Home::new();
    let running = home.serve_with(&LISTEN);
    let metrics = running.metrics.expect("asked for");
    for (address, path) in [
        (running.address, "/metrics"),
        (metrics, "/"),
        (metrics, "/v1/envelopes"),
        (metrics, "/healthz"),
    ] {
        let answer = exchange(address, &get(path, "")).expect("an answer");
        assert_eq!(answer.status, 404, "{path}");
    }
    let refused = exchange(metrics, &post("/metrics", "x")).expect("an answer");
    assert_eq!(refused.status, 405);
    let (success, log) = running.stop();
    assert!(success, "{log}");
}
