use envelope_format::Digest;
use sqlx::AnyConnection;
use submission::Day;

use super::{
    Store, StoreError,
    task::{Done, Task},
};

/// A reader's number. None is used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReaderId(pub(super) i64);

/// What became of an acknowledgement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acknowledged {
    /// It is on the disk, or was before, or the envelope was delivered and deleted.
    Kept,
    /// There is no such envelope.
    NoEnvelope,
    /// There is no such reader any more.
    NoReader,
}

impl Store {
    /// Keeps that a reader has an envelope; deletes the envelope when nobody waits for it any more.
    ///
    /// An envelope waits for every reader that was added before it came and is not revoked. In
    /// its place a row of `delivered` stays: digest, size, day, and the day it was deleted. With it
    /// a sender that missed its receipt gets the same one, and no reader gets the envelope again.
    /// That row tells whoever takes the database, and has or can guess an envelope's bytes, that
    /// this intake had it and on which day. Nobody can guess sealed bytes, so that is whoever has
    /// the sender's device with the envelope still on it, and that device says as much. The
    /// number of rows tells how many envelopes came on a day; their sizes, how long they were.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; then it may or may not be kept, and acknowledging again is safe.
    pub async fn acknowledge(
        &self,
        reader: ReaderId,
        digest: Digest,
        today: Day,
    ) -> Result<Acknowledged, StoreError> {
        let task = Task::Acknowledge {
            reader,
            digest,
            today,
        };
        let Done::Acknowledged(acknowledged) = self.ask(task).await? else {
            return Err(StoreError::RowMalformed);
        };
        Ok(acknowledged)
    }

    /// Deletes what nobody waits for any more, or was stored before the day `oldest`.
    ///
    /// It takes a few at a time, so that senders get their turn in between. What ends it leaves
    /// nothing half deleted. An envelope that no reader acknowledged leaves no row in `delivered`:
    /// should its sender still have it, it comes again, and may yet be read.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; then the rest is still there, for the next time.
    pub async fn delete_due(&self, oldest: Day, today: Day) -> Result<(), StoreError> {
        let mut after = 0;
        loop {
            let cursors = self.due(after, oldest).await?;
            let Some(last) = cursors.last() else {
                return Ok(());
            };
            after = *last;
            let task = Task::DeleteDue {
                cursors,
                oldest,
                today,
            };
            self.ask(task).await?;
        }
    }

    /// The next envelopes to delete after a cursor: some short ones, or one long one.
    async fn due(&self, after: i64, oldest: Day) -> Result<Vec<i64>, StoreError> {
        let due = sqlx::query_as(
            "SELECT cursor, size FROM stored WHERE cursor > $1 AND (day < $2
             OR EXISTS (SELECT 1 FROM acknowledged AS it WHERE it.cursor = stored.cursor))
             ORDER BY cursor LIMIT $3",
        );
        let due = due.bind(after).bind(oldest.as_str()).bind(DELETE_GROUP);
        let due = self.readers.read(async |it| due.fetch_all(it).await);
        let due: Vec<(i64, i64)> = due.await?;
        let mut total = 0;
        let within = |(at, (_, size)): &(usize, (i64, i64))| {
            total += size;
            *at == 0 || total <= DELETE_BYTES
        };
        let some = due.into_iter().enumerate().take_while(within);
        Ok(some.map(|(_, (cursor, _))| cursor).collect())
    }

    /// Forgets the delivered envelopes that were deleted before the day `oldest`, a few at a time.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; then the rest is still known, until the next time.
    pub async fn forget_delivered(&self, oldest: Day) -> Result<(), StoreError> {
        while self.ask_rows(Task::Forget { oldest }).await? > 0 {}
        Ok(())
    }
}

/// How many envelopes are deleted in one commit at most, or forgotten, or messages deleted.
pub(super) const DELETE_GROUP: i64 = 64;

/// How many bytes of envelopes are deleted in one commit, unless a single one has more. SQLite walks
/// through all pages of what it deletes, and senders wait for that.
const DELETE_BYTES: i64 = 16 << 20;

pub(super) async fn acknowledge(
    connection: &mut AnyConnection,
    reader: ReaderId,
    digest: &Digest,
    today: Day,
) -> Result<Acknowledged, StoreError> {
    let there = sqlx::query_scalar("SELECT count(*) FROM readers WHERE id = $1");
    let there: i64 = there.bind(reader.0).fetch_one(&mut *connection).await?;
    if there == 0 {
        return Ok(Acknowledged::NoReader);
    }
    let cursor = sqlx::query_scalar("SELECT cursor FROM envelopes WHERE digest = $1");
    let cursor = cursor.bind(&digest.as_bytes()[..]);
    let Some(cursor) = cursor.fetch_optional(&mut *connection).await? else {
        return Ok(match delivered(connection, digest).await? {
            Some(_) => Acknowledged::Kept,
            None => Acknowledged::NoEnvelope,
        });
    };
    let insert = sqlx::query(
        "INSERT INTO acknowledgements (cursor, reader) VALUES ($1, $2) ON CONFLICT DO NOTHING",
    );
    let insert = insert.bind::<i64>(cursor).bind(reader.0);
    insert.execute(&mut *connection).await?;
    let done = sqlx::query_scalar("SELECT count(*) FROM acknowledged WHERE cursor = $1");
    let done: i64 = done.bind(cursor).fetch_one(&mut *connection).await?;
    if done > 0 {
        delete(connection, cursor, today).await?;
    }
    Ok(Acknowledged::Kept)
}

/// Deletes an envelope, if it still is to be: an answer of the past may have been overtaken.
pub(super) async fn delete_due(
    connection: &mut AnyConnection,
    cursor: i64,
    oldest: Day,
    today: Day,
) -> Result<(), StoreError> {
    let due = sqlx::query_scalar(
        "SELECT count(*) FROM envelopes WHERE cursor = $1 AND (day < $2
         OR EXISTS (SELECT 1 FROM acknowledged AS it WHERE it.cursor = envelopes.cursor))",
    );
    let due = due.bind(cursor).bind(oldest.as_str());
    let due: i64 = due.fetch_one(&mut *connection).await?;
    match due {
        0 => Ok(()),
        _ => delete(connection, cursor, today).await,
    }
}

async fn delete(connection: &mut AnyConnection, cursor: i64, today: Day) -> Result<(), StoreError> {
    let keep = sqlx::query(
        "INSERT INTO delivered (digest, size, day, deleted)
         SELECT digest, size, day, $1 FROM stored WHERE cursor = $2
         AND EXISTS (SELECT 1 FROM acknowledgements AS it WHERE it.cursor = stored.cursor)",
    );
    let keep = keep.bind(today.as_str()).bind(cursor);
    keep.execute(&mut *connection).await?;
    for delete in [
        "DELETE FROM uploads WHERE cursor = $1",
        "DELETE FROM envelopes WHERE cursor = $1",
    ] {
        let delete = sqlx::query(delete).bind(cursor);
        delete.execute(&mut *connection).await?;
    }
    Ok(())
}

/// Forgets some; says how many.
pub(super) async fn forget(connection: &mut AnyConnection, oldest: Day) -> Result<u64, StoreError> {
    let delete = sqlx::query(
        "DELETE FROM delivered WHERE digest IN
             (SELECT digest FROM delivered WHERE deleted < $1 LIMIT $2)",
    );
    let delete = delete.bind(oldest.as_str()).bind(DELETE_GROUP);
    Ok(delete.execute(connection).await?.rows_affected())
}

/// The size and day in which an envelope was stored that was delivered and deleted.
pub(super) async fn delivered(
    connection: &mut AnyConnection,
    digest: &Digest,
) -> Result<Option<(u64, Day)>, StoreError> {
    let select = sqlx::query_as("SELECT size, day FROM delivered WHERE digest = $1");
    let select = select.bind(&digest.as_bytes()[..]);
    let found: Option<(i64, String)> = select.fetch_optional(connection).await?;
    let read = |(size, day): (i64, String)| {
        let day = day.parse().map_err(|_| StoreError::RowMalformed)?;
        Ok((super::row::unsigned(size)?, day))
    };
    found.map(read).transpose()
}
