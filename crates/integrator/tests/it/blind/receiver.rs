use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::mpsc::{Receiver, Sender, channel},
    thread,
};

use crate::harness::DEADLINE;

/// Whoever is told by webhook: takes everything and keeps each request as it came.
pub(super) struct Hook {
    pub(super) address: SocketAddr,
    requests: Receiver<Vec<u8>>,
}

impl Hook {
    pub(super) fn new() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let address = listener.local_addr().expect("a bound port");
        let (sender, requests) = channel();
        // It lives as long as the test's process.
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let sender = sender.clone();
                // Who goes away early tells again.
                thread::spawn(move || drop(take(stream, &sender)));
            }
        });
        Self { address, requests }
    }

    /// The next request, once it has come.
    pub(super) fn next(&self) -> Vec<u8> {
        self.requests.recv_timeout(DEADLINE).expect("an event")
    }
}

fn take(mut stream: TcpStream, sender: &Sender<Vec<u8>>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    loop {
        let (mut request, mut length) = (Vec::new(), 0);
        loop {
            let begin = request.len();
            if reader.read_until(b'\n', &mut request)? == 0 {
                return Ok(());
            }
            let line = String::from_utf8_lossy(&request[begin..]).to_lowercase();
            if let Some(value) = line.strip_prefix("content-length: ") {
                length = value.trim().parse().unwrap_or(0);
            }
            if line == "\r\n" {
                break;
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n")?;
        // Nobody listens any more when the test is over.
        drop(sender.send([request, body].concat()));
    }
}
