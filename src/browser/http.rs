//! Requests to our own origin, with every option that keeps a cache, a cookie or a redirect out.

use gloo_net::http::{Request, RequestBuilder, Response};
use js_sys::Uint8Array;
use thiserror::Error;
use web_sys::{
    AbortSignal, ReferrerPolicy, RequestCache, RequestCredentials, RequestMode, RequestRedirect,
};

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
pub async fn get(path: &str, time_out_millis: f64) -> Result<Reply, NoAnswer> {
    let request = guarded(Request::get(path), time_out_millis);
    read(request.send().await.map_err(|_| NoAnswer)?).await
}

/// Fetches a file of the app, which the service worker or the browser may have kept.
///
/// # Errors
///
/// [`NoAnswer`], also when the server does not have it.
pub async fn get_file(path: &str, time_out_millis: f64) -> Result<Vec<u8>, NoAnswer> {
    let request = guarded(Request::get(path), time_out_millis).cache(RequestCache::Default);
    let (status, body) = read(request.send().await.map_err(|_| NoAnswer)?).await?;
    if status == 200 {
        Ok(body)
    } else {
        Err(NoAnswer)
    }
}

/// Puts `body` at `path`.
///
/// # Errors
///
/// [`NoAnswer`].
pub async fn put(
    path: &str,
    media_type: &str,
    body: &[u8],
    time_out_millis: f64,
) -> Result<Reply, NoAnswer> {
    let request = guarded(Request::put(path), time_out_millis)
        .header("content-type", media_type)
        .body(Uint8Array::from(body))
        .map_err(|_| NoAnswer)?;
    read(request.send().await.map_err(|_| NoAnswer)?).await
}

fn guarded(request: RequestBuilder, time_out_millis: f64) -> RequestBuilder {
    let time_out = AbortSignal::timeout_with_f64(time_out_millis);
    request
        .mode(RequestMode::SameOrigin)
        .credentials(RequestCredentials::Omit)
        .redirect(RequestRedirect::Error)
        .cache(RequestCache::NoStore)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .abort_signal(Some(&time_out))
}

async fn read(response: Response) -> Result<Reply, NoAnswer> {
    let body = response.binary().await.map_err(|_| NoAnswer)?;
    Ok((response.status(), body))
}
