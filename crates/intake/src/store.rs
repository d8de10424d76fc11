use std::path::{Path, PathBuf};

use envelope_format::{Digest, Envelope};
use sqlx::{
    ConnectOptions as _, Connection as _, Row as _, SqlitePool,
    sqlite::{
        SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
    },
};
use submission::Day;
use thiserror::Error;
use tokio::sync::{mpsc, oneshot, watch};

use crate::policy::{BUSY, READ_CONNECTIONS, WRITER_QUEUE};

mod error;
#[cfg(test)]
mod tests;
mod writer;

pub use error::StoreError;

/// The database's file name inside the data folder.
const FILE: &str = "intake.sqlite";

/// The envelopes and the readers, in one SQLite database.
///
/// What [`Store::put`] says is stored has been committed with `synchronous=FULL`: it survives a
/// kill and a loss of power.
pub struct Store {
    options: SqliteConnectOptions,
    readers: SqlitePool,
    writer: mpsc::Sender<writer::Put>,
    latest: watch::Receiver<i64>,
}

/// What the storage holds under an envelope's digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Whether this call stored it; it was there already otherwise.
    pub new: bool,
    /// The envelope's place in the order of commits.
    pub cursor: i64,
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

/// The database could not be opened.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The database cannot be opened or made.
    #[error("the database {} cannot be opened", .0.display())]
    Database(PathBuf, #[source] sqlx::Error),
    /// The tables cannot be brought to this version.
    #[error("the database {} cannot be brought to this version", .0.display())]
    Migrate(PathBuf, #[source] sqlx::migrate::MigrateError),
}

/// The tables, in the versions they have had.
static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("./migrations");

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
        let path = data.join(FILE);
        let options = options(&path, max_bytes);
        let failed = |error| OpenError::Database(path.clone(), error);

        let mut connection = options.connect().await.map_err(failed)?;
        let migrated = MIGRATIONS.run(&mut connection).await;
        migrated.map_err(|error| OpenError::Migrate(path.clone(), error))?;
        let newest = sqlx::query_scalar("SELECT coalesce(max(cursor), 0) FROM envelopes");
        let newest: i64 = newest.fetch_one(&mut connection).await.map_err(failed)?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READ_CONNECTIONS)
            .acquire_timeout(BUSY)
            .connect_with(options.clone().read_only(true).create_if_missing(false))
            .await
            .map_err(failed)?;

        let (writer, inbox) = mpsc::channel(WRITER_QUEUE);
        let (newest, latest) = watch::channel(newest);
        tokio::spawn(writer::run(options.clone(), connection, inbox, newest));
        Ok(Self {
            options,
            readers,
            writer,
            latest,
        })
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
        let (answer, stored) = oneshot::channel();
        let put = writer::Put {
            digest,
            envelope,
            day,
            answer,
        };
        self.writer
            .send(put)
            .await
            .map_err(|_| StoreError::Closed)?;
        stored.await.map_err(|_| StoreError::Closed)?
    }

    /// The first `limit` envelopes after the cursor `after`, in the order of their commits.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database cannot be read.
    pub async fn list(&self, after: i64, limit: u32) -> Result<Vec<Row>, StoreError> {
        let rows = sqlx::query(
            "SELECT cursor, digest, size, day FROM envelopes
             WHERE cursor > ? ORDER BY cursor LIMIT ?",
        );
        let rows = rows
            .bind(after)
            .bind(limit)
            .fetch_all(&self.readers)
            .await?;
        rows.iter().map(row).collect()
    }

    /// The bytes of an envelope, when it is stored.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database cannot be read.
    pub async fn get(&self, digest: &Digest) -> Result<Option<Vec<u8>>, StoreError> {
        let bytes = sqlx::query_scalar("SELECT bytes FROM envelopes WHERE digest = ?");
        let bytes = bytes.bind(&digest.as_bytes()[..]);
        Ok(bytes.fetch_optional(&self.readers).await?)
    }

    /// Resolves once something is stored after the cursor `after`.
    pub async fn stored_after(&self, after: i64) {
        let mut latest = self.latest.clone();
        // When the writer is gone nothing will ever be stored; whoever asks learns it by asking.
        drop(latest.wait_for(|it| *it > after).await);
    }

    /// Whether a reader has the token of this SHA-256.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database cannot be read.
    pub async fn has_reader(&self, token_sha256: &[u8; 32]) -> Result<bool, StoreError> {
        let found =
            sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM readers WHERE token_sha256 = ?)");
        let found = found.bind(&token_sha256[..]);
        Ok(found.fetch_one(&self.readers).await?)
    }

    /// Adds a reader; says whether the name was free.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database cannot be written.
    pub async fn add_reader(&self, name: &str, token: &[u8; 32]) -> Result<bool, StoreError> {
        let insert = sqlx::query(
            "INSERT INTO readers (name, token_sha256) VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
        );
        let mut connection = self.options.connect().await?;
        let insert = insert.bind(name).bind(&token[..]);
        let done = insert.execute(&mut connection).await?;
        connection.close().await?;
        Ok(done.rows_affected() == 1)
    }

    /// Checks that the database can be read.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when it cannot.
    pub async fn check(&self) -> Result<(), StoreError> {
        let count = sqlx::query_scalar("SELECT count(*) FROM readers");
        let _: i64 = count.fetch_one(&self.readers).await?;
        Ok(())
    }
}

fn options(path: &Path, max_bytes: Option<u64>) -> SqliteConnectOptions {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(BUSY)
        .page_size(PAGE)
        // Statements name no values, but there is nothing to learn from them either.
        .disable_statement_logging();
    match max_bytes {
        None => options,
        Some(bytes) => options.pragma("max_page_count", (bytes / u64::from(PAGE)).to_string()),
    }
}

/// SQLite's default page, in bytes; said here because the limit counts pages.
const PAGE: u32 = 4096;

fn row(row: &SqliteRow) -> Result<Row, StoreError> {
    let digest: &[u8] = row.try_get("digest")?;
    let size: i64 = row.try_get("size")?;
    let day: &str = row.try_get("day")?;
    Ok(Row {
        cursor: row.try_get("cursor")?,
        digest: Digest::from_bytes(digest.try_into().map_err(|_| StoreError::RowMalformed)?),
        size: size.try_into().map_err(|_| StoreError::RowMalformed)?,
        day: day.parse().map_err(|_| StoreError::RowMalformed)?,
    })
}
