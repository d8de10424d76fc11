use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Path, State, rejection::PathRejection},
    http::{
        HeaderValue,
        header::{CONTENT_LENGTH, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use futures_util::{Stream, StreamExt as _, TryStreamExt as _, stream};
use submission::{MEDIA_TYPE, part_count};

use crate::{
    failure::Failure,
    reader::Reader,
    state::Intake,
    store::{Content, StoreError, UploadId},
    submit::named,
};

/// `GET /v1/envelopes/{sha256}`: the envelope's bytes, as they were sent.
pub(crate) async fn get(
    _: Reader,
    State(intake): State<Arc<Intake>>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, Failure> {
    let digest = named(path)?;
    let content = intake.store.get(&digest).await?;
    Ok(match content.ok_or(Failure::NotFound)? {
        Content::Whole(bytes) => ([(CONTENT_TYPE, MEDIA_TYPE)], bytes).into_response(),
        Content::Parts { id, size } => {
            let headers = [
                (CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE)),
                (CONTENT_LENGTH, size.into()),
            ];
            let parts = parts(intake, id, size);
            (headers, Body::from_stream(parts)).into_response()
        }
    })
}

/// The parts one after the other, each read when the one before it is on its way.
///
/// When one cannot be read the answer ends too early, which its length shows.
fn parts(
    intake: Arc<Intake>,
    id: UploadId,
    size: u64,
) -> impl Stream<Item = Result<Vec<u8>, StoreError>> {
    let parts = stream::iter(0..part_count(size)).then(move |n| {
        let intake = Arc::clone(&intake);
        async move {
            let part = intake.store.part(id, n).await?;
            part.ok_or(StoreError::RowMalformed)
        }
    });
    parts.inspect_err(|error| tracing::error!(cause = %error, "an answer was cut off"))
}
