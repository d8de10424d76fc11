use std::{sync::Arc, time::Duration};

use axum::{
    extract::{Query, State, rejection::QueryRejection},
    http::{
        HeaderMap,
        header::{ACCEPT, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use submission::{EVENT_STREAM_MEDIA_TYPE, JSON_MEDIA_TYPE, Listed, Listing};
use tokio::time::timeout;

use crate::{
    failure::Failure,
    follow::{LAST_EVENT_ID, follow},
    number::number,
    policy::Limits,
    reader::Reader,
    state::Intake,
    store::Row,
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
/// arrives. Whoever accepts a stream of events gets one that goes on.
pub(crate) async fn get(
    reader: Reader,
    State(intake): State<Arc<Intake>>,
    headers: HeaderMap,
    query: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Failure> {
    let Query(asked) = query.map_err(|_| Failure::QueryMalformed)?;
    let page = page(&asked, &headers, &intake.limits)?;
    if accepts_events(&headers) {
        // Neither could mean anything to a stream.
        if asked.limit.is_some() || asked.wait.is_some() {
            return Err(Failure::QueryMalformed);
        }
        return follow(intake, reader, page.after);
    }
    // Before the look: what is stored after it has a later cursor than this.
    let newest = intake.store.newest().max(page.after);
    let mut rows = intake.store.list(page.after, page.limit).await?;
    if rows.is_empty() && !page.wait.is_zero() {
        let place = intake.places.take(reader.id);
        let _place = place.ok_or(Failure::TooManyHeld)?;
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

/// Whether a stream of events is among what is accepted.
fn accepts_events(headers: &HeaderMap) -> bool {
    let accepted = headers
        .get_all(ACCEPT)
        .iter()
        .filter_map(|it| it.to_str().ok());
    accepted.flat_map(|it| it.split(',')).any(|it| {
        let name = it.split(';').next().unwrap_or_default().trim();
        name.eq_ignore_ascii_case(EVENT_STREAM_MEDIA_TYPE)
    })
}

fn page(asked: &Asked, headers: &HeaderMap, limits: &Limits) -> Result<Page, Failure> {
    let after = match asked.after.as_deref() {
        None => 0,
        Some(text) => number(text).ok_or(Failure::CursorMalformed)?,
    };
    // A browser goes on at the address it began with, so the header is the newer of the two.
    let after = match headers.get(LAST_EVENT_ID) {
        None => after,
        Some(id) => id
            .to_str()
            .ok()
            .and_then(number)
            .ok_or(Failure::CursorMalformed)?,
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
    Listing {
        envelopes: rows.iter().map(listed).collect(),
        next: next.to_string(),
    }
}

/// One line of a listing, of either form.
pub(crate) fn listed(row: &Row) -> Listed {
    Listed {
        cursor: row.cursor.to_string(),
        digest: row.digest,
        size: row.size,
        day: row.day,
    }
}
