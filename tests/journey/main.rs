//! The whole way of a report with the real parts: the built app in a browser, the intake, the desk.
//!
//! # Where to start
//!
//! 1. [`whole_way`]: reports typed without a connection arrive, opened, at the desk.
//! 2. [`form`]: what a person does with the form, as verbs; the only place that knows its ids.
//! 3. [`stage`]: a site of its own for each journey, with its intake and its desk.
//!
//! `cargo xtask test` builds the app first. `SEALPOST_ENGINE` names the browser: `chromium`, `firefox`
//! or `webkit`. With `SEALPOST_SCREENSHOTS` set to a folder, each screen
//! that is seen is photographed, in a window of `SEALPOST_WINDOW` (`WIDTHxHEIGHT` in CSS pixels).

mod attachments;
mod browser;
mod closed;
mod first_load;
mod form;
mod full_outbox;
mod hostile;
mod idle;
mod install;
mod interrupted;
mod kills;
mod outbox;
mod photographs;
mod postage;
mod proxy;
mod rebuilt;
mod site;
mod stage;
mod storage;
mod traces;
mod whole_way;
