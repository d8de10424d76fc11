//! Work that goes on while the page does something else.

use std::pin::Pin;

use wasm_bindgen_futures::spawn_local;

/// Runs `work` from the next turn on, to its end.
///
/// It takes one type for all work, because each type would bring its own copy of the machinery.
pub fn spawn(work: Pin<Box<dyn Future<Output = ()>>>) {
    spawn_local(work);
}
