use std::sync::Arc;

use axum::{
    body::Body,
    extract::{
        FromRequestParts, Path, Query, State,
        rejection::{PathRejection, QueryRejection},
    },
    http::{HeaderMap, StatusCode, header::CONTENT_TYPE, request::Parts},
    response::{IntoResponse, Response},
};
use envelope_format::Envelope;
use serde::Deserialize;
use submission::{AccessKey, MAILBOX_LEN, MAX_MESSAGES, MESSAGE_LEN};

use crate::{
    body,
    day::today,
    failure::Failure,
    reader::{Reader, bearer},
    state::Intake,
    store::Left,
    submit::named,
};

/// What stands in the query. Read as text, so that it gets a refusal of its own.
#[derive(Deserialize)]
pub(crate) struct Asked {
    replace: Option<String>,
}

/// `POST /v1/mailboxes/{name}?replace=`: a reader leaves a message for whoever holds the mailbox.
///
/// It answers `201`, or `200` when the very same message is there already.
pub(crate) async fn post(
    _: Reader,
    State(intake): State<Arc<Intake>>,
    path: Result<Path<String>, PathRejection>,
    query: Result<Query<Asked>, QueryRejection>,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, Failure> {
    let mailbox = named(path)?;
    let Query(asked) = query.map_err(|_| Failure::QueryMalformed)?;
    let replace = match asked.replace.as_deref() {
        None => false,
        Some("oldest") => true,
        Some(_) => return Err(Failure::QueryMalformed),
    };
    if body::announced_length(&headers)? != MESSAGE_LEN {
        return Err(Failure::MessageMalformed);
    }
    let digest = body::announced_digest(&headers).ok_or(Failure::MessageMalformed)?;

    let received = body::read(body, MESSAGE_LEN, &intake).await?;
    if received.digest != digest {
        return Err(Failure::DigestMismatch);
    }
    let message = Envelope::parse(received.bytes)?;
    let left = intake
        .store
        .leave(mailbox, message, today(), replace)
        .await?;
    drop(received.memory);
    match left {
        Left::New => Ok(StatusCode::CREATED),
        Left::There => Ok(StatusCode::OK),
        Left::Full => Err(Failure::MailboxFull),
    }
}

/// Proof that a request carries a mailbox's access key, which only its holder knows.
pub(crate) struct Holder(AccessKey);

impl FromRequestParts<Arc<Intake>> for Holder {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<Intake>) -> Result<Self, Failure> {
        let key = bearer(parts).and_then(AccessKey::parse);
        key.map(Self).ok_or(Failure::Unauthorized)
    }
}

/// `GET /v1/mailbox`: what is in the mailbox of whoever asks, always in as many bytes.
///
/// An empty place holds random bytes: they do not compress, and begin like no envelope. There is
/// no difference between a mailbox without messages and one that never was.
pub(crate) async fn get(
    Holder(key): Holder,
    State(intake): State<Arc<Intake>>,
) -> Result<Response, Failure> {
    let messages = intake.store.messages(&key.mailbox()).await?;
    let mut answer = Vec::with_capacity(length(MAILBOX_LEN));
    for message in messages.iter().take(MAX_MESSAGES as usize) {
        answer.extend_from_slice(message);
    }
    let used = answer.len();
    answer.resize(length(MAILBOX_LEN), 0);
    getrandom::fill(&mut answer[used..]).map_err(|_| Failure::NoRandomness)?;
    Ok(([(CONTENT_TYPE, "application/octet-stream")], answer).into_response())
}

fn length(bytes: u64) -> usize {
    usize::try_from(bytes).expect("a mailbox fits the memory")
}
