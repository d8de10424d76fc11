//! Requests to our own origin, with every option that keeps a cache, a cookie or a redirect out.

use js_sys::{Object, Promise, Reflect, Uint8Array};
use thiserror::Error;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use web_sys::{AbortSignal, Response};

#[wasm_bindgen]
extern "C" {
    /// Of the window or of the worker.
    fn fetch(path: &str, options: &Object) -> Promise;
}

/// What every request carries, as in the Fetch standard's `RequestInit`. A browser refuses a value
/// that it does not know.
const GUARDS: [(&str, &str); 4] = [
    ("mode", "same-origin"),
    ("credentials", "omit"),
    ("redirect", "error"),
    ("referrerPolicy", "no-referrer"),
];

/// There was no answer: no network, no server, a redirect, a time-out, an answer cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("there was no answer")]
pub struct NoAnswer;

/// What came back: the status and the whole body.
pub type Reply = (u16, Vec<u8>);

/// Fetches `path`.
///
/// # Errors
///
/// [`NoAnswer`].
pub fn get(path: &str, time_out_millis: f64) -> impl Future<Output = Result<Reply, NoAnswer>> {
    send(path, options("GET", "no-store", time_out_millis))
}

/// Fetches a file of the app, which the service worker or the browser may have kept.
///
/// # Errors
///
/// [`NoAnswer`], also when the server does not have it.
pub async fn get_file(path: &str, time_out_millis: f64) -> Result<Vec<u8>, NoAnswer> {
    match send(path, options("GET", "default", time_out_millis)).await? {
        (200, body) => Ok(body),
        _ => Err(NoAnswer),
    }
}

/// Puts `body` at `path`, with these headers by their names.
///
/// # Errors
///
/// [`NoAnswer`].
pub fn put(
    path: &str,
    headed: &[(&str, &str)],
    body: &[u8],
    time_out_millis: f64,
) -> impl Future<Output = Result<Reply, NoAnswer>> {
    let headers = Object::new();
    for (name, value) in headed {
        set(&headers, name, &(*value).into());
    }
    let options = options("PUT", "no-store", time_out_millis);
    set(&options, "headers", &headers);
    set(&options, "body", &Uint8Array::from(body));
    send(path, options)
}

fn options(method: &str, cache: &str, time_out_millis: f64) -> Object {
    let options = Object::new();
    for (name, value) in GUARDS {
        set(&options, name, &value.into());
    }
    set(&options, "method", &method.into());
    set(&options, "cache", &cache.into());
    let time_out = AbortSignal::timeout_with_f64(time_out_millis);
    set(&options, "signal", &time_out);
    options
}

fn set(object: &Object, name: &str, value: &JsValue) {
    // Setting a member of a plain object does not fail.
    let _ = Reflect::set(object, &name.into(), value);
}

/// Sends at once; what is waited for is the answer.
fn send(path: &str, options: Object) -> impl Future<Output = Result<Reply, NoAnswer>> + use<> {
    let answer = fetch(path, &options);
    async {
        let response: Response = answer.await.map_err(|_| NoAnswer)?.unchecked_into();
        let body = response.array_buffer().map_err(|_| NoAnswer)?;
        let body = body.await.map_err(|_| NoAnswer)?;
        Ok((response.status(), Uint8Array::new(&body).to_vec()))
    }
}
