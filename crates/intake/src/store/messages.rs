use envelope_format::{Digest, Envelope};
use sqlx::AnyConnection;
use submission::{Day, MAX_MESSAGES};

use super::{
    Store, StoreError,
    acknowledging::DELETE_GROUP,
    task::{Done, Task},
};

/// What became of a message for a mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// It is there now.
    New,
    /// The very same message was there already.
    There,
    /// There was no room, and nothing was changed.
    Full,
}

impl Store {
    /// Leaves a message in the mailbox of this name, which need not be known before.
    ///
    /// With `replace` the oldest message goes when there is no room.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; then it may or may not be there, and leaving it again is safe.
    pub async fn leave(
        &self,
        mailbox: Digest,
        message: Envelope,
        day: Day,
        replace: bool,
    ) -> Result<Left, StoreError> {
        let task = Task::Leave {
            mailbox,
            digest: message.digest(),
            message,
            day,
            replace,
        };
        let Done::Left(left) = self.ask(task).await? else {
            return Err(StoreError::RowMalformed);
        };
        Ok(left)
    }

    /// The messages in the mailbox of this name, the oldest first; none when there is no such.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database cannot be read.
    pub async fn messages(&self, mailbox: &Digest) -> Result<Vec<Vec<u8>>, StoreError> {
        let messages =
            sqlx::query_scalar("SELECT bytes FROM messages WHERE mailbox = $1 ORDER BY id");
        let messages = messages.bind(&mailbox.as_bytes()[..]);
        let messages = self.readers.read(async |it| messages.fetch_all(it).await);
        messages.await
    }

    /// Deletes all messages of the mailboxes whose last message is from before the day `oldest`, a
    /// few mailboxes at a time, each of them whole.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; then the rest is still there, until the next time.
    pub async fn forget_messages(&self, oldest: Day) -> Result<(), StoreError> {
        while self.ask_rows(Task::ForgetMessages { oldest }).await? > 0 {}
        Ok(())
    }
}

pub(super) async fn leave(
    connection: &mut AnyConnection,
    mailbox: &Digest,
    digest: &Digest,
    message: &Envelope,
    day: Day,
    replace: bool,
) -> Result<Left, StoreError> {
    let (mailbox, digest) = (&mailbox.as_bytes()[..], &digest.as_bytes()[..]);
    let same =
        sqlx::query_scalar("SELECT count(*) FROM messages WHERE mailbox = $1 AND digest = $2");
    let same: i64 = same
        .bind(mailbox)
        .bind(digest)
        .fetch_one(&mut *connection)
        .await?;
    if same > 0 {
        return Ok(Left::There);
    }
    let count = sqlx::query_scalar("SELECT count(*) FROM messages WHERE mailbox = $1");
    let count: i64 = count.bind(mailbox).fetch_one(&mut *connection).await?;
    if count >= i64::from(MAX_MESSAGES) {
        if !replace {
            return Ok(Left::Full);
        }
        let delete = sqlx::query(
            "DELETE FROM messages WHERE id = (SELECT min(id) FROM messages WHERE mailbox = $1)",
        );
        delete.bind(mailbox).execute(&mut *connection).await?;
    }
    let insert =
        sqlx::query("INSERT INTO messages (mailbox, digest, day, bytes) VALUES ($1, $2, $3, $4)");
    let insert = insert.bind(mailbox).bind(digest).bind(day.as_str());
    insert.bind(message.as_bytes()).execute(connection).await?;
    Ok(Left::New)
}

/// Deletes some; says how many messages.
pub(super) async fn forget(connection: &mut AnyConnection, oldest: Day) -> Result<u64, StoreError> {
    let delete = sqlx::query(
        "DELETE FROM messages WHERE mailbox IN
             (SELECT mailbox FROM messages GROUP BY mailbox HAVING max(day) < $1 LIMIT $2)",
    );
    let mailboxes = DELETE_GROUP / i64::from(MAX_MESSAGES);
    let delete = delete.bind(oldest.as_str()).bind(mailboxes);
    Ok(delete.execute(connection).await?.rows_affected())
}
