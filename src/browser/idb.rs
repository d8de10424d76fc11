//! IndexedDB: the database and its stores. What stands in them is the business of `queue::store`.

use indexed_db_futures::database::Database;
pub use indexed_db_futures::error::Error;
use indexed_db_futures::error::{DomException, OpenDbError, UnexpectedDataError};
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{
    Transaction, TransactionDurability, TransactionMode, TransactionOptions,
};
use thiserror::Error as ThisError;

const NAME: &str = "sealpost";
const VERSION: u8 = 1;

/// Sealed envelopes by their digest in hexadecimal.
pub const ENVELOPES: &str = "envelopes";
/// Problem types of envelopes the intake refused for good, by digest.
pub const REFUSALS: &str = "refusals";
/// The last verified manifest of each site, by the site's name.
pub const SITES: &str = "sites";
/// Where the self-test writes.
pub const SELF_TEST: &str = "self-test";

/// Why the browser's database did not do what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ThisError)]
pub enum IdbError {
    /// The browser has no database here.
    #[error("the browser has no database here")]
    Missing,
    /// Another page holds the database in an older form.
    #[error("another page holds the database")]
    Blocked,
    /// The transaction was aborted, as happens when the device is full.
    #[error("the database is full")]
    Full,
    /// Anything else.
    #[error("the database is broken")]
    Broken,
}

/// An open connection, closed on drop.
///
/// One is opened for each step and none is kept: a connection that the system kills while the
/// page sleeps costs nothing, and no page stands in the way of a newer one's upgrade.
pub struct Connection(Option<Database>);

impl Connection {
    fn database(&self) -> Result<&Database, IdbError> {
        self.0.as_ref().ok_or(IdbError::Broken)
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if let Some(database) = self.0.take() {
            database.close();
        }
    }
}

/// Opens the database, and makes its stores on the first opening.
///
/// # Errors
///
/// [`IdbError`].
pub async fn open() -> Result<Connection, IdbError> {
    let database = Database::open(NAME)
        .with_version(VERSION)
        .with_on_upgrade_needed(|_event, database| {
            for store in [ENVELOPES, REFUSALS, SITES, SELF_TEST] {
                database.create_object_store(store).build()?;
            }
            Ok(())
        })
        .await?;
    Ok(Connection(Some(database)))
}

/// A transaction that writes, and whose commit waits for the medium.
///
/// # Errors
///
/// [`IdbError`].
pub fn write<'a>(connection: &'a Connection, stores: &[&str]) -> Result<Transaction<'a>, IdbError> {
    let strict = TransactionOptions::new().with_durability(TransactionDurability::Strict);
    let transaction = connection
        .database()?
        .transaction(stores.to_vec())
        .with_mode(TransactionMode::Readwrite)
        .with_options(strict)
        .build()?;
    Ok(transaction)
}

/// A transaction that reads.
///
/// # Errors
///
/// [`IdbError`].
pub fn read<'a>(connection: &'a Connection, stores: &[&str]) -> Result<Transaction<'a>, IdbError> {
    Ok(connection
        .database()?
        .transaction(stores.to_vec())
        .build()?)
}

impl From<Error> for IdbError {
    fn from(error: Error) -> Self {
        match error {
            // A put may succeed and the transaction abort after it: the quota is checked late.
            Error::MissingData(UnexpectedDataError::TransactionAborted)
            | Error::DomException(DomException::AbortError(_)) => Self::Full,
            Error::DomException(other) if other.name() == "QuotaExceededError" => Self::Full,
            _ => Self::Broken,
        }
    }
}

impl From<OpenDbError> for IdbError {
    fn from(error: OpenDbError) -> Self {
        match error {
            OpenDbError::UnsupportedEnvironment | OpenDbError::NullFactory => Self::Missing,
            OpenDbError::Base(base) => match base.into() {
                // What cannot even be opened is, to the person, not there: private windows and
                // blocked site data show themselves in many ways.
                Self::Broken => Self::Missing,
                other => other,
            },
            OpenDbError::VersionZero => Self::Broken,
        }
    }
}
