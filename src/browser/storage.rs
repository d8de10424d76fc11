//! How safely and how much the browser stores for this app.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::JsValue;

use super::page::window;

/// What the browser says of its storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Whether it has promised to clear nothing of its own accord.
    pub persisted: bool,
    /// About how many bytes can still be stored.
    pub free: u64,
}

/// Asks the browser to clear nothing of its own accord. Some ask the person, most decide by
/// themselves; nothing relies on it.
pub async fn ask_to_persist() {
    // A browser that cannot do it stores all the same.
    let _ = call("persist").await;
}

/// What the browser says of its storage; nothing where it says nothing.
pub async fn room() -> Option<Room> {
    let persisted = call("persisted").await?.is_truthy();
    let estimate = call("estimate").await?;
    let number = |name: &str| Reflect::get(&estimate, &name.into()).ok()?.as_f64();
    let free = number("quota")? - number("usage")?;
    // The browser counts in floating point, exactly up to 2^53.
    let free = free.max(0.0) as u64;
    Some(Room { persisted, free })
}

async fn call(method: &str) -> Option<JsValue> {
    let storage = Reflect::get(&window().navigator(), &"storage".into()).ok()?;
    let method: Function = Reflect::get(&storage, &method.into())
        .ok()?
        .dyn_into()
        .ok()?;
    let promise: Promise = method.call0(&storage).ok()?.dyn_into().ok()?;
    promise.await.ok()
}
