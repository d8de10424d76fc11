use std::fmt;

use sqlx::{error::DatabaseError, postgres::PgDatabaseError, sqlite::SqliteError};
use thiserror::Error;

use super::sqlite::{BUSY, FULL, LOCKED, primary};

/// Why the storage could not do what was asked.
///
/// It says nothing about what was to be stored: a kind, and the database's own number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The disk, or the part of it that the operator allows, is full.
    #[error("full")]
    Full,
    /// Another program or too many requests held the database for too long.
    #[error("busy")]
    Busy,
    /// The database's server cannot be reached, or has ended the connection.
    #[error("the database's server cannot be reached")]
    Unreachable,
    /// The storage is closing.
    #[error("closing")]
    Closed,
    /// A row does not have the form that this program writes.
    #[error("a row is malformed")]
    RowMalformed,
    /// SQLite failed with this extended result code (<https://sqlite.org/rescode.html>).
    #[error("SQLite result code {0}")]
    Sqlite(i32),
    /// PostgreSQL failed with this code.
    #[error("SQLSTATE {0}")]
    Postgres(SqlState),
    /// The database library failed without a result code.
    #[error("the database library failed")]
    Library,
}

/// A code of PostgreSQL (<https://www.postgresql.org/docs/current/errcodes-appendix.html>). The
/// server's words are left out: they can quote a row.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SqlState([u8; 5]);

impl SqlState {
    /// Its five characters.
    pub(super) fn code(&self) -> &[u8; 5] {
        &self.0
    }
}

impl fmt::Display for SqlState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|it| write!(f, "{}", char::from(*it)))
    }
}

impl fmt::Debug for SqlState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(error) => of_database(&*error),
            sqlx::Error::Io(_) | sqlx::Error::Tls(_) => Self::Unreachable,
            sqlx::Error::PoolTimedOut => Self::Busy,
            sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => Self::Closed,
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::RowNotFound => Self::RowMalformed,
            _ => Self::Library,
        }
    }
}

fn of_database(error: &(dyn DatabaseError + 'static)) -> StoreError {
    let code = error.code().unwrap_or_default();
    if error.try_downcast_ref::<SqliteError>().is_some() {
        code.parse().map_or(StoreError::Library, of_sqlite)
    } else if error.try_downcast_ref::<PgDatabaseError>().is_some() {
        code.as_bytes()
            .try_into()
            .map_or(StoreError::Library, of_postgres)
    } else {
        StoreError::Library
    }
}

fn of_sqlite(code: i32) -> StoreError {
    match primary(code) {
        FULL => StoreError::Full,
        BUSY | LOCKED => StoreError::Busy,
        _ => StoreError::Sqlite(code),
    }
}

fn of_postgres(code: [u8; 5]) -> StoreError {
    match &code {
        b"53100" => StoreError::Full,
        // Other resources, a lock that did not come in time, and what may be tried again.
        b"55P03" | b"57014" | b"40001" | b"40P01" => StoreError::Busy,
        [b'5', b'3', ..] => StoreError::Busy,
        // Connections that fail, servers that stop or are not ready, and a session that was silent
        // with the lock for too long.
        [b'0', b'8', ..] | [b'5', b'7', b'P', ..] | b"25P03" => StoreError::Unreachable,
        _ => StoreError::Postgres(SqlState(code)),
    }
}
