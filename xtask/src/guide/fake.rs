//! A server on this machine that is no intake, or a bad one, and remembers what it was asked.

use crate::failure::{Failure, at};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;

/// What it says to requests whose first line begins so.
#[derive(Clone)]
pub(super) struct Answer {
    pub(super) to: String,
    /// The status, with more of the head when there is any.
    pub(super) status: &'static str,
    pub(super) body: Vec<u8>,
    /// How many bytes it promises; when it sends fewer, the connection breaks.
    pub(super) promised: usize,
}

impl Answer {
    /// One that keeps its promise.
    pub(super) fn new(to: &str, status: &'static str, body: impl Into<Vec<u8>>) -> Self {
        let body = body.into();
        Self {
            to: to.to_owned(),
            status,
            promised: body.len(),
            body,
        }
    }
}

/// The server. It answers until the program ends.
pub(super) struct Fake {
    pub(super) url: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Fake {
    /// Answers each request with the first answer that fits, and all others with 404 and nothing.
    pub(super) fn start(answers: Vec<Answer>) -> Result<Self, Failure> {
        let listener = at(Path::new("127.0.0.1"), TcpListener::bind(("127.0.0.1", 0)))?;
        let address = at(Path::new("127.0.0.1"), listener.local_addr())?;
        let asked = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A client that goes away early is what some checks are about.
                serve(stream, &answers, &heard).ok();
            }
        });
        Ok(Self {
            url: format!("http://{address}"),
            asked,
        })
    }

    /// Whether a request line began so.
    pub(super) fn was_asked(&self, beginning: &str) -> bool {
        let asked = self.asked.lock().expect("no thread panics with it");
        asked.iter().any(|it| it.starts_with(beginning))
    }
}

/// An address on this machine at which nobody listens.
pub(super) fn nobody() -> Result<String, Failure> {
    let listener = at(Path::new("127.0.0.1"), TcpListener::bind(("127.0.0.1", 0)))?;
    let address = at(Path::new("127.0.0.1"), listener.local_addr())?;
    Ok(format!("http://{address}"))
}

fn serve(mut stream: TcpStream, answers: &[Answer], asked: &Mutex<Vec<String>>) -> io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut request = String::new();
    reader.read_line(&mut request)?;
    let mut length = 0;
    let mut line = String::new();
    while reader.read_line(&mut line)? > 2 {
        let (name, value) = line.split_once(':').unwrap_or_default();
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().unwrap_or(0);
        }
        line.clear();
    }
    io::copy(&mut reader.take(length), &mut io::sink())?;
    let found = answers.iter().find(|it| request.starts_with(&it.to));
    asked
        .lock()
        .expect("no thread panics with it")
        .push(request.clone());
    let (status, promised, body) = found.map_or(("404 Not Found", 0, &[][..]), |it| {
        (it.status, it.promised, &it.body)
    });
    let promise = match status {
        "204 No Content" => String::new(),
        _ => format!("Content-Length: {promised}\r\n"),
    };
    let head = format!("HTTP/1.1 {status}\r\n{promise}Connection: close\r\n\r\n");
    stream.write_all(head.as_bytes())?;
    stream.write_all(body)
}
