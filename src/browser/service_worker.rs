//! The service worker that keeps the app's files on the device.

use super::page::window;

/// Registers `/sw.js`. Without service workers, or when the browser refuses, the app still works
/// while it is open; it only cannot be opened without a network.
pub async fn register() {
    let container = window().navigator().service_worker();
    if container.is_undefined() {
        return;
    }
    let _ = container.register("/sw.js").await;
}
