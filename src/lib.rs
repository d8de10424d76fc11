//! The Sealpost app: a report from the keyboard to the queue on the device.
//!
//! # Where to start
//!
//! 1. [`model`]: what the app is doing, as a pure state machine.
//! 2. [`submit`] and [`post`]: the spine, from a valid report to a sealed envelope in the queue.
//! 3. [`queue`]: how an envelope waits, is sent, and when it may be deleted.
//! 4. [`app`]: the one place where the model meets the screen.

pub mod model;
pub mod submit;
pub mod post;
pub mod queue;
pub mod readers;
pub mod effects;
pub mod files;
pub mod browser;
pub mod text;
pub mod element;
pub mod app;
pub mod view;
