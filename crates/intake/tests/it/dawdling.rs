//! Clients that keep a connection and do as little as they can for it.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    thread,
    time::{Duration, Instant},
};

use intake::Limits;
use submission::{AccessKey, MAILBOX_PATH, ProblemType};
use tokio::net::TcpSocket;
use zeroize::Zeroizing;

use crate::{
    connections::Server,
    events::Events,
    rig::{envelope, limits},
    wire::{answer, connect, exchange, get, put},
};

/// One connection, which whoever waits for the next gets only when the one before is let go.
fn one_at_a_time() -> Limits {
    Limits {
        connections: 1,
        answer_idle: Duration::from_millis(300),
        body_idle: Duration::from_millis(300),
        ..limits()
    }
}

/// A connection whose kernel takes next to nothing that the program does not read.
async fn narrow(address: SocketAddr) -> TcpStream {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.set_recv_buffer_size(4096).expect("a small buffer");
    let stream = socket.connect(address).await.expect("somebody listens");
    let stream = stream.into_std().expect("a stream of the standard library");
    stream.set_nonblocking(false).expect("set");
    stream
}

/// A request for a file that no buffer holds, and one for many mailboxes, which together do not fit
/// one either.
fn large_answers(server: &Server) -> [Vec<u8>; 2] {
    let file = server.rig.folder.path().join("app/large.bin");
    fs::write(file, vec![0; 64 << 20]).expect("written");
    let key = AccessKey::from_bytes(Zeroizing::new([7; 32]));
    let mailbox = format!(
        "GET {MAILBOX_PATH} HTTP/1.1\r\nhost: intake\r\nauthorization: Bearer {}\r\n\r\n",
        &*key.to_text()
    );
    [get("/large.bin", ""), mailbox.repeat(100).into_bytes()]
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_take_an_answer_is_let_go() {
    let server = Server::start(one_at_a_time()).await;
    for request in large_answers(&server) {
        let mut deaf = narrow(server.address).await;
        deaf.write_all(&request).expect("sent");
        let other = exchange(server.address, &put(&envelope(1))).expect("an answer");
        assert!(other.status.is_success());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_takes_an_answer_by_the_byte_is_let_go() {
    let server = Server::start(Limits {
        // More than fits through the smallest buffer as often as it is emptied here.
        least_rate: 64 << 20,
        ..one_at_a_time()
    })
    .await;
    for request in large_answers(&server) {
        let mut slow = narrow(server.address).await;
        slow.write_all(&request).expect("sent");
        let reading = thread::spawn(move || {
            let mut some = [0; 256];
            while slow.read(&mut some).is_ok_and(|it| it > 0) {
                thread::sleep(Duration::from_millis(2));
            }
        });
        let other = exchange(server.address, &put(&envelope(1))).expect("an answer");
        assert!(other.status.is_success());
        reading.join().expect("its connection ended");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_reader_that_takes_enough_gets_the_whole_answer() {
    let server = Server::start(one_at_a_time()).await;
    let file = vec![7; 4 << 20];
    fs::write(server.rig.folder.path().join("app/long.bin"), &file).expect("written");
    let mut slow = narrow(server.address).await;
    slow.write_all(&get("/long.bin", "")).expect("sent");
    let (begin, mut all, mut some) = (Instant::now(), Vec::new(), vec![0; 128 << 10]);
    loop {
        match slow.read(&mut some).expect("it is not cut off") {
            0 => break,
            read => all.extend_from_slice(&some[..read]),
        }
        // Each of these pauses is within what may be, all together are not.
        thread::sleep(Duration::from_millis(10));
    }
    assert!(all.ends_with(&file));
    assert!(begin.elapsed() > Duration::from_millis(300));
}

/// Sends one byte after the other for as long as the connection lives, or is told what is wrong.
fn drip(mut stream: TcpStream, bytes: Vec<u8>) {
    for byte in bytes {
        if stream.write_all(&[byte]).is_err() {
            return;
        }
        thread::sleep(Duration::from_millis(20));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sender_that_drips_is_told_and_let_go() {
    let server = Server::start(one_at_a_time()).await;
    let bytes = envelope(1);
    let begin = Instant::now();
    let mut dripping = server.half_sent(&bytes);
    let rest = bytes[bytes.len() / 2..].to_vec();
    let same = dripping.try_clone().expect("the same connection");
    let sender = thread::spawn(move || drip(same, rest));
    let other = exchange(server.address, &put(&envelope(2))).expect("an answer");
    assert_eq!(other.status, 201);
    let answer = answer(&mut dripping).expect("an answer");
    assert_eq!(answer.problem(), ProblemType::Stalled);
    assert!(begin.elapsed() >= Duration::from_millis(300));
    sender.join().expect("its connection ended");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_sender_that_sends_enough_is_waited_for() {
    let server = Server::start(one_at_a_time()).await;
    let bytes = envelope(1);
    let begin = Instant::now();
    let mut stream = connect(server.address);
    for piece in put(&bytes).chunks(2_000) {
        stream.write_all(piece).expect("a piece is sent");
        thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(answer(&mut stream).expect("an answer").status, 201);
    assert!(begin.elapsed() > Duration::from_secs(1));
}

/// Its events stand in the kernel, so nothing that is written waits.
#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_nobody_reads_gives_its_place_back() {
    let server = Server::start(Limits {
        held_by_reader: 1,
        vanished: Duration::from_secs(1),
        ..limits()
    })
    .await;
    for seed in 0..100 {
        assert_eq!(server.rig.put(&envelope(seed)).await.status, 201);
    }
    let mut deaf = narrow(server.address).await;
    let token = &server.rig.token;
    let headers = format!("accept: text/event-stream\r\nauthorization: Bearer {token}\r\n");
    deaf.write_all(&get("/v1/envelopes", &headers))
        .expect("sent");
    let open = || Events::open(server.address, token, "", "").is_ok();
    let deaf_has_it = (0..1_000).any(|_| !open());
    assert!(deaf_has_it, "there is one place");
    let begin = Instant::now();
    while !open() {
        assert!(begin.elapsed() < Duration::from_secs(20), "still taken");
        thread::sleep(Duration::from_millis(50));
    }
}
