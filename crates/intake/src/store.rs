use std::path::Path;

use envelope_format::{Digest, Envelope};
use sqlx::{AnyConnection, Connection as _, Row as _};
use submission::Day;
use thiserror::Error;
use tokio::sync::{mpsc, oneshot, watch};

use crate::policy::{SERVER_COMMIT, WRITER_QUEUE};

mod acknowledging;
mod backup;
mod daily;
mod database;
mod error;
mod inspection;
mod messages;
mod postgres;
mod putting;
mod readers;
mod reading;
mod receipt_key;
mod row;
mod sqlite;
mod task;
#[cfg(test)]
mod tests;
mod upload;
mod webhooks;
mod writer;

pub use acknowledging::{Acknowledged, ReaderId};
pub use backup::{Copied, CopyError, backup, restore};
pub use daily::Daily;
use database::Database;
pub use error::{SqlState, StoreError};
pub use inspection::{DatabaseMistake, check_database};
pub use messages::Left;
pub use postgres::{DatabaseUrl, DatabaseUrlError};
use reading::Readers;
use row::{row, unsigned};
use task::{Done, Task};
pub use upload::{Progress, PutPart, Unfinished, Upload, UploadId};
pub use webhooks::{DeadWebhook, WebhookState};
pub(crate) use webhooks::{Fate, Told};

/// The envelopes and the readers, in one database: a file of SQLite, or a database of PostgreSQL,
/// which other processes may use at the same time.
///
/// What [`Store::put`] says is stored has been committed and flushed to the disk (SQLite's
/// `synchronous=FULL`, PostgreSQL's `synchronous_commit=on`): it survives a kill and a loss of power.
pub struct Store {
    database: Database,
    readers: Readers,
    writer: mpsc::Sender<writer::Job>,
    latest: watch::Receiver<i64>,
}

/// What the storage holds under an envelope's digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Whether this call stored it; it was there already otherwise.
    pub new: bool,
    /// The envelope's place in the order of commits; none once it was delivered and deleted.
    pub cursor: Option<i64>,
    /// The envelope's length in bytes.
    pub size: u64,
    /// The day it was stored first, in UTC.
    pub day: Day,
}

/// One line of a listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The envelope's place in the order of commits.
    pub cursor: i64,
    /// The envelope's digest.
    pub digest: Digest,
    /// The envelope's length in bytes.
    pub size: u64,
    /// The day it was stored first, in UTC.
    pub day: Day,
}

/// The bytes of a stored envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// All of them: it is no longer than one part.
    Whole(Vec<u8>),
    /// They are read part by part, with [`Store::part`].
    Parts {
        /// The parts.
        id: UploadId,
        /// The length of all together, in bytes.
        size: u64,
    },
}

/// The database could not be opened.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The database cannot be opened or made, or its server cannot be reached.
    #[error("the database {0} cannot be opened")]
    Database(String, #[source] sqlx::Error),
    /// The server keeps the time of every commit, which nothing here may be known by.
    #[error("the server of the database {0} keeps commit times; turn track_commit_timestamp off")]
    CommitTimes(String),
    /// The tables cannot be brought to this version.
    #[error("the database {0} cannot be brought to this version")]
    Migrate(String, #[source] sqlx::migrate::MigrateError),
}

/// The newest cursor among those that are there.
const NEWEST: &str = "SELECT coalesce(max(cursor), 0) FROM envelopes";

impl Store {
    /// Opens the database in the folder `data`; makes it when there is none.
    ///
    /// With `max_bytes` the database file takes no more than that; an envelope that does not fit
    /// is refused with [`StoreError::Full`].
    ///
    /// # Errors
    ///
    /// [`OpenError`] when the database cannot be used.
    pub async fn open(data: &Path, max_bytes: Option<u64>) -> Result<Self, OpenError> {
        Self::opened(Database::sqlite(data, max_bytes)).await
    }

    /// Opens a database of a PostgreSQL server; makes the tables when there are none.
    ///
    /// Any number of processes may have it open at the same time.
    ///
    /// # Errors
    ///
    /// [`OpenError`] when the database cannot be used.
    pub async fn open_server(url: &DatabaseUrl) -> Result<Self, OpenError> {
        Self::opened(Database::postgres(url)).await
    }

    async fn opened(database: Database) -> Result<Self, OpenError> {
        let failed = |error| OpenError::Database(database.to_string(), error);
        let mut connection = database.connect().await.map_err(failed)?;
        let times = database.answers(database.keeps_times(&mut connection));
        if times.await.map_err(failed)? {
            return Err(OpenError::CommitTimes(database.to_string()));
        }
        // However long it takes: it may concern every envelope that is there.
        let migrated = database.migrations().run(&mut connection).await;
        migrated.map_err(|error| OpenError::Migrate(database.to_string(), error))?;

        // Heard of from here on, so that nothing can come between this and the look.
        let (newest, latest) = watch::channel(0);
        database.follow(&newest).await.map_err(failed)?;
        let look = sqlx::query_scalar(NEWEST).fetch_one(&mut connection);
        let look = database.answers(look);
        postgres::raise(&newest, look.await.map_err(failed)?);

        let (writer, inbox) = mpsc::channel(WRITER_QUEUE);
        tokio::spawn(writer::run(database.clone(), connection, inbox, newest));
        Ok(Self {
            readers: Readers::new(database.clone()),
            database,
            writer,
            latest,
        })
    }

    /// Has the next envelope get a cursor far beyond all that a lost database can have given out. It
    /// is for a database that was brought back from a copy: a reader that was further misses nothing.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database cannot be written.
    pub async fn skip_cursors(&self) -> Result<(), StoreError> {
        let skip = async |it: &mut AnyConnection| self.database.skip_cursors(it).await;
        self.change(skip).await
    }

    /// Changes what is rarely changed: in a transaction on a connection of its own, which is on the
    /// disk when this returns.
    async fn change<T, E>(
        &self,
        work: impl AsyncFnOnce(&mut AnyConnection) -> Result<T, E>,
    ) -> Result<T, StoreError>
    where
        StoreError: From<E>,
    {
        let changing = async {
            let mut connection = self.database.connect().await?;
            let mut transaction = self.database.begin(&mut connection).await?;
            let done = work(&mut transaction).await?;
            transaction.commit().await?;
            connection.close().await?;
            Ok(done)
        };
        self.database.within(SERVER_COMMIT, changing).await
    }

    /// Where the database is, without a password.
    #[must_use]
    pub fn place(&self) -> String {
        self.database.to_string()
    }

    /// Stores an envelope under its digest, or finds that it is there already.
    ///
    /// When this returns, the envelope is on the disk. Dropping the future may still store it.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; then the envelope may or may not be stored, and putting it again is safe.
    pub async fn put(
        &self,
        digest: Digest,
        envelope: Envelope,
        day: Day,
    ) -> Result<Stored, StoreError> {
        let whole = Task::Whole {
            digest,
            envelope,
            day,
        };
        match self.ask_progress(whole).await? {
            Progress::Stored(stored) => Ok(stored),
            Progress::Missing(_) | Progress::Complete(_) => Err(StoreError::RowMalformed),
        }
    }

    /// Has the writer do a task; returns once it is on the disk.
    async fn ask(&self, task: Task) -> Result<Done, StoreError> {
        let (answer, done) = oneshot::channel();
        let job = writer::Job { task, answer };
        self.writer
            .send(job)
            .await
            .map_err(|_| StoreError::Closed)?;
        done.await.map_err(|_| StoreError::Closed)?
    }

    /// The same for a task that tells how far an envelope is.
    async fn ask_progress(&self, task: Task) -> Result<Progress, StoreError> {
        let Done::Progress(progress) = self.ask(task).await? else {
            return Err(StoreError::RowMalformed);
        };
        Ok(progress)
    }

    /// The same for a task that tells how many rows it changed.
    async fn ask_rows(&self, task: Task) -> Result<u64, StoreError> {
        let Done::Changed(rows) = self.ask(task).await? else {
            return Err(StoreError::RowMalformed);
        };
        Ok(rows)
    }

    /// The first `limit` envelopes after the cursor `after`, in the order of their commits.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database cannot be read.
    pub async fn list(&self, after: i64, limit: u32) -> Result<Vec<Row>, StoreError> {
        let rows = sqlx::query(
            "SELECT cursor, digest, size, day FROM stored
             WHERE cursor > $1 ORDER BY cursor LIMIT $2",
        );
        let rows = rows.bind(after).bind(i64::from(limit));
        let rows = self.readers.read(async |it| rows.fetch_all(it).await);
        rows.await?.iter().map(row).collect()
    }

    /// What there is of an envelope's bytes, when it is stored.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database cannot be read.
    pub async fn get(&self, digest: &Digest) -> Result<Option<Content>, StoreError> {
        let row = sqlx::query("SELECT size, upload, bytes FROM stored WHERE digest = $1");
        let row = row.bind(&digest.as_bytes()[..]);
        let row = self.readers.read(async |it| row.fetch_optional(it).await);
        let Some(row) = row.await? else {
            return Ok(None);
        };
        let upload: Option<i64> = row.try_get("upload")?;
        Ok(Some(match upload {
            None => Content::Whole(row.try_get("bytes")?),
            Some(id) => Content::Parts {
                id: UploadId(id),
                size: unsigned(row.try_get("size")?)?,
            },
        }))
    }

    /// The newest cursor that was given. Its envelope may be deleted.
    pub(crate) fn newest(&self) -> i64 {
        *self.latest.borrow()
    }

    /// Resolves once something is stored after the cursor `after`.
    pub async fn stored_after(&self, after: i64) {
        let mut latest = self.latest.clone();
        // When the writer is gone nothing will ever be stored; whoever asks learns it by asking.
        drop(latest.wait_for(|it| *it > after).await);
    }

    /// Checks that the database can be read.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when it cannot.
    pub async fn check(&self) -> Result<(), StoreError> {
        let count = sqlx::query_scalar("SELECT count(*) FROM readers");
        let count = self.readers.read(async |it| count.fetch_one(it).await);
        let _: i64 = count.await?;
        Ok(())
    }
}
