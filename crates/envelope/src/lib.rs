//! Seals a payload to the people who may read it, and opens it again.
//!
//! Bytes in, bytes out: this crate knows no report. The specification is `docs/envelope.md`;
//! its steps stand above the code that does them.
//!
//! # Where to start
//!
//! 1. [`seal()`] and [`open()`]: the two doors, each the specification's list of steps.
//!    [`seal_to`] and [`open_from`] are the same doors for what is too large for memory.
//! 2. [`Payload`]: what goes in and comes out; [`Outline`] and [`Receiver`] for large ones.
//! 3. [`Recipient`] and [`Identity`]: the public and the secret half of a reader's key.
//! 4. `slot`, `schedule` and `stream`: the three constructions the doors are made of.

mod seal;

mod open;

mod content;
mod header;
mod key;
mod label;
mod schedule;
mod slot;
mod stream;
mod suite;
#[cfg(all(target_arch = "wasm32", feature = "web"))]
pub mod web;

pub use content::{
    Attachment, AttachmentHead, ContentError, MAX_ATTACHMENTS, Outline, PartHead, Payload,
    Receiver, Source,
};
pub use envelope_format::{Digest, DigestError, Envelope, ParseError};
pub use key::{Identity, KeyError, KeyId, RECIPIENT_LEN, Recipient};
pub use label::Label;
pub use open::{OpenError, OpenFromError, open, open_from};
pub use seal::{
    SealError, SealToError, seal, seal_document, seal_to, seal_to_with_rng, seal_with_rng,
};
