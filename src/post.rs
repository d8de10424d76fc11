//! The post: the program that seals, keeps and sends. It runs in workers beside the page.
//!
//! The page never waits for it, however large a file is. Each report is sealed in a worker of its
//! own, and when that ends, so does all memory in which anything was readable. One more worker
//! stays and sends what waits.
//!
//! # Where to start
//!
//! 1. [`Post`]: the page's side: a worker for each job, its progress, its end.
//! 2. [`job`]: what goes between the two.
//! 3. `serve`: the worker's side: seals, keeps on the device, sends, and says so.

mod client;
pub mod exchange;
pub mod job;
pub mod name;
mod words;
#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
pub mod serve;

pub use client::Post;
pub use job::{Attach, Cleaned, Job, Told};
