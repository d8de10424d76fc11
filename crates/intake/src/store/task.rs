use envelope_format::{Digest, Envelope};
use sqlx::AnyConnection;
use submission::{Day, PART_LEN};

use super::{
    Acknowledged, Database, Left, ReaderId, StoreError, Stored, acknowledging, messages,
    row::{signed, stored},
    upload::{Progress, PutPart, Upload, UploadId, id, progress},
    webhooks,
};

/// What the writer can be asked to do. Each is done whole or not at all.
pub(super) enum Task {
    /// Store an envelope.
    Whole {
        digest: Digest,
        envelope: Envelope,
        day: Day,
    },
    /// Store one part of an upload.
    Part {
        upload: Upload,
        n: u32,
        bytes: Vec<u8>,
        day: Day,
    },
    /// Give an upload its place in the order.
    Finish {
        id: UploadId,
        upload: Upload,
        day: Day,
    },
    /// Delete an upload.
    Discard { id: UploadId, upload: Upload },
    /// Keep that a reader has an envelope.
    Acknowledge {
        reader: ReaderId,
        digest: Digest,
        today: Day,
    },
    /// Delete those of the envelopes that nobody waits for, or that are too old.
    DeleteDue {
        cursors: Vec<i64>,
        oldest: Day,
        today: Day,
    },
    /// Forget some of what was delivered long ago.
    Forget { oldest: Day },
    /// Leave a message in a mailbox.
    Leave {
        mailbox: Digest,
        digest: Digest,
        message: Envelope,
        day: Day,
        replace: bool,
    },
    /// Delete some of the mailboxes in which nothing was left since this day.
    ForgetMessages { oldest: Day },
    /// Change what is kept about the operator's webhooks.
    Webhooks(webhooks::Change),
}

/// What a task has to tell.
pub(super) enum Done {
    /// What the storage then has of the task's envelope.
    Progress(Progress),
    /// The same, after a part of it.
    Part(PutPart),
    /// What became of the acknowledgement.
    Acknowledged(Acknowledged),
    /// What became of the message.
    Left(Left),
    /// Nothing: what was to be deleted is gone.
    Deleted,
    /// So many rows are different now, or gone.
    Changed(u64),
}

impl Task {
    /// Whether it finds room in a storage that is full, because it frees some, or because a full
    /// storage must still note what it has told.
    fn has_room(&self) -> bool {
        match self {
            Self::Whole { .. } | Self::Part { .. } | Self::Finish { .. } | Self::Leave { .. } => {
                false
            }
            Self::Discard { .. }
            | Self::Acknowledge { .. }
            | Self::DeleteDue { .. }
            | Self::Forget { .. }
            | Self::ForgetMessages { .. }
            | Self::Webhooks(_) => true,
        }
    }

    /// Does it, inside of a transaction of this database.
    pub(super) async fn run(
        &self,
        database: &Database,
        connection: &mut AnyConnection,
    ) -> Result<Done, StoreError> {
        if !self.has_room() {
            return self.run_within(connection).await;
        }
        let limit = database.make_room(connection).await?;
        let done = self.run_within(connection).await?;
        database.limit(connection, limit).await?;
        Ok(done)
    }

    /// The same, within the room that there is.
    async fn run_within(&self, connection: &mut AnyConnection) -> Result<Done, StoreError> {
        let progress = match self {
            Self::Whole {
                digest,
                envelope,
                day,
            } => {
                let stored = put(connection, digest, envelope, *day).await?;
                Progress::Stored(stored)
            }
            Self::Part {
                upload,
                n,
                bytes,
                day,
            } => {
                let put = put_part(connection, upload, *n, bytes, *day).await?;
                return Ok(Done::Part(put));
            }
            Self::Finish { id, upload, day } => finish(connection, *id, upload, *day).await?,
            Self::Discard { id, upload } => {
                let delete = sqlx::query("DELETE FROM uploads WHERE id = $1 AND cursor IS NULL");
                delete.bind(id.0).execute(&mut *connection).await?;
                progress(connection, upload).await?
            }
            Self::Acknowledge {
                reader,
                digest,
                today,
            } => {
                let done = acknowledging::acknowledge(connection, *reader, digest, *today);
                return Ok(Done::Acknowledged(done.await?));
            }
            Self::DeleteDue {
                cursors,
                oldest,
                today,
            } => {
                for cursor in cursors {
                    acknowledging::delete_due(connection, *cursor, *oldest, *today).await?;
                }
                return Ok(Done::Deleted);
            }
            Self::Forget { oldest } => {
                let rows = acknowledging::forget(connection, *oldest).await?;
                return Ok(Done::Changed(rows));
            }
            Self::Leave {
                mailbox,
                digest,
                message,
                day,
                replace,
            } => {
                let left = messages::leave(connection, mailbox, digest, message, *day, *replace);
                return Ok(Done::Left(left.await?));
            }
            Self::ForgetMessages { oldest } => {
                let rows = messages::forget(connection, *oldest).await?;
                return Ok(Done::Changed(rows));
            }
            Self::Webhooks(change) => return Ok(Done::Changed(change.run(connection).await?)),
        };
        Ok(Done::Progress(progress))
    }
}

/// Inserts unless the digest is there, and otherwise reads the row that is there.
async fn put(
    connection: &mut AnyConnection,
    digest: &Digest,
    envelope: &Envelope,
    day: Day,
) -> Result<Stored, StoreError> {
    let bytes = envelope.as_bytes();
    let in_parts = bytes.len() as u64 > PART_LEN;
    let row = if in_parts { &[][..] } else { bytes };
    let cursor = insert(connection, digest, day, row).await?;
    if let Some(cursor) = cursor {
        if in_parts {
            // Parts of it that came before would stand where its own have to.
            drop_parts(connection, cursor).await?;
            insert_parts(connection, digest, bytes, day, cursor).await?;
        }
        return Ok(Stored {
            new: true,
            cursor: Some(cursor),
            size: bytes.len() as u64,
            day,
        });
    }
    let stored = stored(connection, digest).await?;
    stored.ok_or(StoreError::RowMalformed)
}

/// Deletes what came in parts of the envelopes from this cursor on, and is of no use any more.
pub(super) async fn drop_parts(
    connection: &mut AnyConnection,
    first: i64,
) -> Result<(), sqlx::Error> {
    let delete = sqlx::query(
        "DELETE FROM uploads WHERE cursor IS NULL
         AND digest IN (SELECT digest FROM envelopes WHERE cursor >= $1)",
    );
    delete.bind(first).execute(connection).await.map(drop)
}

/// Takes the next place in the order for an envelope, unless it has or had one; says which.
async fn insert(
    connection: &mut AnyConnection,
    digest: &Digest,
    day: Day,
    bytes: &[u8],
) -> Result<Option<i64>, StoreError> {
    let insert = sqlx::query_scalar(
        "INSERT INTO envelopes (digest, size, day, bytes) SELECT $1, $2, $3, $4
         WHERE NOT EXISTS (SELECT 1 FROM delivered WHERE digest = $1)
         ON CONFLICT (digest) DO NOTHING RETURNING cursor",
    );
    let insert = insert
        .bind(&digest.as_bytes()[..])
        .bind(signed(bytes.len() as u64)?)
        .bind(day.as_str())
        .bind(bytes);
    Ok(insert.fetch_optional(connection).await?)
}

/// The bytes of a long envelope that came whole.
async fn insert_parts(
    connection: &mut AnyConnection,
    digest: &Digest,
    bytes: &[u8],
    day: Day,
    cursor: i64,
) -> Result<(), StoreError> {
    let insert = sqlx::query_scalar(
        "INSERT INTO uploads (digest, size, day, cursor) VALUES ($1, $2, $3, $4) RETURNING id",
    );
    let insert = insert
        .bind(&digest.as_bytes()[..])
        .bind(signed(bytes.len() as u64)?)
        .bind(day.as_str())
        .bind(cursor);
    let id = UploadId(insert.fetch_one(&mut *connection).await?);
    let part_len = usize::try_from(PART_LEN).expect("a part fits the memory");
    for (n, part) in (0..).zip(bytes.chunks(part_len)) {
        insert_part(connection, id, n, part).await?;
    }
    Ok(())
}

/// Says whether it is new: a part that is there already stays as it is.
async fn insert_part(
    connection: &mut AnyConnection,
    id: UploadId,
    n: u32,
    bytes: &[u8],
) -> Result<bool, StoreError> {
    let insert = sqlx::query(
        "INSERT INTO parts (upload, n, bytes) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
    );
    let insert = insert.bind(id.0).bind(i64::from(n)).bind(bytes);
    Ok(insert.execute(connection).await?.rows_affected() > 0)
}

async fn put_part(
    connection: &mut AnyConnection,
    upload: &Upload,
    n: u32,
    bytes: &[u8],
    day: Day,
) -> Result<PutPart, StoreError> {
    if let Some(stored) = stored(connection, &upload.digest).await? {
        return Ok(PutPart {
            new: false,
            progress: Progress::Stored(stored),
        });
    }
    let begin = sqlx::query(
        "INSERT INTO uploads (digest, size, day) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
    );
    let begin = begin
        .bind(&upload.digest.as_bytes()[..])
        .bind(signed(upload.size)?)
        .bind(day.as_str());
    begin.execute(&mut *connection).await?;
    let id = id(connection, upload).await?;
    let id = id.ok_or(StoreError::RowMalformed)?;
    Ok(PutPart {
        new: insert_part(connection, id, n, bytes).await?,
        progress: progress(connection, upload).await?,
    })
}

async fn finish(
    connection: &mut AnyConnection,
    id: UploadId,
    upload: &Upload,
    day: Day,
) -> Result<Progress, StoreError> {
    let waits = sqlx::query_scalar("SELECT count(*) FROM uploads WHERE id = $1 AND cursor IS NULL");
    let waits: i64 = waits.bind(id.0).fetch_one(&mut *connection).await?;
    if waits > 0
        && let Some(cursor) = insert(connection, &upload.digest, day, &[]).await?
    {
        let place = sqlx::query("UPDATE uploads SET cursor = $1, day = $2 WHERE id = $3");
        let place = place.bind(cursor).bind(day.as_str()).bind(id.0);
        place.execute(&mut *connection).await?;
        let stored = stored(connection, &upload.digest).await?;
        let stored = stored.ok_or(StoreError::RowMalformed)?;
        return Ok(Progress::Stored(Stored {
            new: true,
            ..stored
        }));
    }
    progress(connection, upload).await
}
