//! Starts a real PostgreSQL server for a test program, and ends it with it.
//!
//! # Where to start
//!
//! 1. [`again_on_postgres`]: how the tests of a program that run on SQLite run once more.
//! 2. [`Server`]: the server itself, with as many empty databases as there are tests.
//!
//! The server is the one of Debian's package `postgresql`, in a temporary folder, with a socket there
//! and no port. It never takes a server that runs already.

mod again;
mod server;

pub use again::{again_on_postgres, on_postgres};
pub use server::{Server, program};
