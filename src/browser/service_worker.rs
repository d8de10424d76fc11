//! The service worker that keeps the app's files on the device, and sends when no page is open.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::JsValue;
use web_sys::ServiceWorkerContainer;

use super::page::window;

/// What the service worker is asked for by Background Sync. It knows the word as well.
const SEND: &str = "send";

/// Registers `/sw.js`. Without service workers, or when the browser refuses, the app still works
/// while it is open; it only cannot be opened without a network.
pub async fn register() {
    if let Some(container) = container() {
        let _ = container.register("/sw.js").await;
    }
}

/// Asks the browser to send what waits once there is a network, whether or not a page is open then.
/// Most browsers cannot; nothing relies on it.
pub async fn ask_to_send() {
    // Fails where there is no Background Sync, and waits for ever where there is no service worker.
    let _ = try_to_ask().await;
}

async fn try_to_ask() -> Result<(), JsValue> {
    let Some(container) = container() else {
        return Ok(());
    };
    let registration = container.ready()?.await?;
    let sync = Reflect::get(&registration, &"sync".into())?;
    let register: Function = Reflect::get(&sync, &"register".into())?.dyn_into()?;
    let asked: Promise = register.call1(&sync, &SEND.into())?.dyn_into()?;
    asked.await.map(drop)
}

fn container() -> Option<ServiceWorkerContainer> {
    let container = window().navigator().service_worker();
    (!container.is_undefined()).then_some(container)
}
