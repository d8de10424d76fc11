use std::sync::{Mutex, MutexGuard, PoisonError};

use sqlx::{AnyConnection, Connection as _};
use tokio::{sync::Semaphore, time::timeout};

use super::{Database, StoreError};
use crate::policy::{BUSY, READ_CONNECTIONS, SERVER_READ};

/// The connections that read, a few. Each is made when it is wanted first.
///
/// Only one that has done what it was asked for is used again. The library's own pool takes all back,
/// and asks each whether it is well for as long as it takes to answer: one whose server is gone without
/// a word would keep its place for ever.
pub(super) struct Readers {
    database: Database,
    /// One permit for each connection that may be in use.
    places: Semaphore,
    idle: Mutex<Vec<AnyConnection>>,
}

impl Readers {
    pub(super) fn new(database: Database) -> Self {
        Self {
            database,
            places: Semaphore::new(READ_CONNECTIONS),
            idle: Mutex::default(),
        }
    }

    /// Reads on a connection that nobody else has meanwhile, and gives it up when a server does not
    /// answer in time. A transaction that `work` begins it has to end.
    pub(super) async fn read<T, E>(
        &self,
        work: impl AsyncFnOnce(&mut AnyConnection) -> Result<T, E>,
    ) -> Result<T, StoreError>
    where
        StoreError: From<E>,
    {
        let place = timeout(BUSY, self.places.acquire()).await;
        let _place = place
            .map_err(|_| StoreError::Busy)?
            .expect("it is never closed");
        let mut connection = self.connection().await?;
        let reading = async { Ok(work(&mut connection).await?) };
        let done = self.database.within(SERVER_READ, reading).await;
        match done {
            Ok(_) => self.idle().push(connection),
            Err(StoreError::Unreachable) => self.idle().clear(),
            Err(_) => {}
        }
        done
    }

    /// One that is well, or a new one.
    async fn connection(&self) -> Result<AnyConnection, StoreError> {
        while let Some(mut connection) = self.pop() {
            if self.database.answers(connection.ping()).await.is_ok() {
                return Ok(connection);
            }
            // The others have the same server.
            self.idle().clear();
        }
        Ok(self.database.connect_reading().await?)
    }

    fn pop(&self) -> Option<AnyConnection> {
        self.idle().pop()
    }

    /// Nothing is left half done while this is held.
    fn idle(&self) -> MutexGuard<'_, Vec<AnyConnection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
