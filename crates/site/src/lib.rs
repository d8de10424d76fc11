//! The signed site manifest: who may read what at one reception site.
//!
//! # Where to start
//!
//! 1. [`verify()`] is the only way to a [`Site`]: the operator's signature over the exact bytes,
//!    then a strict reading that refuses every manifest a report could be lost or leaked by.
//! 2. [`Site`] is what the manifest says.
//! 3. [`Site::route`] says who reads one report, and [`Route::recipients`] to which keys it is
//!    sealed.
//!
//! The JSON is described by `docs/site.schema.json`.
//! The crate is pure: the day is given to it, and it fetches nothing.

mod verify;

#[cfg(feature = "demo")]
mod aside;
mod site;
mod text;

mod calendar;
mod route;

#[cfg(feature = "demo")]
pub mod demo;

#[cfg(feature = "demo")]
pub use aside::{LegalBasis, MAX_WORD_CHARS, Tablet};
pub use route::{Route, RouteError, RoutedRole, Wishes};
pub use site::{Help, Kiosk, Role, Site};
pub use text::LocalText;
pub use verify::{OperatorKey, SiteError, verify};
#[cfg(feature = "demo")]
pub use verify::{verify_signature, would_hold};
