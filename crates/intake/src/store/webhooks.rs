//! What a target of the operator's was told, and what it could not be told.

use envelope_format::Digest;

use super::{Row, Store, StoreError, row::row, task::Task};

mod change;
mod lease;

pub(super) use change::Change;

/// How far a target is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookState {
    /// The target's name in the operator's file.
    pub target: String,
    /// How many envelopes it was not told of yet, without those that failed.
    pub waiting: i64,
    /// How many are tried again.
    pub failing: i64,
    /// How many were given up.
    pub dead: i64,
}

/// An envelope of which a target was not told in the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadWebhook {
    /// The target's name in the operator's file.
    pub target: String,
    /// The envelope's digest.
    pub digest: Digest,
    /// How often it was tried.
    pub attempts: i64,
    /// The kind of the last failure.
    pub failure: String,
}

/// How the telling of one envelope ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    /// The envelope's place.
    pub(crate) cursor: i64,
    /// What became of it.
    pub(crate) fate: Fate,
}

/// What became of the telling of an envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// The receiver has it.
    Delivered,
    /// It is tried again.
    Failing(&'static str),
    /// It is given up after so many attempts.
    Dead(i64, &'static str),
}

impl Store {
    /// Knows a target from now on: it will be told of everything that is there.
    pub(crate) async fn add_webhook(&self, target: &str) -> Result<(), StoreError> {
        let target = target.to_owned();
        self.change_webhooks(Change::Add { target }).await.map(drop)
    }

    /// The first `limit` envelopes of which a target was not told yet, in their order.
    pub(crate) async fn untold(&self, target: &str, limit: u32) -> Result<Vec<Row>, StoreError> {
        let rows = sqlx::query(
            "SELECT cursor, digest, size, day FROM stored
             WHERE cursor > (SELECT cursor FROM webhooks WHERE target = $1)
             ORDER BY cursor LIMIT $2",
        );
        let rows = rows.bind(target).bind(i64::from(limit));
        let rows = self.readers.read(async |it| rows.fetch_all(it).await);
        rows.await?.iter().map(row).collect()
    }

    /// The places of the envelopes of which a target shall be told again, in their order.
    pub(crate) async fn failing(&self, target: &str) -> Result<Vec<i64>, StoreError> {
        let cursors = sqlx::query_scalar(
            "SELECT webhook_failures.cursor FROM webhook_failures
             JOIN webhooks ON webhooks.id = webhook_failures.webhook
             WHERE target = $1 AND attempts IS NULL ORDER BY webhook_failures.cursor",
        );
        let cursors = cursors.bind(target);
        let cursors = self.readers.read(async |it| cursors.fetch_all(it).await);
        cursors.await
    }

    /// The envelope with this place, unless it is gone.
    pub(crate) async fn row_at(&self, cursor: i64) -> Result<Option<Row>, StoreError> {
        let found = sqlx::query("SELECT cursor, digest, size, day FROM stored WHERE cursor = $1");
        let found = found.bind(cursor);
        let found = self.readers.read(async |it| found.fetch_optional(it).await);
        found.await?.as_ref().map(row).transpose()
    }

    /// Keeps what a target was told. All up to `cursor` has been tried at least once.
    ///
    /// When this returns, it is on the disk.
    pub(crate) async fn settle_webhooks(
        &self,
        target: &str,
        told: Vec<Told>,
        cursor: i64,
    ) -> Result<(), StoreError> {
        let target = target.to_owned();
        let settle = Change::Settle {
            target,
            told,
            cursor,
        };
        self.change_webhooks(settle).await.map(drop)
    }

    /// How far each target is, in the order of their names. One that is no longer in the operator's
    /// file is among them.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database cannot be read.
    pub async fn webhooks(&self) -> Result<Vec<WebhookState>, StoreError> {
        let states = sqlx::query_as(
            "SELECT target,
                 (SELECT count(*) FROM envelopes WHERE envelopes.cursor > webhooks.cursor),
                 (SELECT count(*) FROM webhook_failures AS it
                  WHERE it.webhook = webhooks.id AND attempts IS NULL),
                 (SELECT count(*) FROM webhook_failures AS it
                  WHERE it.webhook = webhooks.id AND attempts IS NOT NULL)
             FROM webhooks ORDER BY target",
        );
        let states = self.readers.read(async |it| states.fetch_all(it).await);
        let states: Vec<(String, i64, i64, i64)> = states.await?;
        let states = states.into_iter();
        let state = |(target, waiting, failing, dead)| WebhookState {
            target,
            waiting,
            failing,
            dead,
        };
        Ok(states.map(state).collect())
    }

    /// What was given up, target by target and in the order of the envelopes.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database cannot be read.
    pub async fn dead_webhooks(&self) -> Result<Vec<DeadWebhook>, StoreError> {
        let dead = sqlx::query_as(
            "SELECT target, digest, attempts, failure FROM webhook_failures
             JOIN webhooks ON webhooks.id = webhook_failures.webhook
             JOIN envelopes ON envelopes.cursor = webhook_failures.cursor
             WHERE attempts IS NOT NULL ORDER BY target, webhook_failures.cursor",
        );
        let dead = self.readers.read(async |it| dead.fetch_all(it).await);
        let dead: Vec<(String, Vec<u8>, i64, String)> = dead.await?;
        let read = |(target, digest, attempts, failure): (_, Vec<u8>, _, _)| {
            let digest = digest.try_into().map_err(|_| StoreError::RowMalformed)?;
            Ok(DeadWebhook {
                target,
                digest: Digest::from_bytes(digest),
                attempts,
                failure,
            })
        };
        dead.into_iter().map(read).collect()
    }

    /// Has what was given up for a target be tried again, or only the envelope `digest`; says how
    /// many that are.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database cannot be written.
    pub async fn retry_webhooks(
        &self,
        target: &str,
        digest: Option<Digest>,
    ) -> Result<u64, StoreError> {
        let target = target.to_owned();
        self.change_webhooks(Change::Retry { target, digest }).await
    }

    /// Deletes what was given up for a target, or only the envelope `digest` of it, which itself
    /// stays; says how many that are.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database cannot be written.
    pub async fn drop_webhooks(
        &self,
        target: &str,
        digest: Option<Digest>,
    ) -> Result<u64, StoreError> {
        let target = target.to_owned();
        self.change_webhooks(Change::Drop { target, digest }).await
    }

    /// Forgets a target with all that it was not told; says whether it was known.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database cannot be written.
    pub async fn forget_webhook(&self, target: &str) -> Result<bool, StoreError> {
        let target = target.to_owned();
        let forgotten = self.change_webhooks(Change::Forget { target }).await?;
        Ok(forgotten > 0)
    }

    async fn change_webhooks(&self, change: Change) -> Result<u64, StoreError> {
        self.ask_rows(Task::Webhooks(change)).await
    }
}
