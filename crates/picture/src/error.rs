//! Why a file cannot be cleaned.

use crate::kind::{Format, OtherKind};

/// Why [`strip`](crate::strip()) refused a file. Says nothing of what is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StripError {
    /// It is a file of another kind, which cannot be cleaned. A screenshot of it can.
    #[error("{0} cannot be cleaned")]
    Unsupported(OtherKind),
    /// It ends before its end mark, so that where the picture stops cannot be told.
    #[error("the {0} file ends too early")]
    Truncated(Format),
    /// It is not built as its format says, or in a way that hardly any viewer shows.
    #[error("the {0} file is damaged")]
    Damaged(Format),
}

impl StripError {
    /// What `img-parts` could not read in a file of this format.
    pub(crate) fn parts(error: &img_parts::Error, format: Format) -> Self {
        match error {
            img_parts::Error::Truncated => Self::Truncated(format),
            img_parts::Error::WrongSignature | img_parts::Error::BadCRC => Self::Damaged(format),
        }
    }
}
