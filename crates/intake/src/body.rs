use std::sync::Arc;

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, header::CONTENT_LENGTH},
};
use envelope_format::Digest;
use http_body_util::BodyExt as _;
use sha2::{Digest as _, Sha256};
use submission::parse_content_digest;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Instant, timeout},
};

use crate::{failure::Failure, pace::Patience, state::Intake};

/// A whole body, as long as it was announced to be.
pub(crate) struct Received {
    pub(crate) bytes: Vec<u8>,
    /// The SHA-256 of the bytes, made while they arrived.
    pub(crate) digest: Digest,
    /// The share of the intake's memory for bodies; given back when dropped.
    pub(crate) memory: OwnedSemaphorePermit,
}

/// The length a request announces, in bytes, known before any of them is read.
pub(crate) fn announced_length(headers: &HeaderMap) -> Result<u64, Failure> {
    let header = headers.get(CONTENT_LENGTH).ok_or(Failure::LengthMissing)?;
    let text = header.to_str().map_err(|_| Failure::LengthMissing)?;
    text.parse().map_err(|_| Failure::LengthMissing)
}

/// The one `Content-Digest` of a request.
pub(crate) fn announced_digest(headers: &HeaderMap) -> Option<Digest> {
    let mut all = headers.get_all("content-digest").iter();
    match (all.next(), all.next()) {
        (Some(it), None) => parse_content_digest(it.to_str().ok()?),
        _ => None,
    }
}

/// Reads exactly `length` bytes. The caller has looked whether that is too many.
///
/// Memory is counted as bytes arrive, and a body that finds none left is refused at once: if it
/// waited, a few half-sent bodies could hold up each other for ever.
pub(crate) async fn read(body: Body, length: u64, intake: &Intake) -> Result<Received, Failure> {
    let length = usize::try_from(length).map_err(|_| Failure::TooLarge)?;
    let mut bytes = Vec::new();
    let mut hasher = Sha256::new();
    let mut memory = share(&intake.body_memory, 0)?;
    let mut body = Arriving::new(body, intake);
    while let Some(data) = body.next().await? {
        if data.len() > length - bytes.len() {
            return Err(Failure::BodyLongerThanAnnounced);
        }
        memory.merge(share(&intake.body_memory, data.len())?);
        hasher.update(&data);
        bytes.extend_from_slice(&data);
    }
    if bytes.len() < length {
        return Err(Failure::BodyIncomplete);
    }
    Ok(Received {
        bytes,
        digest: Digest::from_bytes(hasher.finalize().into()),
        memory,
    })
}

/// Reads a body to its end and keeps nothing of it.
pub(crate) async fn pass_over(body: Body, intake: &Intake) -> Result<(), Failure> {
    let mut body = Arriving::new(body, intake);
    while body.next().await?.is_some() {}
    Ok(())
}

/// A body on its way, and how long its sender is still waited for.
struct Arriving {
    body: Body,
    patience: Patience,
}

impl Arriving {
    fn new(body: Body, intake: &Intake) -> Self {
        let limits = &intake.limits;
        Self {
            body,
            patience: Patience::new(limits.body_idle, limits.least_rate),
        }
    }

    /// The next bytes, or nothing at the end.
    async fn next(&mut self) -> Result<Option<Bytes>, Failure> {
        let begin = Instant::now();
        match timeout(self.patience.left(), self.body.frame()).await {
            Err(_) => Err(Failure::Stalled),
            Ok(None) => Ok(None),
            Ok(Some(Err(_))) => Err(Failure::BodyIncomplete),
            Ok(Some(Ok(frame))) => {
                // Trailers carry nothing that is used here.
                let data = frame.into_data().unwrap_or_default();
                self.patience.moved(data.len(), begin.elapsed());
                Ok(Some(data))
            }
        }
    }
}

/// Takes `len` bytes of the memory for bodies.
fn share(memory: &Arc<Semaphore>, len: usize) -> Result<OwnedSemaphorePermit, Failure> {
    let len = u32::try_from(len).map_err(|_| Failure::Busy)?;
    let permit = Arc::clone(memory).try_acquire_many_owned(len);
    permit.map_err(|_| Failure::Busy)
}
