use envelope_format::Digest;
use sqlx::{AssertSqlSafe, sqlite::SqliteConnection};
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
        match self.ask(task).await? {
            Done::Acknowledged(acknowledged) => Ok(acknowledged),
            Done::Progress(_) | Done::Deleted => Err(StoreError::RowMalformed),
        }
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
            "SELECT cursor, size FROM stored WHERE cursor > ?
             AND (day < ? OR cursor IN acknowledged) ORDER BY cursor LIMIT ?",
        );
        let due = due.bind(after).bind(oldest.as_str()).bind(DELETE_GROUP);
        let due: Vec<(i64, i64)> = due.fetch_all(&self.readers).await?;
        let mut total = 0;
        let within = |(at, (_, size)): &(usize, (i64, i64))| {
            total += size;
            *at == 0 || total <= DELETE_BYTES
        };
        let some = due.into_iter().enumerate().take_while(within);
        Ok(some.map(|(_, (cursor, _))| cursor).collect())
    }

    /// Forgets the delivered envelopes that were deleted before the day `oldest`.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; then they are still known, until the next time.
    pub async fn forget_delivered(&self, oldest: Day) -> Result<(), StoreError> {
        self.ask(Task::Forget { oldest }).await.map(drop)
    }
}

/// How many envelopes are deleted in one commit at most.
const DELETE_GROUP: u32 = 64;

/// How many bytes of envelopes are deleted in one commit, unless a single one has more. SQLite walks
/// through all pages of what it deletes, and senders wait for that.
const DELETE_BYTES: i64 = 16 << 20;

/// How many pages of 4 KiB what frees space may take beyond the operator's limit: an acknowledgement,
/// and what stays of a deleted envelope, must find room in a storage that is full.
const ROOM: i64 = 1_024;

/// Raises this connection's limit for what frees space; gives the limit to go back to. When the task
/// fails, the connection is given up, and the limit with it.
pub(super) async fn make_room(connection: &mut SqliteConnection) -> Result<i64, StoreError> {
    let limit = sqlx::query_scalar("PRAGMA max_page_count");
    let limit: i64 = limit.fetch_one(&mut *connection).await?;
    limit_pages(connection, limit.saturating_add(ROOM)).await?;
    Ok(limit)
}

/// Sets this connection's limit. SQLite takes none below what the database has already.
pub(super) async fn limit_pages(
    connection: &mut SqliteConnection,
    pages: i64,
) -> Result<(), StoreError> {
    let pragma = AssertSqlSafe(format!("PRAGMA max_page_count = {pages}"));
    sqlx::query(pragma).execute(connection).await?;
    Ok(())
}

pub(super) async fn acknowledge(
    connection: &mut SqliteConnection,
    reader: ReaderId,
    digest: &Digest,
    today: Day,
) -> Result<Acknowledged, StoreError> {
    let there = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM readers WHERE id = ?)");
    let there: bool = there.bind(reader.0).fetch_one(&mut *connection).await?;
    if !there {
        return Ok(Acknowledged::NoReader);
    }
    let cursor = sqlx::query_scalar("SELECT cursor FROM envelopes WHERE digest = ?");
    let cursor = cursor.bind(&digest.as_bytes()[..]);
    let Some(cursor) = cursor.fetch_optional(&mut *connection).await? else {
        let known = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM delivered WHERE digest = ?)");
        let known = known.bind(&digest.as_bytes()[..]);
        return Ok(match known.fetch_one(connection).await? {
            true => Acknowledged::Kept,
            false => Acknowledged::NoEnvelope,
        });
    };
    let insert = sqlx::query(
        "INSERT INTO acknowledgements (cursor, reader) VALUES (?, ?) ON CONFLICT DO NOTHING",
    );
    let insert = insert.bind::<i64>(cursor).bind(reader.0);
    insert.execute(&mut *connection).await?;
    let done = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM acknowledged WHERE cursor = ?)");
    if done.bind(cursor).fetch_one(&mut *connection).await? {
        delete(connection, cursor, today).await?;
    }
    Ok(Acknowledged::Kept)
}

/// Deletes an envelope, if it still is to be: an answer of the past may have been overtaken.
pub(super) async fn delete_due(
    connection: &mut SqliteConnection,
    cursor: i64,
    oldest: Day,
    today: Day,
) -> Result<(), StoreError> {
    let due = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM envelopes WHERE cursor = ?
         AND (day < ? OR cursor IN acknowledged))",
    );
    let due = due.bind(cursor).bind(oldest.as_str());
    match due.fetch_one(&mut *connection).await? {
        true => delete(connection, cursor, today).await,
        false => Ok(()),
    }
}

async fn delete(
    connection: &mut SqliteConnection,
    cursor: i64,
    today: Day,
) -> Result<(), StoreError> {
    let keep = sqlx::query(
        "INSERT INTO delivered (digest, size, day, deleted)
         SELECT digest, size, day, ? FROM stored WHERE cursor = ?
         AND EXISTS (SELECT 1 FROM acknowledgements AS it WHERE it.cursor = stored.cursor)",
    );
    let keep = keep.bind(today.as_str()).bind(cursor);
    keep.execute(&mut *connection).await?;
    for delete in [
        "DELETE FROM uploads WHERE cursor = ?",
        "DELETE FROM envelopes WHERE cursor = ?",
    ] {
        let delete = sqlx::query(delete).bind(cursor);
        delete.execute(&mut *connection).await?;
    }
    Ok(())
}

pub(super) async fn forget(
    connection: &mut SqliteConnection,
    oldest: Day,
) -> Result<(), StoreError> {
    let delete = sqlx::query("DELETE FROM delivered WHERE deleted < ?");
    delete.bind(oldest.as_str()).execute(connection).await?;
    Ok(())
}

/// The size and day in which an envelope was stored that was delivered and deleted.
pub(super) async fn delivered(
    connection: &mut SqliteConnection,
    digest: &Digest,
) -> Result<Option<(u64, Day)>, StoreError> {
    let select = sqlx::query_as("SELECT size, day FROM delivered WHERE digest = ?");
    let select = select.bind(&digest.as_bytes()[..]);
    let found: Option<(i64, String)> = select.fetch_optional(connection).await?;
    let read = |(size, day): (i64, String)| {
        let day = day.parse().map_err(|_| StoreError::RowMalformed)?;
        Ok((super::row::unsigned(size)?, day))
    };
    found.map(read).transpose()
}
