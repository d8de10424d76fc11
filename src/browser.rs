//! The only door to the browser: one file for each capability, nothing of ours behind it.

pub mod channel;
pub mod clock;
pub mod file;
pub mod focus;
pub mod http;
pub mod idb;
pub mod idle;
pub mod lifecycle;
pub mod locks;
pub mod page;
pub mod picture;
pub mod service_worker;
pub mod signal;
pub mod storage;
pub mod task;
pub mod worker;
