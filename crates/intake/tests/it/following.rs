//! A listing that goes on: server-sent events.

use std::{collections::HashSet, thread, time::Duration};

use intake::Limits;
use sqlx::{Connection as _, SqliteConnection};
use submission::{Listed, ProblemType};
use tokio::time::timeout;

use crate::{
    connections::Server,
    events::{Events, Next},
    home::Home,
    rig::{Rig, envelope, get, limits},
    wire::{exchange, put},
};

fn open(server: &Server, after: &str) -> Events {
    let token = &server.rig.token;
    let id = match after {
        "" => String::new(),
        after => format!("last-event-id: {after}\r\n"),
    };
    Events::open(server.address, token, "", &id).expect("a stream")
}

async fn listed(rig: &Rig) -> Vec<Listed> {
    rig.read("/v1/envelopes?limit=1000")
        .await
        .listing()
        .envelopes
}

#[tokio::test(flavor = "multi_thread")]
async fn the_lines_of_the_listing_come_as_events() {
    let server = Server::start(limits()).await;
    for seed in 0..3 {
        server.rig.put(&envelope(seed)).await;
    }
    let mut events = open(&server, "");
    let mut seen: Vec<_> = (0..3).map(|_| events.next()).collect();
    // While the stream is open, sent twice.
    for _ in 0..2 {
        server.rig.put(&envelope(3)).await;
    }
    server.rig.put(&envelope(4)).await;
    seen.extend([events.next(), events.next()]);
    let expected = listed(&server.rig).await.into_iter().map(Next::Line);
    assert_eq!(seen, expected.collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_breaks_goes_on_without_a_gap_or_a_double() {
    const WRITERS: u32 = 4;
    const EACH: u32 = 100;
    let server = Server::start(Limits {
        // So that streams break inside of a page and between two.
        page: 7,
        ..Default::default()
    })
    .await;
    let address = server.address;
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            thread::spawn(move || {
                for n in 0..EACH {
                    let request = put(&envelope(writer * 1_000 + n));
                    let answer = exchange(address, &request).expect("an answer");
                    assert_eq!(answer.status, 201);
                }
            })
        })
        .collect();
    let (mut seen, mut after): (Vec<Listed>, _) = (Vec::new(), String::new());
    for stream in 0.. {
        let mut events = open(&server, &after);
        let left = (WRITERS * EACH) as usize - seen.len();
        // Another number each time; what came after the last of them is lost with the connection.
        for _ in 0..left.min(1 + stream * 5 % 13) {
            match events.next_line() {
                Next::Line(line) => seen.push(line),
                other => panic!("{other:?} after {}", seen.len()),
            }
        }
        after = seen.last().expect("at least one").cursor.clone();
        if seen.len() == (WRITERS * EACH) as usize {
            break;
        }
    }
    writers
        .into_iter()
        .for_each(|it| it.join().expect("all sent"));
    assert_eq!(seen, listed(&server.rig).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_event_counts_before_the_address() {
    let server = Server::start(limits()).await;
    for seed in 0..4 {
        server.rig.put(&envelope(seed)).await;
    }
    let token = &server.rig.token;
    for (query, header, first) in [
        ("?after=1", "", "2"),
        ("?after=1", "last-event-id: 3\r\n", "4"),
        ("?after=3", "last-event-id: 0\r\n", "1"),
    ] {
        let mut events = Events::open(server.address, token, query, header).expect("a stream");
        match events.next() {
            Next::Line(line) => assert_eq!(line.cursor, first, "{query} {header}"),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn what_a_stream_cannot_mean_is_refused() {
    use ProblemType::{CursorMalformed, QueryMalformed, Unauthorized};
    let rig = Rig::new().await;
    let token = rig.token.clone();
    for (query, id, token, expected) in [
        ("", None, "", Unauthorized),
        ("?after=x", None, &*token, CursorMalformed),
        ("", Some("x"), &token, CursorMalformed),
        ("", Some(""), &token, CursorMalformed),
        ("", Some("-1"), &token, CursorMalformed),
        ("", Some("9223372036854775808"), &token, CursorMalformed),
        ("?limit=5", None, &token, QueryMalformed),
        ("?wait=5", None, &token, QueryMalformed),
    ] {
        for accept in ["text/event-stream", "text/html, TEXT/Event-Stream;q=0.9"] {
            let mut request = get(&format!("/v1/envelopes{query}"));
            let headers = request.headers_mut();
            headers.insert("accept", accept.parse().expect("ASCII"));
            let bearer = format!("Bearer {token}");
            headers.insert("authorization", bearer.parse().expect("ASCII"));
            if let Some(id) = id {
                headers.insert("last-event-id", id.parse().expect("ASCII"));
            }
            // A stream would have no end.
            let answer = timeout(Duration::from_secs(5), rig.send(request)).await;
            let answer = answer.unwrap_or_else(|_| panic!("{query} {id:?} {accept}"));
            assert_eq!(answer.problem(), expected, "{query} {id:?} {accept}");
        }
    }
    // A page is what all others get.
    let mut request = get("/v1/envelopes");
    let bearer = format!("Bearer {token}").parse().expect("ASCII");
    request.headers_mut().insert("authorization", bearer);
    request
        .headers_mut()
        .insert("accept", "text/html".parse().expect("ASCII"));
    let answer = rig.send(request).await;
    assert_eq!(answer.header("content-type"), Some("application/json"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_ends_with_its_token() {
    let server = Server::start(limits()).await;
    let store = server.rig.store().await;
    let mut events = open(&server, "");
    server.rig.put(&envelope(1)).await;
    assert!(matches!(events.next(), Next::Line(_)));
    intake::revoke_reader(&store, "desk")
        .await
        .expect("revoked");
    server.rig.put(&envelope(2)).await;
    assert_eq!(
        events.next(),
        Next::End,
        "nothing that came after it was revoked"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quiet_stream_says_that_it_is_there_and_ends_with_its_token_too() {
    let server = Server::start(Limits {
        heartbeat: Duration::from_millis(100),
        ..Default::default()
    })
    .await;
    let mut events = open(&server, "");
    assert_eq!([events.next(), events.next()], [Next::Alive, Next::Alive]);
    let store = server.rig.store().await;
    intake::revoke_reader(&store, "desk")
        .await
        .expect("revoked");
    assert_eq!(events.next_line(), Next::End);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_ends_when_the_intake_stops() {
    let server = Server::start(limits()).await;
    server.rig.put(&envelope(1)).await;
    let mut events = open(&server, "");
    assert!(matches!(events.next(), Next::Line(_)));
    server.stop.send(()).expect("it listens");
    assert_eq!(events.next(), Next::End);
    let done = timeout(Duration::from_secs(5), server.done).await;
    done.expect("it stops in time").expect("without a panic");
}

/// Streams that nobody reads hold one page each, not what there is to say.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn a_slow_reader_costs_little_and_misses_nothing() {
    const LINES: i64 = 100_000;
    /// For sixteen streams; the lines of all of them are 270 MiB.
    const MOST_KIB: u64 = 48 << 10;
    let home = Home::new();
    let token = home.token();
    let url = format!(
        "sqlite://{}",
        home.path().join("data/intake.sqlite").display()
    );
    let mut database = SqliteConnection::connect(&url).await.expect("the database");
    let many = sqlx::query(
        "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ?)
         INSERT INTO envelopes (digest, size, day, bytes)
         SELECT CAST(printf('%032d', n) AS BLOB), 1, '2026-01-01', x'00' FROM n",
    );
    let many = many.bind(LINES).execute(&mut database).await;
    many.expect("stored");
    database.close().await.expect("closed");

    let arguments = ["--retention", "365"];
    let running = home.serve_with(&arguments);
    let address = running.address;
    running.read("/v1/envelopes?limit=1000", &token);
    let before = crate::memory::peak(&running);
    let open = || Events::open(address, &token, "", "").expect("a stream");
    let mut slow: Vec<_> = (0..16).map(|_| open()).collect();
    // One is read to its end, while the others have all the time to fill.
    let mut reading = slow.pop().expect("sixteen");
    let mut seen = HashSet::new();
    let mut last = 0;
    for _ in 0..LINES {
        let Next::Line(line) = reading.next_line() else {
            panic!("ended after {last}");
        };
        let cursor: i64 = line.cursor.parse().expect("a number");
        assert!(cursor > last, "in order");
        last = cursor;
        assert!(seen.insert(line.digest));
    }
    let taken = crate::memory::peak(&running) - before;
    assert!(taken < MOST_KIB, "{taken} KiB more");
    assert_eq!(running.put(&envelope(1)).expect("an answer").status, 201);
    // A slow one goes on where it stood.
    let first: Vec<_> = (0..1_000).map(|_| slow[0].next_line()).collect();
    let cursors = first.iter().map(|it| match it {
        Next::Line(line) => line.cursor.parse::<i64>().ok(),
        Next::Alive | Next::End => None,
    });
    assert!(cursors.eq((1..=1_000).map(Some)));
}
