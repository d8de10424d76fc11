//! Return codes as people type them, and the mailbox that follows.

mod codes;
mod derivation;
