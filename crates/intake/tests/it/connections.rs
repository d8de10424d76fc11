//! Connections that break, dawdle or crowd.

use std::{
    io::{self, Read as _, Write as _},
    net::{Shutdown, SocketAddr, TcpStream},
    sync::Arc,
    time::{Duration, Instant},
};

use intake::Limits;
use submission::{MAX_ENVELOPE_LEN, ProblemType};
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

use crate::{
    rig::{Rig, envelope, limits, path_of},
    wire::{answer, connect, exchange, get, put, put_head},
};

/// A serving intake.
pub(crate) struct Server {
    pub(crate) rig: Rig,
    pub(crate) address: SocketAddr,
    pub(crate) stop: oneshot::Sender<()>,
    pub(crate) done: JoinHandle<()>,
}

impl Server {
    pub(crate) async fn start(limits: Limits) -> Self {
        let rig = Rig::with(limits, None).await;
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (stop, stopped) = oneshot::channel();
        let intake = Arc::clone(&rig.intake);
        let done = tokio::spawn(async move {
            intake::serve(listener, intake, async { drop(stopped.await) }).await;
        });
        Self {
            rig,
            address,
            stop,
            done,
        }
    }

    /// A connection with the head of a `PUT` and half of the envelope sent.
    pub(crate) fn half_sent(&self, bytes: &[u8]) -> TcpStream {
        let request = put(bytes);
        let mut stream = connect(self.address);
        let half = &request[..request.len() / 2];
        stream.write_all(half).expect("half is sent");
        stream
    }
}

fn hasty() -> Limits {
    Limits {
        body_idle: Duration::from_millis(300),
        head: Duration::from_millis(300),
        ..Default::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_envelope_is_taken_in_any_pieces() {
    let server = Server::start(limits()).await;
    for (seed, piece) in [(1, 1_000), (2, 4_096), (3, usize::MAX)] {
        let bytes = envelope(seed);
        let mut stream = connect(server.address);
        stream.set_nodelay(true).expect("pieces go out as they are");
        for part in put(&bytes).chunks(piece) {
            stream.write_all(part).expect("a piece is sent");
        }
        let answer = answer(&mut stream).expect("an answer");
        assert_eq!(answer.status, 201);
        server.rig.receipt(&answer, &bytes);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_envelope_cut_off_by_the_connection_is_not_stored() {
    let server = Server::start(limits()).await;
    let bytes = envelope(1);
    let mut stream = server.half_sent(&bytes);
    stream.shutdown(Shutdown::Write).expect("cut off");
    let mut rest = Vec::new();
    // Whether an answer still gets through is the connection's affair; a receipt must not.
    let _ = stream.read_to_end(&mut rest);
    assert!(!rest.starts_with(b"HTTP/1.1 2"));
    assert_eq!(server.rig.stored().await, []);

    let answer = exchange(server.address, &put(&bytes)).expect("an answer");
    assert_eq!(answer.status, 201, "sent again it is taken");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_sender_is_told_and_let_go() {
    let server = Server::start(hasty()).await;
    let bytes = envelope(1);
    let begin = Instant::now();
    let mut silent = server.half_sent(&bytes);
    // Others do not notice.
    let other = exchange(server.address, &put(&envelope(2))).expect("an answer");
    assert_eq!(other.status, 201);
    let answer = answer(&mut silent).expect("an answer");
    assert_eq!(answer.problem(), ProblemType::Stalled);
    assert!(begin.elapsed() >= Duration::from_millis(300));
    assert_eq!(server.rig.stored().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_that_never_ends_is_let_go() {
    let server = Server::start(hasty()).await;
    for begin in [
        "",
        "PUT /v1/envelopes/",
        "GET / HTTP/1.1\r\nhost: intake\r\n",
    ] {
        let mut stream = connect(server.address);
        stream.write_all(begin.as_bytes()).expect("sent");
        let mut rest = Vec::new();
        let closed = stream.read_to_end(&mut rest);
        assert!(closed.is_ok(), "still open after {begin:?}: {closed:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_announced_length_alone_decides() {
    let server = Server::start(limits()).await;
    let path = path_of(&envelope(1));
    let too_large = format!("content-length: {}\r\n", MAX_ENVELOPE_LEN + 1);
    let unannounced = "transfer-encoding: chunked\r\n";
    for (headers, expected) in [
        (&*too_large, ProblemType::TooLarge),
        (unannounced, ProblemType::LengthRequired),
        ("", ProblemType::LengthRequired),
    ] {
        let head = put_head(&path, headers);
        let answer = exchange(server.address, &head).expect("an answer without a body");
        assert_eq!(answer.problem(), expected, "{headers}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_careful_sender_is_told_to_go_on_or_not() {
    let server = Server::start(limits()).await;
    let bytes = envelope(1);
    let expect = |length: u64| format!("content-length: {length}\r\nexpect: 100-continue\r\n");

    let head = put_head(&path_of(&bytes), &expect(MAX_ENVELOPE_LEN + 1));
    let refused = exchange(server.address, &head).expect("an answer");
    assert_eq!(refused.problem(), ProblemType::TooLarge);

    let mut stream = connect(server.address);
    let head = put_head(&path_of(&bytes), &expect(bytes.len() as u64));
    stream.write_all(&head).expect("sent");
    let mut go_on = [0; 25];
    stream.read_exact(&mut go_on).expect("an interim answer");
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(&bytes).expect("sent");
    assert_eq!(answer(&mut stream).expect("an answer").status, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_raw_path_leads_out_of_the_app() {
    let server = Server::start(limits()).await;
    for path in [
        "/../secret.txt",
        "/icons/../../secret.txt",
        "/./../secret.txt",
    ] {
        let answer = exchange(server.address, &get(path, "")).expect("an answer");
        assert_eq!(answer.problem(), ProblemType::NotFound, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_more_than_may_connect_waits_for_its_turn() {
    let server = Server::start(Limits {
        connections: 1,
        ..Default::default()
    })
    .await;
    let bytes = envelope(1);
    let first = server.half_sent(&bytes);
    let mut second = connect(server.address);
    second.write_all(&get("/healthz", "")).expect("sent");
    let short = Some(Duration::from_millis(300));
    second.set_read_timeout(short).expect("a time-out");
    let early = second.read(&mut [0; 1]).expect_err("no answer yet");
    assert!(matches!(
        early.kind(),
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
    ));

    drop(first);
    let long = Some(Duration::from_secs(20));
    second.set_read_timeout(long).expect("a time-out");
    assert_eq!(answer(&mut second).expect("an answer").status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn stopping_lets_a_running_request_finish() {
    let server = Server::start(limits()).await;
    let bytes = envelope(1);
    let request = put(&bytes);
    let mut running = connect(server.address);
    let (sent, rest) = request.split_at(request.len() / 2);
    running.write_all(sent).expect("half is sent");
    // An answer on a later connection shows that the first one has been accepted.
    exchange(server.address, &get("/healthz", "")).expect("an answer");
    let held = format!("authorization: Bearer {}\r\n", server.rig.token);
    let mut held_listing = connect(server.address);
    let listing = get("/v1/envelopes?wait=30", &held);
    held_listing.write_all(&listing).expect("sent");
    exchange(server.address, &get("/healthz", "")).expect("an answer");

    server.stop.send(()).expect("it listens");
    let listing = answer(&mut held_listing).expect("a held listing is answered");
    assert_eq!(listing.listing().envelopes, []);
    assert!(
        TcpStream::connect(server.address).is_err(),
        "still accepting"
    );
    running.write_all(rest).expect("the rest is sent");
    let answer = answer(&mut running).expect("an answer");
    assert_eq!(answer.status, 201);
    server.rig.receipt(&answer, &bytes);
    server.done.await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn stopping_does_not_wait_for_ever() {
    let server = Server::start(Limits {
        drain: Duration::from_millis(300),
        ..Default::default()
    })
    .await;
    let _silent = server.half_sent(&envelope(1));
    exchange(server.address, &get("/healthz", "")).expect("an answer");
    server.stop.send(()).expect("it listens");
    let done = tokio::time::timeout(Duration::from_secs(5), server.done).await;
    done.expect("it stops in time").expect("without a panic");
}
