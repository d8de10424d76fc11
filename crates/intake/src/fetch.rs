use std::sync::Arc;

use axum::{
    extract::{Path, State, rejection::PathRejection},
    http::header::CONTENT_TYPE,
    response::{IntoResponse, Response},
};
use submission::MEDIA_TYPE;

use crate::{failure::Failure, reader::Reader, state::Intake, submit::named};

/// `GET /v1/envelopes/{sha256}`: the envelope's bytes, as they were sent.
pub(crate) async fn get(
    _: Reader,
    State(intake): State<Arc<Intake>>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, Failure> {
    let digest = named(path)?;
    let bytes = intake.store.get(&digest).await?.ok_or(Failure::NotFound)?;
    Ok(([(CONTENT_TYPE, MEDIA_TYPE)], bytes).into_response())
}
