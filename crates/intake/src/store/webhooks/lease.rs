use std::time::Duration;

use sqlx::AnyConnection;
use tokio::time::{sleep, timeout};

use crate::{
    policy::{BUSY, WEBHOOK_LOOK},
    store::{Store, StoreError},
};

/// The right to send webhooks, which one process has at a time.
///
/// On a server it ends with the connection that took it, and so with the process; on SQLite it is
/// always there, because one process at a time serves from a data folder (`lock.rs`).
pub(crate) struct Lease(Option<AnyConnection>);

impl Store {
    /// Takes the right to send webhooks, unless another process has it.
    pub(crate) async fn lease_webhooks(&self) -> Result<Option<Lease>, StoreError> {
        let leased = timeout(BUSY, self.database.lease()).await;
        Ok(match leased.unwrap_or(Err(sqlx::Error::PoolTimedOut))? {
            None => Some(Lease(None)),
            Some((true, connection)) => Some(Lease(Some(connection))),
            Some((false, _)) => None,
        })
    }
}

impl Lease {
    /// Resolves when the right is lost. It asks the server from time to time, which also tells the
    /// server that this process is still there.
    pub(crate) async fn lost(&mut self) {
        let Some(connection) = &mut self.0 else {
            return std::future::pending().await;
        };
        loop {
            sleep(ASK).await;
            let look = sqlx::query("SELECT 1").execute(&mut *connection);
            if !matches!(timeout(BUSY, look).await, Ok(Ok(_))) {
                return;
            }
        }
    }
}

/// How often a process says that it still sends. A server ends the right of one that said nothing for
/// three times as long (`postgres.rs`).
const ASK: Duration = WEBHOOK_LOOK;
