//! The return code, and the mailbox it leads to. The specification is `docs/mailbox.md`.
//!
//! # Where to start
//!
//! 1. [`ReturnCode`]: 24 digits, made or typed, with two that find a mistake.
//! 2. [`Salt`]: what the operator's manifest adds.
//! 3. [`Mailbox::open`]: from both to the name, the access key and the identity.

mod code;

mod digit;

mod keys;

pub use code::{CODE_LEN, CodeError, ReturnCode};
pub use keys::{Mailbox, MailboxError, SALT_LEN, Salt, SaltError};
