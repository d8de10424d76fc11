use thiserror::Error;

/// Why the storage could not do what was asked.
///
/// It says nothing about what was to be stored: a kind, and SQLite's own number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The disk, or the part of it that the operator allows, is full.
    #[error("full")]
    Full,
    /// Another program or too many requests held the database for too long.
    #[error("busy")]
    Busy,
    /// The storage is closing.
    #[error("closing")]
    Closed,
    /// A row does not have the form that this program writes.
    #[error("a row is malformed")]
    RowMalformed,
    /// SQLite failed with this extended result code (<https://sqlite.org/rescode.html>).
    #[error("SQLite result code {0}")]
    Sqlite(i32),
    /// The database library failed without a result code.
    #[error("the database library failed")]
    Library,
}

/// The primary result codes SQLITE_BUSY, SQLITE_LOCKED and SQLITE_FULL.
const BUSY: i32 = 5;
const LOCKED: i32 = 6;
const FULL: i32 = 13;

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(error) => {
                match error.code().and_then(|it| it.parse::<i32>().ok()) {
                    // The low byte of an extended code is the primary code.
                    Some(code) => match code & 0xff {
                        FULL => Self::Full,
                        BUSY | LOCKED => Self::Busy,
                        _ => Self::Sqlite(code),
                    },
                    None => Self::Library,
                }
            }
            sqlx::Error::PoolTimedOut => Self::Busy,
            sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => Self::Closed,
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::RowNotFound => Self::RowMalformed,
            _ => Self::Library,
        }
    }
}
