use std::sync::Arc;

use axum::{
    body::Body,
    extract::{
        Path, Query, State,
        rejection::{PathRejection, QueryRejection},
    },
    http::{HeaderMap, StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use envelope_format::{Digest, bucket_of};
use serde::Deserialize;
use submission::{JSON_MEDIA_TYPE, MAX_ENVELOPE_LEN, Missing, part_len};

use crate::{
    body,
    day::today,
    failure::Failure,
    judging::judged,
    number::number,
    postage,
    state::Intake,
    store::{Progress, StoreError, Upload},
    submit::{named, receipt},
};

/// As it stands in the query.
#[derive(Deserialize)]
pub(crate) struct Asked {
    size: String,
}

/// `PUT /v1/envelopes/{sha256}/parts/{n}?size=`: takes one part of an envelope.
///
/// The last one makes the envelope whole: then the answer is its receipt, else what is missing.
pub(crate) async fn put(
    State(intake): State<Arc<Intake>>,
    path: Result<Path<(String, String)>, PathRejection>,
    query: Result<Query<Asked>, QueryRejection>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    let Path((digest, n)) = path.map_err(|_| Failure::DigestMalformed)?;
    let upload = upload(named(Ok(Path(digest)))?, query)?;
    let n = number(&n).ok_or(Failure::PartMalformed)?;
    let length = part_len(upload.size, n).ok_or(Failure::PartMalformed)?;
    if body::announced_length(&headers)? != length {
        return Err(Failure::PartMalformed);
    }
    let announced = body::announced_digest(&headers).ok_or(Failure::PartMalformed)?;
    let body = postage::paid(&intake, &headers, upload, body).await?;
    let received = body::read(body, length, &intake).await?;
    // At once, and not when the whole turns out to be wrong: then all of it would have to come again.
    if received.digest != announced {
        return Err(Failure::DigestMismatch);
    }

    // A task of its own goes on when the connection breaks: the sender of the last part may never
    // come back, and its envelope must still reach the readers.
    let storing = {
        let intake = Arc::clone(&intake);
        tokio::spawn(async move {
            let put = intake.store.put_part(upload, n, received.bytes, today());
            let put = put.await?;
            drop(received.memory);
            // What was there already costs the intake little, and must not cost others more.
            if put.new {
                intake.load.add(length);
            }
            judged(&intake, upload, put.progress).await
        })
    };
    let progress = storing.await.map_err(|_| StoreError::Closed)??;
    answer(&intake, upload, progress)
}

/// `GET /v1/envelopes/{sha256}/parts?size=`: the receipt, or which parts are missing.
pub(crate) async fn get(
    State(intake): State<Arc<Intake>>,
    path: Result<Path<String>, PathRejection>,
    query: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Failure> {
    let upload = upload(named(path)?, query)?;
    let progress = intake.store.progress(upload).await?;
    let progress = judged(&intake, upload, progress).await?;
    answer(&intake, upload, progress)
}

/// What the request says about the whole envelope.
fn upload(digest: Digest, query: Result<Query<Asked>, QueryRejection>) -> Result<Upload, Failure> {
    let Query(asked) = query.map_err(|_| Failure::PartMalformed)?;
    let size = number(&asked.size).ok_or(Failure::PartMalformed)?;
    match bucket_of(size) {
        None => Err(Failure::PartMalformed),
        Some(_) if size > MAX_ENVELOPE_LEN => Err(Failure::TooLarge),
        Some(_) => Ok(Upload { digest, size }),
    }
}

fn answer(intake: &Intake, upload: Upload, progress: Progress) -> Result<Response, Failure> {
    let parts = match progress {
        Progress::Stored(stored) => return Ok(receipt(intake, upload.digest, stored)),
        Progress::Missing(parts) => parts,
        // It was deleted and came again, all in the moment of this request.
        Progress::Complete(_) => return Err(Failure::Busy),
    };
    let missing = Missing::new(upload.digest, upload.size, parts)
        .expect("the storage names parts that exist, ascending, at least one");
    let headers = [(CONTENT_TYPE, JSON_MEDIA_TYPE)];
    Ok((StatusCode::ACCEPTED, headers, missing.to_json()).into_response())
}
