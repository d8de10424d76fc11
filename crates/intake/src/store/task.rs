use envelope_format::{Digest, Envelope};
use sqlx::AnyConnection;
use submission::Day;

use super::{
    Acknowledged, Database, Left, ReaderId, StoreError, acknowledging, messages, putting,
    upload::{Progress, PutPart, Upload, UploadId, progress},
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
                let stored = putting::put(connection, digest, envelope, *day).await?;
                Progress::Stored(stored)
            }
            Self::Part {
                upload,
                n,
                bytes,
                day,
            } => {
                let put = putting::put_part(connection, upload, *n, bytes, *day).await?;
                return Ok(Done::Part(put));
            }
            Self::Finish { id, upload, day } => {
                putting::finish(connection, *id, upload, *day).await?
            }
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
