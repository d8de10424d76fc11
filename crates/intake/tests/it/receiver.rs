//! A receiver of webhooks made by hand, which does all that a receiver should not.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    os::unix::fs::PermissionsExt as _,
    path::Path,
    sync::mpsc::{self, Receiver as Inbox},
    thread,
    time::Duration,
};

/// Standard Webhooks' own example.
pub(crate) const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// What a request said.
#[derive(Clone, Debug)]
pub(crate) struct Heard {
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

/// What the receiver then does.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Then {
    /// Answers with this status.
    Answer(u16),
    /// Answers with this status, and with what is a `Retry-After` then.
    Later(u16, fn() -> String),
    /// Answers that it is elsewhere.
    Redirect(SocketAddr),
    /// Says nothing.
    Stall,
    /// Ends the connection in the middle of its answer.
    Cut,
    /// Answers with 200, byte by byte.
    Slowly,
}

pub(crate) struct Receiver {
    pub(crate) address: SocketAddr,
    heard: Inbox<Heard>,
}

impl Receiver {
    /// Listens until the end of the test; `then` is told how many requests with the same id came
    /// before, and the id.
    pub(crate) fn new(then: impl Fn(usize, &str) -> Then + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let (said, heard) = mpsc::channel();
        thread::spawn(move || {
            let (mut ids, mut held) = (Vec::new(), Vec::new());
            for stream in listener.incoming() {
                let mut stream = stream.expect("a connection");
                // An intake that is killed sends half a request.
                let Some(request) = read(&mut stream) else {
                    continue;
                };
                let id = request.id();
                let before = ids.iter().filter(|it| **it == id).count();
                let then = then(before, &id);
                ids.push(id);
                // The test may have seen enough.
                let _ = said.send(request);
                match then {
                    Then::Stall => held.push(stream),
                    then => answer(stream, then),
                }
            }
        });
        Self { address, heard }
    }

    /// The next request.
    pub(crate) fn next(&self) -> Heard {
        let heard = self.heard.recv_timeout(Duration::from_secs(30));
        heard.expect("a webhook")
    }

    /// The ids of the next requests, in the order of the alphabet.
    pub(crate) fn ids(&self, count: usize) -> Vec<String> {
        let mut ids: Vec<_> = (0..count).map(|_| self.next().id()).collect();
        ids.sort();
        ids
    }

    /// Whether nothing more has come.
    pub(crate) fn is_quiet(&self) -> bool {
        self.heard.try_recv().is_err()
    }
}

impl Heard {
    pub(crate) fn header(&self, name: &str) -> &str {
        let line = self.head.lines().find_map(|it| {
            let (key, value) = it.split_once(": ")?;
            key.eq_ignore_ascii_case(name).then_some(value)
        });
        line.unwrap_or_default()
    }

    pub(crate) fn id(&self) -> String {
        self.header("webhook-id").to_owned()
    }
}

fn read(stream: &mut TcpStream) -> Option<Heard> {
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .ok()?;
    let mut bytes = Vec::new();
    loop {
        let mut some = [0; 4096];
        let read = stream.read(&mut some).ok()?;
        bytes.extend_from_slice(&some[..read]);
        let end = bytes.windows(4).position(|it| it == b"\r\n\r\n");
        if let Some(end) = end {
            let head = String::from_utf8(bytes[..end].to_vec()).expect("ASCII");
            let body = bytes[end + 4..].to_vec();
            let heard = Heard { head, body };
            let length: usize = heard.header("content-length").parse().expect("a length");
            if heard.body.len() >= length {
                return Some(heard);
            }
        }
        if read == 0 {
            return None;
        }
    }
}

fn answer(mut stream: TcpStream, then: Then) {
    let whole = |status: u16, more: &str| {
        format!("HTTP/1.1 {status} It\r\n{more}content-length: 0\r\n\r\n").into_bytes()
    };
    // The intake may have lost patience, or its life.
    let _ = match then {
        Then::Answer(status) => stream.write_all(&whole(status, "")),
        Then::Later(status, when) => {
            stream.write_all(&whole(status, &format!("retry-after: {}\r\n", when())))
        }
        Then::Redirect(to) => {
            stream.write_all(&whole(307, &format!("location: http://{to}/elsewhere\r\n")))
        }
        Then::Cut => stream.write_all(b"HTTP/1.1 20"),
        Then::Slowly => whole(200, "").chunks(1).try_for_each(|byte| {
            thread::sleep(Duration::from_millis(5));
            stream.write_all(byte)
        }),
        Then::Stall => Ok(()),
    };
}

/// Writes a file of webhooks with these targets, and their secret; gives its name.
pub(crate) fn configure(folder: &Path, targets: &[(&str, SocketAddr)]) -> &'static str {
    let secret = folder.join("secret");
    fs::write(&secret, format!("{SECRET}\n")).expect("written");
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o600)).expect("set");
    let targets = targets.iter().map(|(id, address)| {
        let url = format!("http://{address}/hook?key=of-nobody-else");
        format!("[[target]]\nid = \"{id}\"\nurl = \"{url}\"\nsecret-file = \"secret\"\n")
    });
    let targets: String = targets.collect();
    fs::write(folder.join("webhooks.toml"), targets).expect("written");
    "webhooks.toml"
}
