//! What an answer to an upload means: one match, and only a verified receipt is a success.

use envelope::Digest;
use submission::{Missing, Problem, ProblemType, Receipt, ReceiptKey, UnverifiedReceipt};

/// What came back from the network: the status and the body, or nothing.
#[derive(Clone, Debug)]
pub enum Answer {
    /// No answer: no network, no server, a redirect, a time-out.
    None,
    /// Some server answered.
    Response {
        /// The HTTP status.
        status: u16,
        /// The body, cut off at [`LONGEST_ANSWER`](crate::queue::policy::LONGEST_ANSWER).
        body: Vec<u8>,
    },
}

/// What became of one upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The intake signed for these very bytes.
    Received(Receipt),
    /// The intake keeps some parts and still needs these; the list is not empty.
    Parts(Vec<u32>),
    /// It has to be tried again.
    Later(Later),
    /// The intake will never take it; the envelope stays and a person has to look.
    NeedsPerson(ProblemType),
}

/// Why an upload has to be tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Later {
    /// There was no answer.
    Unreachable,
    /// Somebody answered who is not the intake: a captive portal, a proxy.
    NotTheIntake,
    /// The intake said that it cannot take anything just now.
    Busy,
    /// An answer that looks like a receipt is not one for these bytes by the site's intake.
    ReceiptWrong,
}

impl Later {
    /// Whether the next envelope would fail in the same way.
    #[must_use]
    pub fn is_about_the_connection(self) -> bool {
        match self {
            Self::Unreachable | Self::NotTheIntake | Self::Busy => true,
            Self::ReceiptWrong => false,
        }
    }
}

/// Judges the answer to a part of the envelope `digest` of `size` bytes, or to the question which
/// parts are missing.
///
/// `before` are the parts that were missing when one of them was sent. Whoever took it and misses as
/// many as before is not to be asked in a tight circle.
#[must_use]
pub fn classify_part(
    answer: &Answer,
    key: &ReceiptKey,
    digest: &Digest,
    size: u64,
    before: Option<&[u32]>,
) -> Outcome {
    let Answer::Response { status: 202, body } = answer else {
        return classify(answer, key, digest, size);
    };
    let missing = Missing::parse(body);
    let parts = missing.and_then(|it| it.check(digest, size).map(<[u32]>::to_vec));
    match parts {
        Ok(parts) if before.is_some_and(|it| it.len() <= parts.len()) => {
            Outcome::Later(Later::Busy)
        }
        Ok(parts) => Outcome::Parts(parts),
        Err(_) => Outcome::Later(Later::NotTheIntake),
    }
}

/// Judges the answer to an upload of the envelope `digest` of `size` bytes.
#[must_use]
pub fn classify(answer: &Answer, key: &ReceiptKey, digest: &Digest, size: u64) -> Outcome {
    let Answer::Response { status, body } = answer else {
        return Outcome::Later(Later::Unreachable);
    };
    if matches!(status, 200 | 201) {
        return match UnverifiedReceipt::parse(body).map(|it| it.verify(key, digest, size)) {
            Ok(Ok(receipt)) => Outcome::Received(receipt),
            Ok(Err(_)) => Outcome::Later(Later::ReceiptWrong),
            Err(_) => Outcome::Later(Later::NotTheIntake),
        };
    }
    match Problem::parse(body) {
        // A problem under another status comes from somebody in between.
        Ok(Problem { problem_type }) if problem_type.status() == *status => refusal(problem_type),
        Ok(_) | Err(_) => Outcome::Later(Later::NotTheIntake),
    }
}

/// Only what is wrong with the envelope itself needs a person; all else may pass.
fn refusal(problem: ProblemType) -> Outcome {
    match problem {
        ProblemType::NotAnEnvelope | ProblemType::UnsupportedVersion | ProblemType::TooLarge => {
            Outcome::NeedsPerson(problem)
        }
        ProblemType::DigestMismatch
        | ProblemType::BodyIncomplete
        | ProblemType::Stalled
        | ProblemType::PostageDue
        | ProblemType::Internal
        | ProblemType::Unavailable
        | ProblemType::StorageFull => Outcome::Later(Later::Busy),
        // An intake answers an upload with none of these: the address is wrong, or somebody
        // stands in between.
        ProblemType::DigestMalformed
        | ProblemType::PartMalformed
        | ProblemType::LengthRequired
        | ProblemType::CursorMalformed
        | ProblemType::QueryMalformed
        | ProblemType::MessageMalformed
        | ProblemType::MailboxFull
        | ProblemType::Unauthorized
        | ProblemType::NotFound
        | ProblemType::MethodNotAllowed => Outcome::Later(Later::NotTheIntake),
    }
}
