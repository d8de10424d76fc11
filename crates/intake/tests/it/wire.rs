//! HTTP as bytes on a connection, for what no client library would send.

use std::{
    io::{self, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use crate::rig::Answer;

/// A connection on which nothing takes longer than a test may.
pub(crate) fn connect(address: SocketAddr) -> TcpStream {
    try_connect(address).expect("somebody listens")
}

fn try_connect(address: SocketAddr) -> io::Result<TcpStream> {
    let stream = TcpStream::connect(address)?;
    let limit = Some(Duration::from_secs(20));
    stream.set_read_timeout(limit)?;
    stream.set_write_timeout(limit)?;
    Ok(stream)
}

/// Sends the bytes on a connection of their own and reads the answer to its end.
pub(crate) fn exchange(address: SocketAddr, request: &[u8]) -> io::Result<Answer> {
    let mut stream = try_connect(address)?;
    stream.write_all(request)?;
    answer(&mut stream)
}

/// Reads one answer up to the end of the connection.
pub(crate) fn answer(stream: &mut TcpStream) -> io::Result<Answer> {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    parse(&bytes).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
}

fn parse(bytes: &[u8]) -> Option<Answer> {
    let end = bytes.windows(4).position(|it| it == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&bytes[..end]).ok()?;
    let (first, lines) = head.split_once("\r\n").unwrap_or((head, ""));
    let status = first.strip_prefix("HTTP/1.1 ")?.get(..3)?;
    let mut headers = HeaderMap::new();
    for (name, value) in lines.lines().filter_map(|it| it.split_once(": ")) {
        let name: HeaderName = name.parse().ok()?;
        headers.append(name, HeaderValue::from_str(value).ok()?);
    }
    Some(Answer {
        status: StatusCode::from_bytes(status.as_bytes()).ok()?,
        headers,
        body: bytes[end + 4..].to_vec(),
    })
}

/// The head of a `PUT`, to which the body is the caller's affair.
pub(crate) fn put_head(path: &str, headers: &str) -> Vec<u8> {
    format!("PUT {path} HTTP/1.1\r\nhost: intake\r\nconnection: close\r\n{headers}\r\n")
        .into_bytes()
}

/// A whole `PUT` of an envelope under its own digest.
pub(crate) fn put(bytes: &[u8]) -> Vec<u8> {
    let length = format!("content-length: {}\r\n", bytes.len());
    [&put_head(&crate::rig::path_of(bytes), &length), bytes].concat()
}

/// A whole `POST` without a body, by a reader.
pub(crate) fn post(path: &str, token: &str) -> Vec<u8> {
    format!(
        "POST {path} HTTP/1.1\r\nhost: intake\r\nconnection: close\r\n\
         authorization: Bearer {token}\r\ncontent-length: 0\r\n\r\n"
    )
    .into_bytes()
}

/// A whole `GET`.
pub(crate) fn get(path: &str, headers: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: intake\r\nconnection: close\r\n{headers}\r\n")
        .into_bytes()
}
