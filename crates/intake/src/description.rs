use axum::{
    http::header::{CACHE_CONTROL, CONTENT_TYPE},
    response::IntoResponse,
};
use submission::JSON_MEDIA_TYPE;

/// The contract as OpenAPI 3.1, for programs that make clients and tests of it.
const DOCUMENT: &str = include_str!("../openapi.json");

/// `GET /openapi.json`: what this intake answers, and to what.
pub(crate) async fn get() -> impl IntoResponse {
    // It changes with the program, so a cache asks first, as for the app.
    let headers = [(CONTENT_TYPE, JSON_MEDIA_TYPE), (CACHE_CONTROL, "no-cache")];
    (headers, DOCUMENT)
}
