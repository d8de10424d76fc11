//! A server on this machine that is no intake, or a bad one, and remembers what it was asked.

use crate::failure::{Failure, at};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// How long a request may be waited for; far longer than it ever takes.
const DEADLINE: Duration = Duration::from_secs(60);

/// What it says to requests whose first line begins so.
#[derive(Clone)]
pub(super) struct Answer {
    pub(super) to: String,
    /// The status, with more of the head when there is any.
    pub(super) status: &'static str,
    pub(super) body: Vec<u8>,
    pub(super) line: Line,
    /// How often it is given; after that, the next one that fits is.
    pub(super) times: usize,
}

/// How a body goes over the line.
#[derive(Clone, Copy)]
pub(super) enum Line {
    /// At once and whole.
    Good,
    /// In eight pieces, with this time between them.
    Slow(Duration),
    /// So many bytes more are promised, and the connection breaks.
    Broken(usize),
    /// One byte more is promised, and nothing happens until the other end has enough.
    Silent,
}

impl Answer {
    /// One that is given at once and whole, and each time.
    pub(super) fn new(to: &str, status: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            to: to.to_owned(),
            status,
            body: body.into(),
            line: Line::Good,
            times: usize::MAX,
        }
    }

    /// The same over such a line.
    pub(super) fn over(self, line: Line) -> Self {
        Self { line, ..self }
    }

    /// The same for one time.
    pub(super) fn once(self) -> Self {
        Self { times: 1, ..self }
    }
}

/// The server. It answers until the program ends.
pub(super) struct Fake {
    pub(super) url: String,
    said: Arc<Said>,
}

/// What it has still to say, and what it was asked, and when.
struct Said {
    answers: Mutex<Vec<Answer>>,
    asked: Mutex<Vec<(Instant, String)>>,
    changed: Condvar,
}

impl Fake {
    /// Answers each request with the first answer that fits, and all others with 404 and nothing.
    pub(super) fn start(answers: Vec<Answer>) -> Result<Self, Failure> {
        let listener = at(Path::new("127.0.0.1"), TcpListener::bind(("127.0.0.1", 0)))?;
        let address = at(Path::new("127.0.0.1"), listener.local_addr())?;
        let said = Arc::new(Said {
            answers: Mutex::new(answers),
            asked: Mutex::default(),
            changed: Condvar::new(),
        });
        let of_all = Arc::clone(&said);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let said = Arc::clone(&of_all);
                // A client that goes away early is what some checks are about.
                thread::spawn(move || serve(stream, &said).ok());
            }
        });
        let url = format!("http://{address}");
        Ok(Self { url, said })
    }

    /// Whether a request line began so.
    pub(super) fn was_asked(&self, beginning: &str) -> bool {
        let asked = self.said.asked.lock().expect("no thread panics with it");
        asked.iter().any(|(_, it)| it.starts_with(beginning))
    }

    /// When a request line began so for the `n`th time, counted from 1. Waits for it.
    pub(super) fn nth(&self, beginning: &str, n: usize) -> Result<Instant, Failure> {
        let asked = self.said.asked.lock().expect("no thread panics with it");
        let nth = |asked: &[(Instant, String)]| {
            let mut fitting = asked.iter().filter(|(_, it)| it.starts_with(beginning));
            fitting.nth(n - 1).map(|(when, _)| *when)
        };
        let waited = self
            .said
            .changed
            .wait_timeout_while(asked, DEADLINE, |asked| nth(asked).is_none());
        let (asked, _) = waited.expect("no thread panics with it");
        nth(&asked).ok_or_else(|| Failure::Guide(format!("{beginning:?} was not asked {n} times")))
    }
}

impl Said {
    /// The answer to this request, which is written down.
    fn answer(&self, request: &str) -> Option<Answer> {
        let mut answers = self.answers.lock().expect("no thread panics with it");
        let found = answers
            .iter_mut()
            .find(|it| it.times > 0 && request.starts_with(&it.to));
        let found = found.map(|it| {
            it.times -= 1;
            it.clone()
        });
        let mut asked = self.asked.lock().expect("no thread panics with it");
        asked.push((Instant::now(), request.to_owned()));
        self.changed.notify_all();
        found
    }
}

/// An address on this machine at which nobody listens.
pub(super) fn nobody() -> Result<String, Failure> {
    let listener = at(Path::new("127.0.0.1"), TcpListener::bind(("127.0.0.1", 0)))?;
    let address = at(Path::new("127.0.0.1"), listener.local_addr())?;
    Ok(format!("http://{address}"))
}

fn serve(mut stream: TcpStream, said: &Said) -> io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let request = read_request(&mut reader)?;
    let none = || Answer::new("", "404 Not Found", "");
    let Answer {
        status, body, line, ..
    } = said.answer(&request).unwrap_or_else(none);
    let promised = body.len()
        + match line {
            Line::Good | Line::Slow(_) => 0,
            Line::Broken(more) => more,
            Line::Silent => 1,
        };
    let promise = match status {
        "204 No Content" => String::new(),
        _ => format!("Content-Length: {promised}\r\n"),
    };
    let head = format!("HTTP/1.1 {status}\r\n{promise}Connection: close\r\n\r\n");
    stream.write_all(head.as_bytes())?;
    match line {
        Line::Good | Line::Broken(_) => stream.write_all(&body),
        Line::Slow(pause) => {
            for piece in body.chunks(body.len() / 8 + 1) {
                stream.write_all(piece)?;
                // It is the time that is tried.
                thread::sleep(pause);
            }
            Ok(())
        }
        Line::Silent => {
            stream.write_all(&body)?;
            reader.read_to_end(&mut Vec::new()).map(drop)
        }
    }
}

/// The first line of a request; its body is read too.
fn read_request(reader: &mut impl BufRead) -> io::Result<String> {
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
    Ok(request)
}
