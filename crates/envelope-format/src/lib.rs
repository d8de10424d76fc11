//! The bytes of a sealed envelope: layout, sizes and name, without any means to open it.
//!
//! The intake depends on this crate and on nothing that can seal or open.
//! The specification is `docs/envelope.md`; the names here are its names.
//!
//! # Where to start
//!
//! 1. [`layout`]: every size and offset.
//! 2. [`Envelope`]: bytes that have the shape of an envelope.
//! 3. [`Digest`]: what an envelope is called.

pub mod base64url;
pub mod layout;

mod digest;
mod envelope;
mod header;

pub use digest::{Digest, DigestError, Digester};
pub use envelope::{Envelope, ParseError};
pub use header::{Header, check_len};
pub use layout::{CHUNK_LEN, HEADER_LEN, MIN_BUCKET_LOG2, SLOTS, bucket_of, envelope_len};
