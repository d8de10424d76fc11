use std::path::PathBuf;

use envelope::{Digest, ParseError};
use submission::ProblemType;
use thiserror::Error;

use super::AddressError;
use crate::failure::{Exit, Failure};
use crate::files::FileError;

/// Why an intake did not give what it was asked for.
#[derive(Debug, Error)]
pub enum ClientError {
    /// The address cannot be used.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// The token's file cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// The token's file holds no token.
    #[error("{} holds no token", .0.display())]
    NotAToken(PathBuf),
    /// What comes cannot be written down here.
    #[error(transparent)]
    Keep(FileError),
    /// There is no connection, it broke, or what stands before the intake answers for it.
    #[error("the intake cannot be reached")]
    Away,
    /// The other end could not prove that it is the intake.
    #[error("the intake's certificate is not trusted by this machine")]
    Certificate,
    /// Something answers that is not an intake, such as the sign-in page of a network.
    #[error("what answers at this address is not an intake")]
    NotAnIntake,
    /// The intake says no, and why.
    #[error("the intake refuses: {}", .0.title())]
    Refused(ProblemType),
    /// The bytes that came do not have the digest they were asked for by.
    #[error("the intake gave other bytes for {0}")]
    OtherBytes(Digest),
    /// The bytes have the right digest and are not an envelope.
    #[error("what the intake has as {digest} is no envelope: {reason}")]
    NotAnEnvelope {
        /// The digest asked for.
        digest: Digest,
        /// What is wrong with the shape.
        reason: ParseError,
    },
}

impl ClientError {
    /// What a failure of the connection means for the reader.
    pub(super) fn from_transport(error: ureq::Error) -> Self {
        match error {
            ureq::Error::Tls(_) | ureq::Error::Rustls(_) => Self::Certificate,
            ureq::Error::BodyExceedsLimit(_)
            | ureq::Error::LargeResponseHeader(..)
            | ureq::Error::Protocol(_) => Self::NotAnIntake,
            _ => Self::Away,
        }
    }

    /// Whether asking again later can help, without anybody changing anything here.
    pub fn may_pass(&self) -> bool {
        match self {
            // Room on a disk may be made.
            Self::Away | Self::Certificate | Self::NotAnIntake | Self::Keep(_) => true,
            Self::Refused(problem) => problem.retry(),
            Self::Address(_) | Self::File(_) | Self::NotAToken(_) => false,
            Self::OtherBytes(_) | Self::NotAnEnvelope { .. } => false,
        }
    }

    /// Whether one envelope is at fault and the others can still be had.
    pub fn is_about_one_envelope(&self) -> bool {
        match self {
            Self::OtherBytes(_) | Self::NotAnEnvelope { .. } => true,
            // Listed a moment ago and gone since.
            Self::Refused(problem) => *problem == ProblemType::NotFound,
            _ => false,
        }
    }
}

impl Failure for ClientError {
    fn advice(&self) -> &'static str {
        match self {
            Self::Address(error) => error.advice(),
            Self::File(error) | Self::Keep(error) => error.advice(),
            Self::NotAToken(_) => {
                "Put the token that `intake token add` printed on its first line."
            }
            Self::Away => "Check the network and the address, then try again.",
            Self::Certificate => "Check the address and this machine's clock and certificates.",
            Self::NotAnIntake => {
                "Check the address; perhaps this network asks you to sign in first."
            }
            Self::Refused(ProblemType::Unauthorized) => {
                "Ask the intake's operator for a new token."
            }
            Self::Refused(problem) if problem.retry() => "Try again later.",
            Self::Refused(ProblemType::CursorMalformed) => {
                "Leave out --after, or move the file `cursor` away."
            }
            Self::Refused(_) => "Tell the intake's operator.",
            Self::OtherBytes(_) | Self::NotAnEnvelope { .. } => {
                "Tell the intake's operator; nothing was kept."
            }
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::Address(error) => error.exit(),
            Self::File(error) | Self::Keep(error) => error.exit(),
            Self::Refused(ProblemType::Unauthorized) => Exit::TokenRefused,
            Self::Refused(problem) if problem.retry() => Exit::IntakeAway,
            Self::Away | Self::Certificate | Self::NotAnIntake => Exit::IntakeAway,
            Self::Refused(_) => Exit::Failed,
            Self::NotAToken(_) | Self::OtherBytes(_) | Self::NotAnEnvelope { .. } => Exit::Invalid,
        }
    }
}
