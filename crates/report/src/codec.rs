//! A report as bytes and back: JSON, version 1, described by `docs/report.schema.json`.

mod decode;
mod encode;

use thiserror::Error;

use crate::field::FieldId;
use crate::validate::ProblemKind;

pub(crate) use decode::decode;
pub(crate) use encode::encode;

/// The version of the form of the JSON.
const VERSION: u64 = 1;

/// The longest encoded report, in bytes.
///
/// With it every report without attachments fits into the smallest sealed envelope (32 KiB of
/// padded payload), so that the envelope's size says nothing about the text.
pub const MAX_REPORT_LEN: usize = 32_000;

/// Why bytes are not a report. No variant carries or shows what is written there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum DecodeError {
    /// More bytes than [`MAX_REPORT_LEN`].
    #[error("longer than a report can be")]
    TooLong,
    /// Not JSON, or not of the shape of a report: a key missing, unknown or twice, a wrong type.
    #[error("not of the shape of a report")]
    Malformed,
    /// A report of a version that this program does not know.
    #[error("a report of an unknown version")]
    UnsupportedVersion,
    /// The audience is neither staff nor resident.
    #[error("an unknown audience")]
    UnknownAudience,
    /// The language is none of the form's.
    #[error("an unknown language")]
    UnknownLanguage,
    /// The category is none of the list.
    #[error("an unknown category")]
    UnknownCategory,
    /// A field is none of the list.
    #[error("an unknown field")]
    UnknownField,
    /// A field offers no such choice.
    #[error("field {0} does not offer that choice")]
    UnknownChoice(FieldId),
    /// A field has no place in such a report: it belongs to the other audience, to another
    /// category, to a card instead of the whole or the other way round, or to an answer that was
    /// not given.
    #[error("field {0} has no place in such a report")]
    Misplaced(FieldId),
    /// An answer is not in the form in which it is sent: blanks around a text, nothing in it,
    /// choices or roles twice or in another order.
    #[error("field {0} is not written as reports are")]
    NotTidy(FieldId),
    /// The report breaks a rule that every report keeps; the field, if it is about one.
    #[error("the report is not valid: {kind:?}")]
    Invalid {
        /// The field it is about.
        field: Option<FieldId>,
        /// The rule it breaks.
        kind: ProblemKind,
    },
}
