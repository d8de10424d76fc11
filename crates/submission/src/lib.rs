//! How an envelope travels: what the app, the intake and the reader agree on.
//!
//! `docs/submission.md` is the contract in words. This crate is the same in types, so that the
//! three parties cannot drift apart; it reads no envelope and does no input or output.
//!
//! # Where to start
//!
//! 1. [`envelope_path`]: an envelope is put under its own digest, so that putting it twice is
//!    putting it once.
//! 2. [`UnverifiedReceipt`]: what the intake answers. Only [`UnverifiedReceipt::verify`] makes a
//!    [`Receipt`] of it, and only a [`Receipt`] lets a sender delete its copy.
//! 3. [`ProblemType`]: every refusal there is, and whether trying again can help.
//! 4. [`part_path`] and [`Missing`]: the way of a large envelope, part by part.
//! 5. [`mailbox_path`] and [`AccessKey`]: the way of an answer.
//! 6. [`Challenge`] and [`Work`]: what is asked of senders when there are many.
//! 7. [`Listing`] and [`SignedSite`]: what readers and apps fetch.

mod request;

mod part;

mod receipt;

mod day;

mod problem;

mod listing;

mod mailbox;

mod postage;

mod site;

pub use day::{Day, DayError};
pub use listing::{Listed, Listing, ListingError};
pub use mailbox::{AccessKey, MAILBOX_LEN, MAILBOX_PATH, MAX_MESSAGES, MESSAGE_LEN, mailbox_path};
pub use part::{
    Missing, MissingError, PART_LEN, content_digest, parse_content_digest, part_count, part_len,
    part_path, parts_path,
};
#[cfg(feature = "sign")]
pub use postage::PostageError;
pub use postage::{
    Challenge, ChallengeError, MAX_POSTAGE_BITS, POSTAGE_HEADER, POSTAGE_PATH, Work, bits_for,
};
pub use problem::{Problem, ProblemError, ProblemType};
pub use receipt::{Receipt, ReceiptError, ReceiptKey, ReceiptKeyError, UnverifiedReceipt};
#[cfg(feature = "sign")]
pub use receipt::{ReceiptKeyUnavailable, ReceiptSigningKey};
pub use request::{
    DESCRIPTION_PATH, ENVELOPES_PATH, EVENT_STREAM_MEDIA_TYPE, HEALTH_PATH, JSON_MEDIA_TYPE,
    MAX_ENVELOPE_LEN, MEDIA_TYPE, ack_path, envelope_path, is_site_id, site_path,
};
pub use site::{SignedSite, SignedSiteError};
