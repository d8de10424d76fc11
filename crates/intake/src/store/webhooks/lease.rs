use std::time::Duration;

use sqlx::AnyConnection;
use tokio::time::{sleep, timeout};

use crate::store::{Store, StoreError};

/// The right to send webhooks, which one process has at a time.
///
/// On a server it ends with the connection that took it, and so with the process; on SQLite it is
/// always there, because one process at a time serves from a data folder (`lock.rs`).
pub(crate) struct Lease {
    connection: Option<AnyConnection>,
    /// After how long a silence the server ends it.
    length: Duration,
}

impl Store {
    /// Takes the right to send webhooks, unless another process has it. It is lost after so long a
    /// silence.
    pub(crate) async fn lease_webhooks(
        &self,
        length: Duration,
    ) -> Result<Option<Lease>, StoreError> {
        let leased = self.database.answers(self.database.lease(length)).await?;
        let (free, connection) = match leased {
            None => (true, None),
            Some((free, connection)) => (free, Some(connection)),
        };
        Ok(free.then_some(Lease { connection, length }))
    }
}

impl Lease {
    /// Resolves when the right is lost. It asks the server from time to time, which also tells the
    /// server that this process is still there.
    ///
    /// A server that is silent is believed to have given the right to another before it has: it is
    /// heard of, or not, within two thirds of the lease.
    pub(crate) async fn lost(&mut self) {
        let Some(connection) = &mut self.connection else {
            return std::future::pending().await;
        };
        let third = self.length / 3;
        loop {
            sleep(third).await;
            let look = sqlx::query("SELECT 1").execute(&mut *connection);
            if !matches!(timeout(third, look).await, Ok(Ok(_))) {
                return;
            }
        }
    }
}
