use std::net::SocketAddr;

use envelope_format::Digest;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use submission::{Listing, ReceiptKey, UnverifiedReceipt, envelope_path};
use tokio::net::TcpStream;

use crate::error::LoadError;
use crate::made::Made;

/// One connection, kept alive.
pub(crate) struct Client {
    requests: SendRequest<Full<Bytes>>,
}

/// The text of a receipt that was verified, and whether the envelope was new.
pub(crate) struct Receipted {
    pub(crate) new: bool,
    pub(crate) receipt: Bytes,
}

impl Client {
    pub(crate) async fn connect(address: SocketAddr) -> Result<Self, LoadError> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (requests, connection) = handshake(TokioIo::new(stream)).await?;
        // How it breaks is seen by whoever asks.
        tokio::spawn(async move { drop(connection.await) });
        Ok(Self { requests })
    }

    /// Puts an envelope and verifies its receipt.
    pub(crate) async fn put(
        &mut self,
        digest: &Digest,
        bytes: Bytes,
        key: &ReceiptKey,
    ) -> Result<Receipted, LoadError> {
        let size = bytes.len() as u64;
        let request = request(Method::PUT, &envelope_path(digest), bytes, None);
        let (status, receipt) = self.ask(request).await?;
        if !matches!(status, 200 | 201) {
            return Err(LoadError::Answer(status));
        }
        let read = UnverifiedReceipt::parse(&receipt).map_err(|_| LoadError::Receipt)?;
        let verified = read.verify(key, digest, size);
        verified.map_err(|_| LoadError::Receipt)?;
        let new = status == 201;
        Ok(Receipted { new, receipt })
    }

    /// The envelopes after a cursor, as the reader with this token; waits for some.
    pub(crate) async fn list(&mut self, after: &str, token: &str) -> Result<Listing, LoadError> {
        self.listing(after, 20, token).await
    }

    /// The same without waiting.
    pub(crate) async fn list_now(
        &mut self,
        after: &str,
        token: &str,
    ) -> Result<Listing, LoadError> {
        self.listing(after, 0, token).await
    }

    async fn listing(
        &mut self,
        after: &str,
        seconds: u32,
        token: &str,
    ) -> Result<Listing, LoadError> {
        let path = format!("/v1/envelopes?after={after}&limit=1000&wait={seconds}");
        let request = request(Method::GET, &path, Bytes::new(), Some(token));
        match self.ask(request).await? {
            (200, body) => Listing::parse(&body).map_err(|_| LoadError::Listing),
            (status, _) => Err(LoadError::Answer(status)),
        }
    }

    /// Whether this envelope is there, whole.
    pub(crate) async fn has(&mut self, made: &Made, token: &str) -> Result<bool, LoadError> {
        let path = envelope_path(&made.digest);
        let request = request(Method::GET, &path, Bytes::new(), Some(token));
        let (status, body) = self.ask(request).await?;
        Ok(status == 200 && body == made.bytes)
    }

    async fn ask(&mut self, request: Request<Full<Bytes>>) -> Result<(u16, Bytes), LoadError> {
        self.requests.ready().await?;
        let response = self.requests.send_request(request).await?;
        let status = response.status().as_u16();
        Ok((status, response.into_body().collect().await?.to_bytes()))
    }
}

fn request(method: Method, path: &str, body: Bytes, token: Option<&str>) -> Request<Full<Bytes>> {
    let mut request = Request::builder().method(method).uri(path);
    request = request.header("host", "intake");
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let request = request.body(Full::new(body));
    request.expect("paths and tokens are letters")
}
