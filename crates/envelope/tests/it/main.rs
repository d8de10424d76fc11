//! The envelope through its two doors, natively and on wasm32.

mod published;
mod refusals;
mod round_trip;
mod streamed;
mod vectors;
#[cfg(all(target_arch = "wasm32", feature = "web"))]
mod web;

/// One attribute for both targets.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use core::prelude::v1::test;
#[cfg(target_arch = "wasm32")]
pub(crate) use wasm_bindgen_test::wasm_bindgen_test as test;

use envelope::{Attachment, Identity, Payload};

/// The identity of a seed of 32 equal bytes.
fn identity(byte: u8) -> Identity {
    Identity::from_seed([byte; 32]).expect("any seed is an identity")
}

fn document(text: &str) -> Payload {
    Payload::of_document(text.as_bytes().to_vec())
}

fn attachment(name: &str, media_type: &str, bytes: &[u8]) -> Attachment {
    Attachment {
        name: name.to_owned(),
        media_type: media_type.to_owned(),
        bytes: bytes.to_vec(),
    }
}
