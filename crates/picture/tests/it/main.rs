//! Pictures through the one door, natively and on wasm32.

mod formats;
mod looks;
mod metadata;
mod photos;
#[cfg(not(target_arch = "wasm32"))]
mod properties;
mod refusals;
mod sealed;
mod secrets;

/// One attribute for both targets.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use core::prelude::v1::test;
#[cfg(target_arch = "wasm32")]
pub(crate) use wasm_bindgen_test::wasm_bindgen_test as test;
