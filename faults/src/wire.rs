//! HTTP/1.1 as far as a proxy needs it: a head, a length, a body, one exchange a connection.

use std::io;
use std::net::SocketAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A whole request or answer.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    head: Vec<u8>,
    pub(crate) body: Vec<u8>,
}

/// More than any head here has.
const LONGEST_HEAD: usize = 16 * 1024;
const MOST_HEADERS: usize = 32;

impl Message {
    /// A request. `headers` are whole lines.
    pub(crate) fn request(method: &str, path: &str, headers: &str, body: Vec<u8>) -> Self {
        let length = body.len();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: localhost\r\n{headers}content-length: {length}\r\n\r\n"
        );
        Self {
            head: head.into_bytes(),
            body,
        }
    }

    /// An answer. `headers` are whole lines.
    pub(crate) fn answer(status: u16, headers: &str, body: impl Into<Vec<u8>>) -> Self {
        let body = body.into();
        let length = body.len();
        let head = format!("HTTP/1.1 {status} Answer\r\n{headers}content-length: {length}\r\n\r\n");
        Self {
            head: head.into_bytes(),
            body,
        }
    }

    /// All bytes.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        [self.head.as_slice(), &self.body].concat()
    }

    /// The same request with another body, and all headers but the length as they were.
    pub(crate) fn with_body(&self, body: Vec<u8>) -> Self {
        let path = self.word(1).unwrap_or_default();
        let head = String::from_utf8_lossy(&self.head);
        let lines = head.split_inclusive("\r\n").skip(1);
        let kept = lines.filter(|it| {
            let name = it.split(':').next().unwrap_or_default();
            !["host", "content-length", "\r\n"].contains(&name)
        });
        let headers: String = kept.collect();
        Self::request(self.word(0).unwrap_or_default(), path, &headers, body)
    }

    /// A request's path.
    pub(crate) fn path(&self) -> Option<&str> {
        self.word(1)
    }

    /// An answer's status.
    pub(crate) fn status(&self) -> Option<u16> {
        self.word(1)?.parse().ok()
    }

    /// A word of the first line.
    fn word(&self, index: usize) -> Option<&str> {
        let line = self.head.split(|it| *it == b'\r').next()?;
        std::str::from_utf8(line).ok()?.split(' ').nth(index)
    }
}

/// Reads one message. One that breaks off is an error, as in a browser.
pub(crate) async fn read(stream: &mut TcpStream) -> io::Result<Message> {
    let mut bytes = Vec::new();
    let (head, length) = loop {
        if let Some(found) = head_of(&bytes)? {
            break found;
        }
        if bytes.len() > LONGEST_HEAD {
            return Err(io::ErrorKind::InvalidData.into());
        }
        more(stream, &mut bytes).await?;
    };
    while bytes.len() < head + length {
        more(stream, &mut bytes).await?;
    }
    bytes.truncate(head + length);
    let body = bytes.split_off(head);
    Ok(Message { head: bytes, body })
}

async fn more(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> io::Result<()> {
    match stream.read_buf(bytes).await? {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        _ => Ok(()),
    }
}

/// Where the head ends and how long the body is, once the head is whole.
fn head_of(bytes: &[u8]) -> io::Result<Option<(usize, usize)>> {
    let Some(line) = memchr::memmem::find(bytes, b"\r\n") else {
        return Ok(None);
    };
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    match httparse::parse_headers(&bytes[line + 2..], &mut headers) {
        Ok(httparse::Status::Partial) => Ok(None),
        Ok(httparse::Status::Complete((len, headers))) => {
            let length = headers
                .iter()
                .find(|it| it.name.eq_ignore_ascii_case("content-length"));
            let length = length.and_then(|it| std::str::from_utf8(it.value).ok()?.parse().ok());
            Ok(Some((line + 2 + len, length.unwrap_or_default())))
        }
        Err(_) => Err(io::ErrorKind::InvalidData.into()),
    }
}

/// Sends a message on a connection of its own and reads what comes back.
pub(crate) async fn exchange(address: SocketAddr, message: &Message) -> io::Result<Message> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(&message.bytes()).await?;
    read(&mut stream).await
}

/// Sends only so many of the bytes and breaks the connection.
pub(crate) async fn send_cut(address: SocketAddr, bytes: &[u8]) -> io::Result<()> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(bytes).await
}
