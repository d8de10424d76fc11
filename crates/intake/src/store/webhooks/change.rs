use envelope_format::Digest;
use sqlx::AnyConnection;

use super::{Fate, Told};
use crate::store::StoreError;

/// A change in what is kept about targets. Each is done whole or not at all.
pub(in crate::store) enum Change {
    /// Know a target, from its first envelope on.
    Add { target: String },
    /// Keep what was told, and that it is everything up to a cursor.
    Settle {
        target: String,
        told: Vec<Told>,
        cursor: i64,
    },
    /// Try again what was given up, or one of it.
    Retry {
        target: String,
        digest: Option<Digest>,
    },
    /// Delete what was given up, or one of it.
    Drop {
        target: String,
        digest: Option<Digest>,
    },
    /// Know a target no more.
    Forget { target: String },
}

impl Change {
    /// Does it, inside of a transaction; says how many rows that concerned.
    pub(in crate::store) async fn run(
        &self,
        connection: &mut AnyConnection,
    ) -> Result<u64, StoreError> {
        let (statement, target, digest) = match self {
            Self::Add { target } => (ADD, target, None),
            Self::Retry { target, digest } => (RETRY, target, Some(digest)),
            Self::Drop { target, digest } => (DROP, target, Some(digest)),
            Self::Forget { target } => (FORGET, target, None),
            Self::Settle {
                target,
                told,
                cursor,
            } => {
                for it in told {
                    settle(connection, target, it).await?;
                }
                let advance = sqlx::query(ADVANCE).bind(target.as_str()).bind(*cursor);
                return Ok(advance.execute(connection).await?.rows_affected());
            }
        };
        let mut change = sqlx::query(statement).bind(target.as_str());
        if let Some(digest) = digest {
            // Any, when it names none.
            let digest = digest.as_ref().map(|it| it.as_bytes().to_vec());
            change = change
                .bind(i64::from(digest.is_none()))
                .bind(digest.unwrap_or_default());
        }
        Ok(change.execute(connection).await?.rows_affected())
    }
}

async fn settle(
    connection: &mut AnyConnection,
    target: &str,
    told: &Told,
) -> Result<(), StoreError> {
    let (attempts, failure) = match told.fate {
        Fate::Delivered => {
            let delete = sqlx::query(DELIVERED).bind(target).bind(told.cursor);
            delete.execute(connection).await?;
            return Ok(());
        }
        Fate::Failing(failure) => (None, failure),
        Fate::Dead(attempts, failure) => (Some(attempts), failure),
    };
    let keep = sqlx::query(FAILED).bind(target).bind(told.cursor);
    let keep = keep.bind(attempts).bind(failure);
    keep.execute(connection).await?;
    Ok(())
}

const ADD: &str =
    "INSERT INTO webhooks (target, cursor) VALUES ($1, 0) ON CONFLICT (target) DO NOTHING";

/// Never back: another process may be further.
const ADVANCE: &str = "UPDATE webhooks SET cursor = $2 WHERE target = $1 AND cursor < $2";

const DELIVERED: &str = "DELETE FROM webhook_failures WHERE cursor = $2
    AND webhook = (SELECT id FROM webhooks WHERE target = $1)";

/// The envelope, or the target, may be gone in the meantime: then there is nothing to keep.
const FAILED: &str = "INSERT INTO webhook_failures (cursor, webhook, attempts, failure)
    SELECT envelopes.cursor, webhooks.id, $3, $4 FROM envelopes, webhooks
    WHERE envelopes.cursor = $2 AND target = $1
    ON CONFLICT (cursor, webhook) DO UPDATE
    SET attempts = excluded.attempts, failure = excluded.failure";

const RETRY: &str = "UPDATE webhook_failures SET attempts = NULL WHERE attempts IS NOT NULL
    AND webhook = (SELECT id FROM webhooks WHERE target = $1)
    AND ($2 = 1 OR cursor = (SELECT cursor FROM envelopes WHERE digest = $3))";

const DROP: &str = "DELETE FROM webhook_failures WHERE attempts IS NOT NULL
    AND webhook = (SELECT id FROM webhooks WHERE target = $1)
    AND ($2 = 1 OR cursor = (SELECT cursor FROM envelopes WHERE digest = $3))";

const FORGET: &str = "DELETE FROM webhooks WHERE target = $1";
