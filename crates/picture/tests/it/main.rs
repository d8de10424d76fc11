//! Pictures through the one door.

mod formats;
mod looks;
mod metadata;
mod photos;
mod properties;
mod refusals;
mod sealed;
mod secrets;
