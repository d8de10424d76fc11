use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Path, State, rejection::PathRejection},
    http::{HeaderMap, StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use envelope_format::{Digest, Envelope};
use submission::{JSON_MEDIA_TYPE, MAX_ENVELOPE_LEN};

use crate::{
    body,
    day::today,
    failure::Failure,
    postage,
    state::Intake,
    store::{Stored, Upload},
};

/// `PUT /v1/envelopes/{sha256}`: takes a sealed envelope and answers with a signed receipt.
///
/// The receipt is made after the commit and from the stored row, so that the same envelope gets
/// the same receipt however often and however concurrently it is sent.
pub(crate) async fn put(
    State(intake): State<Arc<Intake>>,
    path: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    let digest = named(path)?;
    let length = body::announced_length(&headers)?;
    if length > MAX_ENVELOPE_LEN {
        return Err(Failure::TooLarge);
    }
    let upload = Upload {
        digest,
        size: length,
    };
    let body = postage::paid(&intake, &headers, upload, body).await?;
    let received = body::read(body, length, &intake).await?;
    // Before the shape: bytes that were harmed on the way are sent again, not given up.
    if received.digest != digest {
        return Err(Failure::DigestMismatch);
    }
    let envelope = Envelope::parse(received.bytes)?;
    let stored = intake.store.put(digest, envelope, today()).await?;
    drop(received.memory);
    if stored.new {
        intake.load.add(stored.size);
    }

    Ok(receipt(&intake, digest, stored))
}

/// The receipt of a stored envelope: `201` from whoever stored it, `200` ever after.
pub(crate) fn receipt(intake: &Intake, digest: Digest, stored: Stored) -> Response {
    let receipt = intake.receipt_key.sign(digest, stored.size, stored.day);
    let status = match stored.new {
        true => StatusCode::CREATED,
        false => StatusCode::OK,
    };
    (status, [(CONTENT_TYPE, JSON_MEDIA_TYPE)], receipt.to_json()).into_response()
}

/// The digest that a path names.
pub(crate) fn named(path: Result<Path<String>, PathRejection>) -> Result<Digest, Failure> {
    let Path(text) = path.map_err(|_| Failure::DigestMalformed)?;
    text.parse().map_err(|_| Failure::DigestMalformed)
}
