//! A stream of events on a connection of its own.

use std::{
    io::{self, BufRead as _, BufReader, Write as _},
    net::{SocketAddr, TcpStream},
};

use submission::Listed;

use crate::wire::{connect, get};

/// What comes next on a stream.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// A line of the listing, whose cursor is the event's id.
    Line(Listed),
    /// A comment: nothing new, still there.
    Alive,
    /// The stream has ended as it should, not broken off.
    End,
}

/// A stream that a reader has open.
pub(crate) struct Events(BufReader<TcpStream>);

impl Events {
    /// Opens one; answers with the status and the headers when there is none.
    pub(crate) fn open(
        address: SocketAddr,
        token: &str,
        query: &str,
        headers: &str,
    ) -> Result<Self, String> {
        let mut stream = connect(address);
        let headers =
            format!("accept: text/event-stream\r\nauthorization: Bearer {token}\r\n{headers}");
        let request = get(&format!("/v1/envelopes{query}"), &headers);
        stream.write_all(&request).expect("sent");
        let mut events = Self(BufReader::new(stream));
        let mut head = String::new();
        loop {
            match &*events.line().expect("a head") {
                "" => break,
                line => head = head + line + "\n",
            }
        }
        let good = [
            "HTTP/1.1 200 OK",
            "content-type: text/event-stream",
            "cache-control: no-store",
        ];
        match good.iter().all(|it| head.lines().any(|line| line == *it)) {
            true => Ok(events),
            false => Err(head),
        }
    }

    /// Of the lines, those of the events: each event is one chunk, whose length is passed over.
    pub(crate) fn next(&mut self) -> Next {
        let mut id = None;
        loop {
            let line = self.line().expect("a line in time");
            if line == "0" {
                return Next::End;
            } else if line.starts_with(':') {
                return Next::Alive;
            } else if let Some(value) = line.strip_prefix("id: ") {
                id = Some(value.to_owned());
            } else if let Some(value) = line.strip_prefix("data: ") {
                let listed = Listed::parse(value.as_bytes()).expect("a line of a listing");
                assert_eq!(id.as_ref(), Some(&listed.cursor), "the id stands before");
                return Next::Line(listed);
            }
        }
    }

    /// The next that is no sign of life alone, or the last of a hundred such signs.
    pub(crate) fn next_line(&mut self) -> Next {
        let mut next = (0..100).map(|_| self.next());
        let next = next.find(|it| *it != Next::Alive);
        next.unwrap_or(Next::Alive)
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        match self.0.read_line(&mut line)? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(line.trim_end_matches(['\r', '\n']).to_owned()),
        }
    }
}
