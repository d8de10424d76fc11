//! Starts a real PostgreSQL server for a test program, and ends it with it.
//!
//! # Where to start
//!
//! 1. [`again_on_postgres`]: how the tests of a program that run on SQLite run once more.
//! 2. [`Server`]: the server itself, with as many empty databases as there are tests.
//! 3. [`Proxy`]: a way to it on which its machine can vanish without a word.
//!
//! The server is the one of Debian's package `postgresql`, in a temporary folder, with a socket there
//! and no port. It never takes a server that runs already.

mod again;
mod proxy;
mod server;

pub use again::{again_on_postgres, on_postgres};
pub use proxy::Proxy;
pub use server::{Server, program};
