use std::sync::Arc;

use axum::{
    extract::State,
    http::header::{CACHE_CONTROL, CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use submission::JSON_MEDIA_TYPE;

use crate::{failure::Failure, state::Intake};

/// `GET /healthz`: the intake is alive and its storage can be read.
pub(crate) async fn get(State(intake): State<Arc<Intake>>) -> Result<Response, Failure> {
    intake.store.check().await?;
    let headers = [(CONTENT_TYPE, JSON_MEDIA_TYPE), (CACHE_CONTROL, "no-store")];
    Ok((headers, r#"{"status":"ok"}"#).into_response())
}
