use std::{sync::Arc, time::Duration};

use axum::{
    extract::{Query, State, rejection::QueryRejection},
    http::header::CONTENT_TYPE,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use submission::{JSON_MEDIA_TYPE, Listed, Listing};
use tokio::time::timeout;

use crate::{
    failure::Failure, number::number, policy::Limits, reader::Reader, state::Intake, store::Row,
};

/// As they stand in the query. Read as text, so that each gets its own refusal.
#[derive(Deserialize)]
pub(crate) struct Asked {
    after: Option<String>,
    limit: Option<String>,
    wait: Option<String>,
}

/// What a reader asks for, within the intake's limits.
struct Page {
    after: i64,
    limit: u32,
    wait: Duration,
}

/// `GET /v1/envelopes?after=&limit=&wait=`: names the envelopes stored after a cursor.
///
/// When there are none, the answer is held open for `wait` seconds and given as soon as one
/// arrives.
pub(crate) async fn get(
    _: Reader,
    State(intake): State<Arc<Intake>>,
    query: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Failure> {
    let Query(asked) = query.map_err(|_| Failure::QueryMalformed)?;
    let page = page(&asked, &intake.limits)?;
    // Before the look: what is stored after it has a later cursor than this.
    let newest = intake.store.newest().max(page.after);
    let mut rows = intake.store.list(page.after, page.limit).await?;
    if rows.is_empty() && !page.wait.is_zero() {
        wait_for_more(&intake, newest, page.wait).await;
        rows = intake.store.list(page.after, page.limit).await?;
    }
    let listing = listing(page.after, rows);
    Ok(([(CONTENT_TYPE, JSON_MEDIA_TYPE)], listing.to_json()).into_response())
}

/// Returns when something was stored after the newest cursor of an empty look, the time is over, or the intake closes.
///
/// Not after the reader's own cursor: what came after that may be deleted already, and then the
/// answer would never wait.
async fn wait_for_more(intake: &Intake, newest: i64, wait: Duration) {
    let arrival = async {
        tokio::select! {
            () = intake.store.stored_after(newest) => {}
            () = intake.closed() => {}
        }
    };
    // Whichever it was, the next look at the storage tells.
    let _ = timeout(wait, arrival).await;
}

fn page(asked: &Asked, limits: &Limits) -> Result<Page, Failure> {
    let after = match asked.after.as_deref() {
        None => 0,
        Some(text) => number(text).ok_or(Failure::CursorMalformed)?,
    };
    let limit = match asked.limit.as_deref() {
        None => limits.page,
        Some(text) => number(text)
            .filter(|it| (1..=limits.page_max).contains(it))
            .ok_or(Failure::QueryMalformed)?,
    };
    let wait = match asked.wait.as_deref() {
        None => Duration::ZERO,
        Some(text) => number(text)
            .map(Duration::from_secs)
            .filter(|it| *it <= limits.wait)
            .ok_or(Failure::QueryMalformed)?,
    };
    Ok(Page { after, limit, wait })
}

fn listing(after: i64, rows: Vec<Row>) -> Listing {
    let next = rows.last().map_or(after, |it| it.cursor);
    let envelopes = rows.into_iter().map(|row| Listed {
        cursor: row.cursor.to_string(),
        digest: row.digest,
        size: row.size,
        day: row.day,
    });
    Listing {
        envelopes: envelopes.collect(),
        next: next.to_string(),
    }
}
