//! Seals a payload to the people who may read it, and opens it again.
//!
//! Bytes in, bytes out: this crate knows no report. The specification is `docs/envelope.md`;
//! its steps stand above the code that does them.
//!
//! # Where to start
//!
//! 1. [`seal()`] and [`open()`]: the two doors, each the specification's list of steps.
//! 2. [`Payload`]: what goes in and comes out.
//! 3. [`Recipient`] and [`Identity`]: the public and the secret half of a reader's key.
//! 4. `slot`, `schedule` and `stream`: the three constructions the doors are made of.

mod seal;

mod open;

mod content;
mod key;
mod label;
mod schedule;
mod slot;
mod stream;
mod suite;

pub use content::{Attachment, ContentError, Payload};
pub use envelope_format::{Digest, DigestError, Envelope, ParseError};
pub use key::{Identity, KeyError, KeyId, RECIPIENT_LEN, Recipient};
pub use label::Label;
pub use open::{OpenError, open};
pub use seal::{SealError, seal, seal_with_rng};
