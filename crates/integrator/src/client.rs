//! What a reader asks of an intake, over HTTP. The only place that does.

use std::io::Read;
use std::time::Duration;

use envelope_format::{Digest, Digester, Envelope, HEADER_LEN};
use submission::{
    ENVELOPES_PATH, Listed, Listing, MAILBOX_LEN, MAILBOX_PATH, MAX_ENVELOPE_LEN, MEDIA_TYPE,
    Problem, ack_path, content_digest, envelope_path, mailbox_path,
};
use ureq::Agent;
use ureq::http::{
    Response, StatusCode,
    header::{AUTHORIZATION, CONTENT_TYPE},
};
use ureq::tls::{RootCerts, TlsConfig};
use zeroize::Zeroizing;

use crate::cli::IntakeOptions;
use crate::envelope_file::check_shape;
use crate::files::{self, FileError};

mod address;

mod error;

pub use address::{Address, AddressError};
pub use error::ClientError;

/// Envelopes on one page of a listing: a page is small, and a broken connection costs little.
const PAGE: u32 = 100;

/// The longest listing that is read, in bytes: ten times a page of the longest lines.
const MAX_LISTING_LEN: u64 = 256 * 1024;

/// The longest problem document that is read, in bytes: many times one of an intake.
const MAX_PROBLEM_LEN: u64 = 16 * 1024;

/// How long a connection may take to stand.
const CONNECT: Duration = Duration::from_secs(10);

/// How long an intake may think, beyond the time it was asked to wait, and how long it may pause
/// between two pieces of an answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// How much of an envelope is in memory at once, in bytes.
const PIECE: usize = 64 * 1024;

/// A reader's connection to one intake.
pub struct Client {
    agent: Agent,
    address: Address,
    authorization: Zeroizing<String>,
}

impl Client {
    /// Reads a reader's token and prepares the connection; nothing is sent yet.
    pub fn new(options: &IntakeOptions) -> Result<Self, ClientError> {
        let address = Address::parse(&options.intake, options.insecure_http)?;
        let token = files::read_secret_line(&options.token_file)?;
        let token = token.trim();
        if token.is_empty() || !token.bytes().all(|it| it.is_ascii_graphic()) {
            return Err(ClientError::NotAToken(options.token_file.clone()));
        }
        Ok(Self::of(address, token))
    }

    /// Prepares the connection for who has this token, which must be ASCII without blanks.
    pub fn of(address: Address, token: &str) -> Self {
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::PlatformVerifier)
            .build();
        let mut config = Agent::config_builder()
            .tls_config(tls)
            .http_status_as_error(false)
            // An intake never redirects; following one could carry the token elsewhere.
            .max_redirects(0)
            .user_agent("sealpost")
            .timeout_connect(Some(CONNECT))
            .timeout_per_read(Some(PATIENCE));
        if address.is_loopback() {
            config = config.proxy(None);
        }
        Self {
            agent: config.build().new_agent(),
            address,
            authorization: Zeroizing::new(["Bearer ", token].concat()),
        }
    }

    /// One page of the envelopes after `after`, or from the first. With nothing to list, the
    /// intake holds its answer for up to `wait` (whole seconds) in case something arrives.
    pub fn list(&self, after: Option<&str>, wait: Duration) -> Result<Listing, ClientError> {
        let mut request = self
            .agent
            .get(self.address.join(ENVELOPES_PATH))
            .query("limit", PAGE.to_string());
        if let Some(after) = after {
            request = request.query("after", after);
        }
        if !wait.is_zero() {
            request = request.query("wait", wait.as_secs().to_string());
        }
        let response = request
            .header(AUTHORIZATION, self.authorization.as_str())
            .config()
            .timeout_per_read(Some(wait + PATIENCE))
            .build()
            .call();
        let mut bytes = Vec::new();
        answer(response, MAX_LISTING_LEN)?
            .read_to_end(&mut bytes)
            .map_err(|error| ClientError::from_transport(error.into()))?;
        let listing = Listing::parse(&bytes).map_err(|_| ClientError::NotAnIntake)?;
        let cursors = listing.envelopes.iter().map(|it| &it.cursor);
        // Cursors are kept in a file and sent back, and a page that leads nowhere would be asked for ever.
        let leads_on = listing.envelopes.is_empty() || Some(listing.next.as_str()) != after;
        if leads_on && cursors.chain([&listing.next]).all(|it| is_cursor(it)) {
            Ok(listing)
        } else {
            Err(ClientError::NotAnIntake)
        }
    }

    /// Gives the envelope of one line of a listing to `keep`, piece by piece as it arrives.
    ///
    /// What was kept is the envelope only when this succeeds: then it has that digest and an
    /// envelope's shape.
    pub fn download(
        &self,
        listed: &Listed,
        keep: &mut dyn FnMut(&[u8]) -> Result<(), FileError>,
    ) -> Result<(), ClientError> {
        let digest = listed.digest;
        let response = self
            .agent
            .get(self.address.join(&envelope_path(&digest)))
            .header(AUTHORIZATION, self.authorization.as_str())
            .call();
        let mut body = answer(response, MAX_ENVELOPE_LEN)?;
        let mut passed = Passed::default();
        let mut piece = vec![0; PIECE];
        loop {
            let len = body.read(&mut piece);
            let len = len.map_err(|error| ClientError::from_transport(error.into()))?;
            if len == 0 {
                break;
            }
            passed.update(&piece[..len]);
            keep(&piece[..len]).map_err(ClientError::Keep)?;
        }
        passed.must_be(digest)
    }

    /// Tells the intake that this reader has an envelope for good. It may be told again.
    pub fn acknowledge(&self, digest: &Digest) -> Result<(), ClientError> {
        let response = self
            .agent
            .post(self.address.join(&ack_path(digest)))
            .header(AUTHORIZATION, self.authorization.as_str())
            .send_empty();
        answer_of(StatusCode::NO_CONTENT, response, MAX_PROBLEM_LEN).map(drop)
    }

    /// Leaves a message in a mailbox; says whether it was not there already. With `replace` the
    /// oldest message goes when there is no room. It may be left again.
    pub fn leave(
        &self,
        mailbox: &Digest,
        message: &Envelope,
        replace: bool,
    ) -> Result<bool, ClientError> {
        let mut request = self.agent.post(self.address.join(&mailbox_path(mailbox)));
        if replace {
            request = request.query("replace", "oldest");
        }
        let response = request
            .header(AUTHORIZATION, self.authorization.as_str())
            .header(CONTENT_TYPE, MEDIA_TYPE)
            .header("content-digest", content_digest(&message.digest()))
            .send(message.as_bytes());
        let response = response.map_err(ClientError::from_transport)?;
        match response.status() {
            StatusCode::OK => Ok(false),
            _ => answer_of(StatusCode::CREATED, Ok(response), MAX_PROBLEM_LEN).map(|_| true),
        }
    }

    /// All that is in the mailbox of who has this token: 168,816 bytes, whatever is in it.
    pub fn mailbox(&self) -> Result<Vec<u8>, ClientError> {
        let response = self
            .agent
            .get(self.address.join(MAILBOX_PATH))
            .header(AUTHORIZATION, self.authorization.as_str())
            .call();
        let mut bytes = Vec::new();
        answer(response, MAILBOX_LEN)?
            .read_to_end(&mut bytes)
            .map_err(|error| ClientError::from_transport(error.into()))?;
        match bytes.len() as u64 {
            MAILBOX_LEN => Ok(bytes),
            _ => Err(ClientError::NotAnIntake),
        }
    }
}

/// What is remembered of the bytes that passed by.
#[derive(Default)]
struct Passed {
    digester: Digester,
    header: Vec<u8>,
    len: u64,
}

impl Passed {
    fn update(&mut self, bytes: &[u8]) {
        self.digester.update(bytes);
        self.len += bytes.len() as u64;
        let more = bytes.len().min(HEADER_LEN - self.header.len());
        self.header.extend_from_slice(&bytes[..more]);
    }

    /// Checks that they were the envelope of this name.
    fn must_be(self, digest: Digest) -> Result<(), ClientError> {
        if self.digester.finish() != digest {
            return Err(ClientError::OtherBytes(digest));
        }
        let shape = check_shape(&self.header, self.len);
        shape.map_err(|reason| ClientError::NotAnEnvelope { digest, reason })
    }
}

/// Whether `text` can be a cursor: short, and without anything that could break a line or a header.
pub fn is_cursor(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|it| it.is_ascii_graphic())
}

/// The body of an answer with bytes.
fn answer(
    response: Result<Response<ureq::Body>, ureq::Error>,
    limit: u64,
) -> Result<impl Read, ClientError> {
    answer_of(StatusCode::OK, response, limit)
}

/// The body of a good answer, of at most `limit` bytes; everything else as what it means.
fn answer_of(
    good: StatusCode,
    response: Result<Response<ureq::Body>, ureq::Error>,
    limit: u64,
) -> Result<impl Read, ClientError> {
    let response = response.map_err(ClientError::from_transport)?;
    let status = response.status();
    let body = response.into_body().into_with_config();
    if status == good {
        return Ok(body.limit(limit).reader());
    }
    let body = body.limit(MAX_PROBLEM_LEN).read_to_vec();
    // A problem document counts only with the status it goes with.
    match Problem::parse(&body.unwrap_or_default()) {
        Ok(problem) if problem.problem_type.status() == status.as_u16() => {
            Err(ClientError::Refused(problem.problem_type))
        }
        _ if status.is_server_error() => Err(ClientError::Away),
        _ => Err(ClientError::NotAnIntake),
    }
}

#[cfg(test)]
mod tests;
