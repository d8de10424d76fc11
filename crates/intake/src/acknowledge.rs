use std::sync::Arc;

use axum::{
    extract::{Path, State, rejection::PathRejection},
    http::StatusCode,
};

use crate::{
    day::today, failure::Failure, reader::Reader, state::Intake, store::Acknowledged, submit::named,
};

/// `POST /v1/envelopes/{sha256}/ack`: a reader says that it has the envelope for good.
///
/// It answers `204` however often it is asked, also when the envelope is deleted by then.
pub(crate) async fn post(
    reader: Reader,
    State(intake): State<Arc<Intake>>,
    path: Result<Path<String>, PathRejection>,
) -> Result<StatusCode, Failure> {
    let digest = named(path)?;
    let done = intake.store.acknowledge(reader.id, digest, today());
    match done.await? {
        Acknowledged::Kept => Ok(StatusCode::NO_CONTENT),
        Acknowledged::NoEnvelope => Err(Failure::NotFound),
        Acknowledged::NoReader => Err(Failure::Unauthorized),
    }
}
