use std::{
    io,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use http_body_util::Full;
use hyper::{
    HeaderMap, Request, StatusCode,
    body::Bytes,
    header::{CONNECTION, CONTENT_TYPE, RETRY_AFTER},
};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{self, connect::HttpConnector},
    rt::TokioExecutor,
};
use rustls::{ClientConfig, RootCertStore, crypto::ring};
use tokio::time::timeout;

use super::{
    Target,
    event::{Event, MEDIA_TYPE},
    secret::signatures,
};
use crate::policy::{Limits, WEBHOOK_CONNECT};

/// Connects to receivers. It follows no redirect, asks no proxy and keeps no connection.
pub(super) type Client = legacy::Client<HttpsConnector<HttpConnector>, Full<Bytes>>;

/// Sends events to receivers.
pub(super) struct Sender {
    client: Client,
    limits: Limits,
}

/// Why an attempt does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Failed {
    /// No connection, or no TLS on it with a certificate that this machine trusts.
    Connect,
    /// No answer in time.
    TimedOut,
    /// The connection ended without an answer, or what came is no HTTP.
    Broken,
    /// An answer that leads elsewhere. A redirect is never followed: the list is the operator's.
    Redirect,
    /// 410: the receiver does not want to be told any more.
    Gone,
    /// Another answer of 400 to 499.
    Refused(Wait),
    /// An answer of 500 to 599, or with a status that there is not.
    Failing(Wait),
}

/// How long a receiver asks to be left alone, if it does.
pub(super) type Wait = Option<Duration>;

impl Failed {
    /// As it stands in the log, in the storage and on the operator's screen.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Connect => "no connection",
            Self::TimedOut => "no answer in time",
            Self::Broken => "broken connection",
            Self::Redirect => "3xx",
            Self::Gone => "410",
            Self::Refused(_) => "4xx",
            Self::Failing(_) => "5xx",
        }
    }

    /// How long the receiver asks to be left alone.
    pub(super) fn wait(self) -> Wait {
        match self {
            Self::Refused(wait) | Self::Failing(wait) => wait,
            Self::Connect | Self::TimedOut | Self::Broken | Self::Redirect | Self::Gone => None,
        }
    }
}

/// Makes the client; with `tls` it trusts the authorities of the machine, and without nobody.
pub(super) fn client(tls: bool) -> io::Result<Client> {
    let mut tcp = HttpConnector::new();
    tcp.enforce_http(false);
    tcp.set_connect_timeout(Some(WEBHOOK_CONNECT));
    let connector = match tls {
        true => HttpsConnectorBuilder::new().with_native_roots()?,
        false => HttpsConnectorBuilder::new().with_tls_config(nobody()),
    };
    // Plain HTTP only where `target.rs` lets it through: to this machine.
    let connector = connector.https_or_http().enable_http1();
    Ok(legacy::Client::builder(TokioExecutor::new())
        // One that is kept would often have ended in silence by the next event.
        .pool_max_idle_per_host(0)
        .build(connector.wrap_connector(tcp)))
}

/// A container that tells itself alone needs no authorities.
fn nobody() -> ClientConfig {
    ClientConfig::builder_with_provider(ring::default_provider().into())
        .with_safe_default_protocol_versions()
        .expect("ring has what TLS 1.2 and 1.3 need")
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth()
}

impl Sender {
    pub(super) fn new(client: Client, limits: Limits) -> Self {
        Self { client, limits }
    }

    /// Tells a target of an event once. Only an answer of 200 to 299 counts; its body is not read.
    pub(super) async fn send(&self, target: &Target, event: &Event) -> Result<(), Failed> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        // Before 1970 no receiver would believe it, whatever stands there.
        let timestamp = now.unwrap_or_default().as_secs();
        let signatures = signatures(&target.secrets, &event.id, timestamp, &event.body);
        let request = Request::post(target.url.clone())
            .header(CONTENT_TYPE, MEDIA_TYPE)
            .header(CONNECTION, "close")
            .header("webhook-id", &event.id)
            .header("webhook-timestamp", timestamp)
            .header("webhook-signature", signatures)
            .body(Full::new(Bytes::from(event.body.clone())));
        let request = request.expect("a URL that was read, and ASCII");
        let answer = timeout(self.limits.webhook, self.client.request(request));
        match answer.await {
            Err(_) => Err(Failed::TimedOut),
            Ok(Err(error)) if error.is_connect() => Err(Failed::Connect),
            Ok(Err(_)) => Err(Failed::Broken),
            Ok(Ok(answer)) => verdict(answer.status(), answer.headers()),
        }
    }
}

fn verdict(status: StatusCode, headers: &HeaderMap) -> Result<(), Failed> {
    // Only these two say that there is too much, or that it is too early (RFC 6585, RFC 9110).
    let wait = match status {
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
            let asked = headers.get(RETRY_AFTER).and_then(|it| it.to_str().ok());
            asked.and_then(|it| retry_after(it, SystemTime::now()))
        }
        _ => None,
    };
    match status.as_u16() {
        200..=299 => Ok(()),
        300..=399 => Err(Failed::Redirect),
        410 => Err(Failed::Gone),
        400..=499 => Err(Failed::Refused(wait)),
        _ => Err(Failed::Failing(wait)),
    }
}

/// The time to wait in the value of `Retry-After` (RFC 9110, section 10.2.3): seconds, or a date. What
/// is neither says nothing; a date that is past asks for no time.
pub(super) fn retry_after(value: &str, now: SystemTime) -> Wait {
    if value.bytes().all(|it| it.is_ascii_digit()) {
        // More seconds than a number holds are longer than anybody waits here.
        let seconds = (!value.is_empty()).then(|| value.parse().unwrap_or(u64::MAX));
        return seconds.map(Duration::from_secs);
    }
    let date = httpdate::parse_http_date(value).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}
