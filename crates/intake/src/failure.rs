use std::{fmt, io, sync::Arc};

use axum::{
    extract::{MatchedPath, Request, State},
    http::{
        StatusCode,
        header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE},
    },
    middleware::Next,
    response::{IntoResponse, Response},
};
use envelope_format::ParseError;
use submission::{Problem, ProblemType};
use thiserror::Error;

use crate::{state::Intake, store::StoreError};

mod format;

pub use format::log_format;

/// Everything an intake refuses with. None carries a byte of what was sent.
///
/// A handler returns it; it becomes a problem document without side effect; one middleware logs.
#[derive(Debug, Error)]
pub enum Failure {
    /// The path does not end in a digest.
    #[error("digest malformed")]
    DigestMalformed,
    /// What is said about a part, or about the envelope it is of, cannot be.
    #[error("part malformed")]
    PartMalformed,
    /// `Content-Length` is missing or not a number.
    #[error("length missing")]
    LengthMissing,
    /// The envelope is longer than the longest that is taken.
    #[error("too large")]
    TooLarge,
    /// The body has more bytes than announced. HTTP/1.1 itself cannot carry this.
    #[error("body longer than announced")]
    BodyLongerThanAnnounced,
    /// The body ended early.
    #[error("body incomplete")]
    BodyIncomplete,
    /// The sender was silent for too long.
    #[error("stalled")]
    Stalled,
    /// The memory for unfinished bodies is used up.
    #[error("memory for bodies used up")]
    Busy,
    /// The places for answers that are held open are taken, this reader's or all.
    #[error("too many answers held open")]
    TooManyHeld,
    /// The bytes do not have the digest in the path, or a part not the one in its header.
    #[error("digest mismatch")]
    DigestMismatch,
    /// The bytes do not have the shape of an envelope.
    #[error("envelope malformed")]
    Envelope(#[from] ParseError),
    /// `after` or `Last-Event-ID` is not a cursor.
    #[error("cursor malformed")]
    CursorMalformed,
    /// `limit` or `wait` is not a number in its range, or cannot be meant.
    #[error("query malformed")]
    QueryMalformed,
    /// What comes for a mailbox is no message, or does not say its digest.
    #[error("message malformed")]
    MessageMalformed,
    /// There is no room in a mailbox.
    #[error("mailbox full")]
    MailboxFull,
    /// The operating system gave no randomness.
    #[error("no randomness")]
    NoRandomness,
    /// Work is asked for, and was not done for this envelope.
    #[error("postage due")]
    PostageDue,
    /// No valid token.
    #[error("unauthorized")]
    Unauthorized,
    /// Nothing under this path.
    #[error("not found")]
    NotFound,
    /// Not with this method.
    #[error("method not allowed")]
    MethodNotAllowed,
    /// The storage failed.
    #[error("storage: {0}")]
    Store(#[from] StoreError),
    /// A file of the app or of a site could not be read.
    #[error("file: {0}")]
    File(io::ErrorKind),
}

impl Failure {
    /// What the sender or reader is told.
    #[must_use]
    pub fn problem_type(&self) -> ProblemType {
        match self {
            Self::DigestMalformed => ProblemType::DigestMalformed,
            Self::PartMalformed => ProblemType::PartMalformed,
            Self::LengthMissing => ProblemType::LengthRequired,
            Self::TooLarge => ProblemType::TooLarge,
            Self::BodyLongerThanAnnounced | Self::DigestMismatch => ProblemType::DigestMismatch,
            Self::BodyIncomplete => ProblemType::BodyIncomplete,
            Self::Stalled => ProblemType::Stalled,
            Self::Busy
            | Self::TooManyHeld
            | Self::Store(StoreError::Busy | StoreError::Unreachable | StoreError::Closed) => {
                ProblemType::Unavailable
            }
            Self::Envelope(ParseError::UnsupportedVersion(_) | ParseError::UnsupportedSuite(_)) => {
                ProblemType::UnsupportedVersion
            }
            Self::Envelope(_) => ProblemType::NotAnEnvelope,
            Self::CursorMalformed => ProblemType::CursorMalformed,
            Self::QueryMalformed => ProblemType::QueryMalformed,
            Self::MessageMalformed => ProblemType::MessageMalformed,
            Self::MailboxFull => ProblemType::MailboxFull,
            Self::PostageDue => ProblemType::PostageDue,
            Self::Unauthorized => ProblemType::Unauthorized,
            Self::NotFound => ProblemType::NotFound,
            Self::MethodNotAllowed => ProblemType::MethodNotAllowed,
            Self::Store(StoreError::Full) => ProblemType::StorageFull,
            Self::Store(_) | Self::File(_) | Self::NoRandomness => ProblemType::Internal,
        }
    }
}

/// What the log says about a refusal: travels beside the response, never inside.
#[derive(Clone)]
struct Logged {
    problem_type: ProblemType,
    /// Why the intake itself failed: a kind or a number, for its operator.
    cause: Option<String>,
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let problem_type = self.problem_type();
        let status = StatusCode::from_u16(problem_type.status()).expect("a status of the RFCs");
        let headers = [(CONTENT_TYPE, ProblemType::MEDIA_TYPE)];
        let body = Problem::from(problem_type).to_json();
        let mut response = (status, headers, body).into_response();

        let headers = response.headers_mut();
        match problem_type {
            ProblemType::Unauthorized => {
                headers.insert(WWW_AUTHENTICATE, "Bearer".parse().expect("ASCII"));
            }
            ProblemType::Unavailable | ProblemType::StorageFull => {
                headers.insert(RETRY_AFTER, "30".parse().expect("ASCII"));
            }
            _ => {}
        }
        let cause = status.is_server_error().then(|| self.to_string());
        response.extensions_mut().insert(Logged {
            problem_type,
            cause,
        });
        response
    }
}

/// Logs each refusal once, by method, route, status and type, and counts it.
///
/// The route is the pattern, not the path, which names an envelope. What was received is not
/// logged at all: a line would have a time, at the latest from whoever collects the lines.
pub(crate) async fn log_problems(
    State(intake): State<Arc<Intake>>,
    request: Request,
    next: Next,
) -> Response {
    let method = request.method().clone();
    let route = Route(request.extensions().get::<MatchedPath>().cloned());
    let response = next.run(request).await;
    if let Some(Logged {
        problem_type,
        cause,
    }) = response.extensions().get()
    {
        intake.metrics.refused(*problem_type);
        let status = problem_type.status();
        let problem = problem_type.urn();
        match cause {
            Some(cause) => tracing::error!(%method, %route, status, problem, cause, "refused"),
            None => tracing::info!(%method, %route, status, problem, "refused"),
        }
    }
    response
}

/// The pattern of a route. Any path without one asks for a file of the app.
struct Route(Option<MatchedPath>);

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_ref().map_or("(file)", MatchedPath::as_str))
    }
}
