use json::{Json, Malformed};
use serde::Serialize;
use thiserror::Error;

#[cfg(test)]
mod tests;

/// Every reason for which an intake refuses: the types of its problem documents (RFC 9457).
///
/// The list is closed: the intake can answer with nothing else, and a sender can match on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProblemType {
    /// The bytes do not have the shape of a sealed envelope.
    NotAnEnvelope,
    /// The bytes are an envelope of a version or suite that this intake does not know.
    UnsupportedVersion,
    /// The bytes that arrived do not have the digest in the path, or a part not the one in its
    /// header: they changed on the way.
    DigestMismatch,
    /// The path does not end in 64 lower-case hexadecimal digits.
    DigestMalformed,
    /// What the request says about a part cannot be: its number, the envelope's size, its length,
    /// or its `Content-Digest`.
    PartMalformed,
    /// The connection ended before all bytes arrived.
    BodyIncomplete,
    /// `after` or `Last-Event-ID` is not a cursor that a listing gave.
    CursorMalformed,
    /// A parameter is out of its range or cannot be meant, or the query cannot be read.
    QueryMalformed,
    /// What comes for a mailbox is not of a message's length, or its `Content-Digest` is missing.
    MessageMalformed,
    /// There is no token, or none that this intake issued.
    Unauthorized,
    /// Many want to hand in just now, and postage is asked for.
    PostageDue,
    /// There is nothing under this path.
    NotFound,
    /// The path does not take this method; `Allow` names those it takes.
    MethodNotAllowed,
    /// No byte arrived for too long.
    Stalled,
    /// The mailbox holds as many messages as it can.
    MailboxFull,
    /// The request does not say how many bytes follow.
    LengthRequired,
    /// The envelope is longer than [`MAX_ENVELOPE_LEN`](crate::MAX_ENVELOPE_LEN).
    TooLarge,
    /// Something in the intake is broken. Its operator finds the reason in the log.
    Internal,
    /// The intake is too busy just now, or is going down.
    Unavailable,
    /// The intake's storage is full.
    StorageFull,
}

impl ProblemType {
    /// The media type of a problem document (RFC 9457, section 6.1).
    pub const MEDIA_TYPE: &str = "application/problem+json";

    /// All of them, by status.
    pub const ALL: [Self; 20] = [
        Self::NotAnEnvelope,
        Self::UnsupportedVersion,
        Self::DigestMismatch,
        Self::DigestMalformed,
        Self::PartMalformed,
        Self::BodyIncomplete,
        Self::CursorMalformed,
        Self::QueryMalformed,
        Self::MessageMalformed,
        Self::Unauthorized,
        Self::PostageDue,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::Stalled,
        Self::MailboxFull,
        Self::LengthRequired,
        Self::TooLarge,
        Self::Internal,
        Self::Unavailable,
        Self::StorageFull,
    ];

    /// The problem's name, a URN that never changes its meaning.
    #[must_use]
    pub const fn urn(self) -> &'static str {
        match self {
            Self::NotAnEnvelope => "urn:sealpost:problem:not-an-envelope",
            Self::UnsupportedVersion => "urn:sealpost:problem:unsupported-version",
            Self::DigestMismatch => "urn:sealpost:problem:digest-mismatch",
            Self::DigestMalformed => "urn:sealpost:problem:digest-malformed",
            Self::PartMalformed => "urn:sealpost:problem:part-malformed",
            Self::BodyIncomplete => "urn:sealpost:problem:body-incomplete",
            Self::CursorMalformed => "urn:sealpost:problem:cursor-malformed",
            Self::QueryMalformed => "urn:sealpost:problem:query-malformed",
            Self::MessageMalformed => "urn:sealpost:problem:message-malformed",
            Self::Unauthorized => "urn:sealpost:problem:unauthorized",
            Self::PostageDue => "urn:sealpost:problem:postage-due",
            Self::NotFound => "urn:sealpost:problem:not-found",
            Self::MethodNotAllowed => "urn:sealpost:problem:method-not-allowed",
            Self::Stalled => "urn:sealpost:problem:stalled",
            Self::MailboxFull => "urn:sealpost:problem:mailbox-full",
            Self::LengthRequired => "urn:sealpost:problem:length-required",
            Self::TooLarge => "urn:sealpost:problem:too-large",
            Self::Internal => "urn:sealpost:problem:internal",
            Self::Unavailable => "urn:sealpost:problem:unavailable",
            Self::StorageFull => "urn:sealpost:problem:storage-full",
        }
    }

    /// The last part of its URN, such as `storage-full`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.urn().trim_start_matches("urn:sealpost:problem:")
    }

    /// The HTTP status it comes with (RFC 9110; 507 is RFC 4918, section 11.5).
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::NotAnEnvelope
            | Self::UnsupportedVersion
            | Self::DigestMismatch
            | Self::DigestMalformed
            | Self::PartMalformed
            | Self::BodyIncomplete
            | Self::CursorMalformed
            | Self::QueryMalformed
            | Self::MessageMalformed => 400,
            Self::Unauthorized => 401,
            Self::PostageDue => 402,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::Stalled => 408,
            Self::MailboxFull => 409,
            Self::LengthRequired => 411,
            Self::TooLarge => 413,
            Self::Internal => 500,
            Self::Unavailable => 503,
            Self::StorageFull => 507,
        }
    }

    /// One sentence in English, for logs and integrators. The app has its own words.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::NotAnEnvelope => "The bytes are not a sealed envelope.",
            Self::UnsupportedVersion => "This intake does not know this version of the envelope.",
            Self::DigestMismatch => {
                "The bytes that arrived do not have the digest they were sent under."
            }
            Self::DigestMalformed => "The path must end in 64 lower-case hexadecimal digits.",
            Self::PartMalformed => "This is no part of an envelope of this size.",
            Self::BodyIncomplete => "The connection ended before all bytes arrived.",
            Self::CursorMalformed => "'after' must be a cursor from a listing.",
            Self::QueryMalformed => "A parameter of the query cannot be read or is out of range.",
            Self::MessageMalformed => {
                "A message has 42,204 bytes and comes with its Content-Digest."
            }
            Self::Unauthorized => "A token is needed, and this is none that is known here.",
            Self::PostageDue => "Many want to hand in just now; postage is asked for.",
            Self::NotFound => "There is nothing here.",
            Self::MethodNotAllowed => "This path does not take this method.",
            Self::Stalled => "No byte arrived for too long.",
            Self::MailboxFull => "The mailbox holds as many messages as it can.",
            Self::LengthRequired => "The request must say how many bytes follow.",
            Self::TooLarge => "The envelope is larger than this intake takes.",
            Self::Internal => "Something in the intake is broken.",
            Self::Unavailable => "The intake is too busy just now.",
            Self::StorageFull => "The intake's storage is full.",
        }
    }

    /// Whether the same request may be taken later.
    ///
    /// A sender keeps its envelope in either case; without a retry a person must look at it.
    #[must_use]
    pub const fn retry(self) -> bool {
        match self {
            // The sender still has the true bytes; these were harmed or lost on the way.
            Self::DigestMismatch | Self::BodyIncomplete | Self::Stalled => true,
            // With a stamp, or when fewer come.
            Self::PostageDue => true,
            // The intake's own trouble passes.
            Self::Internal | Self::Unavailable | Self::StorageFull => true,
            Self::NotAnEnvelope
            | Self::UnsupportedVersion
            | Self::DigestMalformed
            | Self::PartMalformed
            | Self::CursorMalformed
            | Self::QueryMalformed
            | Self::MessageMalformed
            | Self::MailboxFull
            | Self::Unauthorized
            | Self::NotFound
            | Self::MethodNotAllowed
            | Self::LengthRequired
            | Self::TooLarge => false,
        }
    }

    /// The type with this URN, when there is one.
    #[must_use]
    pub fn from_urn(urn: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.urn() == urn)
    }
}

/// A problem document: the body of every refusal.
///
/// It carries nothing but its type, so that it can never give away what was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub problem_type: ProblemType,
}

/// Why an answer is not a problem document of an intake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ProblemError {
    /// The answer does not have the form of a problem document.
    #[error("the answer is not a problem document")]
    Malformed,
    /// The problem's type is not one of [`ProblemType::ALL`].
    #[error("the problem's type is not known")]
    UnknownType,
}

impl From<Malformed> for ProblemError {
    fn from(_: Malformed) -> Self {
        Self::Malformed
    }
}

#[derive(Serialize)]
struct WireOut {
    r#type: &'static str,
    title: &'static str,
    status: u16,
    retry: bool,
}

impl Problem {
    /// Reads the JSON form. The type alone counts.
    ///
    /// # Errors
    ///
    /// [`ProblemError`] when it is something else; whoever gets that treats the answer as none.
    pub fn parse(json: &[u8]) -> Result<Self, ProblemError> {
        // Other members are ignored, as RFC 9457, section 3.2 asks.
        let json = Json::parse(json)?;
        let urn = json.object()?.text("type")?;
        let problem_type = ProblemType::from_urn(urn).ok_or(ProblemError::UnknownType)?;
        Ok(Self { problem_type })
    }

    /// The JSON form.
    #[must_use]
    pub fn to_json(&self) -> String {
        let wire = WireOut {
            r#type: self.problem_type.urn(),
            title: self.problem_type.title(),
            status: self.problem_type.status(),
            retry: self.problem_type.retry(),
        };
        serde_json::to_string(&wire).expect("strings and numbers always have a JSON form")
    }
}

impl From<ProblemType> for Problem {
    fn from(problem_type: ProblemType) -> Self {
        Self { problem_type }
    }
}
