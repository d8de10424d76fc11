//! What is said: the questions, the answers, and the valid report they become.
//!
//! # Where to start
//!
//! 1. [`FieldId`] is the only list of questions; [`pages`] says which are asked, [`required`]
//!    which must be answered.
//! 2. [`Answers`] is what was typed so far. Nothing about it is taken for granted.
//! 3. [`validate()`] makes a [`Report`] of them or names every [`Problem`].
//! 4. [`Report::encode`] and [`Report::decode`] are the bytes, described by
//!    `docs/report.schema.json`.
//!
//! 5. [`ReplyTo`] is where an answer may be left, and [`Message`] is that answer.
//!
//! [`Category`] is what a report is about; [`taxonomy`] who would read it by default.
//! The crate is pure: no clock, no randomness, no storage, no network, no cryptography.

mod word;

mod written;

mod audience;
mod category;
mod language;
pub mod taxonomy;

mod field;
mod page;

mod answers;
mod codec;
mod reply;
mod report;
mod validate;

mod message;

pub use answers::{Answer, Answers, Fields};
pub use audience::Audience;
pub use category::{Category, FourEyes, Group, Tile, Urgency};
pub use codec::{DecodeError, MAX_REPORT_LEN};
pub use field::{
    Choice, FieldId, FieldKind, MAX_DETAIL_CHARS, MAX_EXCLUDED_ROLES, MAX_IDENTIFIER_CHARS,
    MAX_TEXT_CHARS,
};
pub use language::Language;
pub use message::{MAX_MESSAGE_CHARS, Message, MessageError};
pub use page::{PageId, asked, pages, required};
pub use reply::ReplyTo;
pub use report::Report;
pub use validate::{Problem, ProblemKind, validate};
pub use word::UnknownWord;
pub use written::{MAX_ID_LEN, days_in_month, is_day, is_id, written_day};
