//! More than the intake can serve at once: each is answered or waits, and nothing is lost.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{Shutdown, TcpStream},
    thread,
    time::Duration,
};

use envelope_format::Digest;
use intake::Limits;
use submission::ProblemType;

use crate::{
    connections::Server,
    events::{Events, Next},
    rig::{envelope, limits, path_of},
    wire::{answer, connect, exchange, get, put},
};

/// Few connections, so that a few hundred are a flood.
fn narrow(connections: usize) -> Limits {
    Limits {
        connections,
        head: Duration::from_millis(300),
        body_idle: Duration::from_millis(300),
        ..Default::default()
    }
}

/// Sends each envelope from a thread of its own; all get a receipt.
fn send_all(server: &Server, seeds: std::ops::Range<u32>) {
    let address = server.address;
    let senders: Vec<_> = seeds
        .map(|seed| thread::spawn(move || exchange(address, &put(&envelope(seed)))))
        .collect();
    for sender in senders {
        let answer = sender.join().expect("no panic").expect("an answer");
        assert_eq!(answer.status, 201);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_times_as_many_senders_as_connections_all_get_a_receipt() {
    let server = Server::start(narrow(8)).await;
    send_all(&server, 0..80);
    assert_eq!(server.rig.stored().await.len(), 80);
}

#[tokio::test(flavor = "multi_thread")]
async fn senders_get_through_between_connections_that_say_nothing_or_half() {
    let server = Server::start(narrow(8)).await;
    let silent: Vec<_> = (0..24).map(|_| connect(server.address)).collect();
    let half: Vec<_> = (100..108)
        .map(|seed| server.half_sent(&envelope(seed)))
        .collect();
    send_all(&server, 0..16);
    assert_eq!(server.rig.stored().await.len(), 16, "no half is stored");
    drop((silent, half));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_with_a_hundred_streams_leaves_room_for_senders_and_other_readers() {
    let server = Server::start(Limits {
        connections: 24,
        ..Default::default()
    })
    .await;
    let token = server.rig.token.clone();
    let (mut open, mut refused) = (Vec::new(), Vec::new());
    for _ in 0..100 {
        match Events::open(server.address, &token, "", "") {
            Ok(events) => open.push(events),
            Err(head) => refused.push(head),
        }
    }
    assert_eq!((open.len(), refused.len()), (16, 84));
    for head in &refused {
        assert!(head.starts_with("HTTP/1.1 503 "), "{head}");
        assert!(head.contains("\nretry-after: 30\n"), "{head}");
    }
    // A listing that would wait takes a place as well; one that would not needs none.
    let path = "/v1/envelopes?wait=30";
    let waiting = server.rig.read(path).await;
    assert_eq!(waiting.problem(), ProblemType::Unavailable);
    assert_eq!(server.rig.read("/v1/envelopes").await.status, 200);

    send_all(&server, 0..16);
    let other = intake::add_reader(&server.rig.store().await, "other").await;
    let other = other.expect("a reader");
    let mut events = Events::open(server.address, &other, "", "").expect("a stream");
    for _ in 0..16 {
        assert!(matches!(events.next_line(), Next::Line(_)));
    }
    // A place is free again when its stream is gone.
    drop(open);
    let again = (0..10_000).find_map(|_| Events::open(server.address, &token, "", "").ok());
    assert!(again.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn all_readers_together_leave_half_of_the_connections() {
    let server = Server::start(Limits {
        held: 3,
        held_by_reader: 2,
        ..Default::default()
    })
    .await;
    let store = server.rig.store().await;
    let other = intake::add_reader(&store, "other").await.expect("a reader");
    let open = |token: &str| Events::open(server.address, token, "", "").is_ok();
    let _held: Vec<_> = [&server.rig.token, &server.rig.token, &*other]
        .map(|token| Events::open(server.address, token, "", "").expect("a place"))
        .into();
    assert!(!open(&other), "it has one only, but all are taken");
    let limits = limits();
    assert!(limits.held * 2 <= limits.connections);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_requests_at_once_on_one_connection_are_answered_in_their_order() {
    let server = Server::start(limits()).await;
    let mut stream = connect(server.address);
    let one = |path: &str| format!("GET {path} HTTP/1.1\r\nhost: intake\r\n\r\n");
    let flood = (one("/healthz") + &one("/none")).repeat(200);
    let mut sending = stream.try_clone().expect("the same connection");
    let sender = thread::spawn(move || {
        sending.write_all(flood.as_bytes()).expect("sent");
        sending.write_all(&get("/healthz", "")).expect("sent");
    });
    let mut text = String::new();
    stream.read_to_string(&mut text).expect("text");
    sender.join().expect("all is sent");
    let statuses = text.matches("HTTP/1.1 ").count();
    let good = text.matches("HTTP/1.1 200 OK").count();
    assert_eq!((statuses, good), (401, 201));
}

/// A sender that closes its half once it has sent everything may lose its answer, never the
/// envelope: what it hears is a receipt, and so is what it gets when it asks again.
#[tokio::test(flavor = "multi_thread")]
async fn a_whole_request_on_a_half_closed_connection_is_answered_or_sent_again() {
    let server = Server::start(limits()).await;
    for seed in 0..20 {
        let bytes = envelope(seed);
        let mut stream = connect(server.address);
        stream.write_all(&put(&bytes)).expect("sent");
        stream.shutdown(Shutdown::Write).expect("half closed");
        if let Ok(answer) = answer(&mut stream) {
            assert_eq!(answer.status, 201);
            server.rig.receipt(&answer, &bytes);
        }
        let again = exchange(server.address, &put(&bytes)).expect("an answer");
        assert!(again.status.is_success());
        server.rig.receipt(&again, &bytes);
    }
    assert_eq!(server.rig.stored().await.len(), 20);
}

/// What is no HTTP at all, or too much of it, ends its own connection and no other.
#[tokio::test(flavor = "multi_thread")]
async fn noise_ends_its_own_connection() {
    let server = Server::start(narrow(4)).await;
    let long = "x".repeat(1 << 20);
    let noise = [
        "\0\u{1}\u{2}\r\n\r\n".to_owned(),
        "SSH-2.0-probe\r\n".to_owned(),
        "\u{16}\u{3}\u{1}\u{2}".to_owned(),
        format!("GET /{long} HTTP/1.1\r\nhost: intake\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nhost: intake\r\nx: {long}\r\n\r\n"),
        format!("GET / HTTP/1.1\r\n{}\r\n", "x: y\r\n".repeat(10_000)),
        "PUT / HTTP/1.1\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\n".to_owned(),
        "PUT / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n".to_owned(),
    ];
    for text in noise.iter().cycle().take(64) {
        let mut stream = connect(server.address);
        // It may be cut off in the middle.
        let _ = stream.write_all(text.as_bytes());
        let first = first_line(stream);
        let refused = first.is_empty() || first.starts_with("HTTP/1.1 4");
        assert!(refused, "{first} after {:?}", &text[..text.len().min(40)]);
    }
    let bytes = envelope(1);
    let answer = exchange(server.address, &put(&bytes)).expect("an answer");
    assert_eq!(answer.status, 201);
    assert_eq!(server.rig.stored().await, [Digest::of(&bytes)]);
    assert_eq!(server.rig.read(&path_of(&bytes)).await.body, bytes);
}

/// The first line of an answer, empty when the connection ends without one.
fn first_line(stream: TcpStream) -> String {
    let mut line = String::new();
    // A connection that was reset has no answer either.
    let _ = BufReader::new(stream).read_line(&mut line);
    line
}
