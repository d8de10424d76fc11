//! One answer.

use core::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::field::Choice;

/// One answer, as typed or chosen. Its texts are overwritten when it is dropped.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub enum Answer {
    /// Words of the reporter's own.
    Text(String),
    /// One of the words the field offers.
    Choice(#[zeroize(skip)] Choice),
    /// Several of the words the field offers.
    Choices(#[zeroize(skip)] Vec<Choice>),
    /// Ids of roles.
    Roles(Vec<String>),
    /// "I don't know", which is an answer, and is sent as one.
    Unknown,
}

/// Shows what kind of answer it is, and nothing of what is said.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text(_) => "Text(…)",
            Self::Choice(_) => "Choice(…)",
            Self::Choices(_) => "Choices(…)",
            Self::Roles(_) => "Roles(…)",
            Self::Unknown => "Unknown",
        })
    }
}
