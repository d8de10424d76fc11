use std::{convert::Infallible, sync::Arc, vec};

use axum::{
    http::HeaderName,
    response::{
        IntoResponse as _, Response,
        sse::{Event, Sse},
    },
};
use futures_util::stream;
use tokio::time::sleep;

use crate::{
    failure::Failure,
    held::Place,
    list::listed,
    reader::Reader,
    state::Intake,
    store::{Row, StoreError},
};

/// Where a stream that broke goes on (HTML, section 9.2.4).
pub(crate) const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// A listing that goes on: each envelope stored after the cursor `after`, in the order of the
/// commits, as an event whose id is its cursor.
///
/// It ends when the intake closes, when the reader's token is revoked, and when the storage cannot
/// be read; the reader asks again after the last id it saw.
pub(crate) fn follow(intake: Arc<Intake>, reader: Reader, after: i64) -> Result<Response, Failure> {
    let place = intake.places.take(reader.id).ok_or(Failure::TooManyHeld)?;
    let following = Following {
        intake,
        reader,
        after,
        rows: Vec::new().into_iter(),
        _place: place,
    };
    Ok(Sse::new(stream::unfold(following, Following::next)).into_response())
}

/// A stream, and how far it is.
struct Following {
    intake: Arc<Intake>,
    reader: Reader,
    /// The cursor of the last event.
    after: i64,
    /// Read, and not sent yet: at most one page. The connection asks for the next event when it
    /// has room for it, so a slow reader costs no more than this and the buffers of its connection.
    rows: vec::IntoIter<Row>,
    _place: Place,
}

impl Following {
    /// The next event and what then is left, or nothing at the end.
    async fn next(mut self) -> Option<(Result<Event, Infallible>, Self)> {
        let event = match self.rows.next() {
            Some(row) => self.event(&row),
            None => match self.look().await {
                Ok(event) => event?,
                Err(error) => {
                    tracing::error!(cause = %error, "a stream was ended");
                    return None;
                }
            },
        };
        Some((Ok(event), self))
    }

    fn event(&mut self, row: &Row) -> Event {
        self.after = row.cursor;
        let line = listed(row);
        Event::default()
            .id(line.cursor.clone())
            .data(line.to_json())
    }

    /// Looks into the storage, and waits when there is nothing new: the first event of the next
    /// page, or a comment as a sign of life, or nothing when the stream must end.
    async fn look(&mut self) -> Result<Option<Event>, StoreError> {
        let intake = Arc::clone(&self.intake);
        let mut alive = Box::pin(sleep(intake.limits.heartbeat));
        loop {
            // Before the look: what is stored after it has a later cursor than this.
            let newest = intake.store.newest().max(self.after);
            let rows = intake.store.list(self.after, intake.limits.page).await?;
            // After it: nothing that came once the token was revoked is among what is sent.
            if intake.is_closed() || !self.reader.may_still_read(&intake).await? {
                return Ok(None);
            }
            self.rows = rows.into_iter();
            if let Some(row) = self.rows.next() {
                return Ok(Some(self.event(&row)));
            }
            tokio::select! {
                () = intake.store.stored_after(newest) => {
                    // It resolves for nothing when the writer is gone; without this the loop spins.
                    if intake.store.newest() <= newest {
                        return Ok(None);
                    }
                }
                () = intake.closed() => {}
                () = &mut alive => return Ok(Some(Event::default().comment(""))),
            }
        }
    }
}
