use envelope_format::{Digest, Envelope};
use sqlx::{
    ConnectOptions as _, Connection as _,
    sqlite::{SqliteConnectOptions, SqliteConnection},
};
use submission::Day;
use tokio::sync::{mpsc, oneshot, watch};

use super::{StoreError, Stored, row};
use crate::policy::WRITER_GROUP;

/// An envelope on its way to the disk, and where to say that it is there.
pub(super) struct Put {
    pub(super) digest: Digest,
    pub(super) envelope: Envelope,
    pub(super) day: Day,
    pub(super) answer: oneshot::Sender<Result<Stored, StoreError>>,
}

/// The one writer: takes all that waits, commits it together, then answers each.
///
/// One flush of the disk serves the whole group, and nobody is answered before it.
/// It ends when the store is dropped and all that was waiting is answered.
pub(super) async fn run(
    options: SqliteConnectOptions,
    connection: SqliteConnection,
    mut inbox: mpsc::Receiver<Put>,
    latest: watch::Sender<i64>,
) {
    let mut writer = Writer {
        options,
        connection: Some(connection),
        latest,
    };
    let mut group = Vec::new();
    while inbox.recv_many(&mut group, WRITER_GROUP).await > 0 {
        match writer.commit(&group).await {
            Ok(stored) => {
                for (put, stored) in group.drain(..).zip(stored) {
                    put.answer(Ok(stored));
                }
            }
            // One that does not fit must not hold up those that do.
            Err(_) if group.len() > 1 => {
                for put in group.drain(..) {
                    let stored = writer.commit(std::slice::from_ref(&put)).await;
                    put.answer(stored.map(|it| it[0]));
                }
            }
            Err(error) => {
                for put in group.drain(..) {
                    put.answer(Err(error));
                }
            }
        }
    }
}

impl Put {
    fn answer(self, stored: Result<Stored, StoreError>) {
        // The sender may have gone away. It sends again and finds the envelope.
        let _ = self.answer.send(stored);
    }
}

struct Writer {
    options: SqliteConnectOptions,
    /// Nothing after a failure: what state a failed transaction leaves behind depends on the
    /// failure, so the next one gets a fresh connection.
    connection: Option<SqliteConnection>,
    latest: watch::Sender<i64>,
}

impl Writer {
    /// Stores the group in one transaction, and tells those who wait for arrivals.
    async fn commit(&mut self, group: &[Put]) -> Result<Vec<Stored>, StoreError> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => self.options.connect().await?,
        };
        let stored = insert_all(&mut connection, group).await?;
        self.connection = Some(connection);

        let newest = stored.iter().map(|it| it.cursor).max().unwrap_or_default();
        self.latest.send_if_modified(|latest| {
            let newer = newest > *latest;
            *latest = newest.max(*latest);
            newer
        });
        Ok(stored)
    }
}

async fn insert_all(
    connection: &mut SqliteConnection,
    group: &[Put],
) -> Result<Vec<Stored>, StoreError> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    let mut stored = Vec::with_capacity(group.len());
    for put in group {
        stored.push(insert(&mut transaction, put).await?);
    }
    transaction.commit().await?;
    Ok(stored)
}

/// Inserts unless the digest is there, then reads the row that is there now.
async fn insert(connection: &mut SqliteConnection, put: &Put) -> Result<Stored, StoreError> {
    let size = i64::try_from(put.envelope.len()).map_err(|_| StoreError::Full)?;
    let insert = sqlx::query(
        "INSERT INTO envelopes (digest, size, day, bytes) VALUES (?, ?, ?, ?)
         ON CONFLICT (digest) DO NOTHING",
    );
    let done = insert
        .bind(&put.digest.as_bytes()[..])
        .bind(size)
        .bind(put.day.as_str())
        .bind(put.envelope.as_bytes())
        .execute(&mut *connection)
        .await?;

    let select = sqlx::query("SELECT cursor, digest, size, day FROM envelopes WHERE digest = ?");
    let select = select.bind(&put.digest.as_bytes()[..]);
    let row = row(&select.fetch_one(connection).await?)?;
    Ok(Stored {
        new: done.rows_affected() == 1,
        cursor: row.cursor,
        size: row.size,
        day: row.day,
    })
}
