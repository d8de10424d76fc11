use std::{
    fs::OpenOptions,
    io::{
        self,
        ErrorKind::{NotADirectory, NotFound},
    },
    path::Path,
};

use rustix::fs::{FlockOperation, fcntl_lock};
use sqlx::AnyConnection;
use submission::ReceiptKey;
use thiserror::Error;
use tokio::time::timeout;

use super::{Database, DatabaseUrl, StoreError, sqlite};
use crate::{policy::INSPECTION, receipt_key::load_receipt_key};

/// What keeps an intake from using a database as it is. It never says what stands in a URL.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum DatabaseMistake {
    /// There is nobody at the server's address, or no such address. The text is the system's.
    #[error("cannot be reached: {0}")]
    Unreachable(io::Error),
    /// A path that the URL names leads nowhere: the server's socket, or a file for TLS.
    #[error(
        "cannot be reached: there is no socket there, or no file of sslrootcert, sslcert or sslkey"
    )]
    NoSuchFile,
    /// Somebody is there, or packets are dropped, and no answer came in time.
    #[error("does not answer within {} seconds", INSPECTION.as_secs())]
    Silent,
    /// The server is there and takes nobody in yet, or any more.
    #[error("the server is starting or stopping; try again")]
    NotReady,
    /// No TLS, or not with a certificate that is trusted. The text is the library's.
    #[error("there is no TLS as the URL asks for it: {0}")]
    Tls(String),
    /// The password is not the role's.
    #[error("the server refuses the password, or was given none")]
    PasswordRefused,
    /// The server's rules have no place for this role, this machine, or a connection without TLS.
    #[error("the server does not let this role in, or not from here, or not without TLS")]
    NotLetIn,
    /// The server has no database of this name.
    #[error("the server has no database of this name; make it with createdb")]
    NoDatabase,
    /// Something else answers, or the server speaks in a way that is not known here.
    #[error("what answers there does not speak as a PostgreSQL server")]
    NotPostgres,
    /// Nothing can be stored there.
    #[error("can only be read: the server is a standby, or set so")]
    ReadOnly,
    /// The tables cannot be made, brought to this version or read.
    #[error("the role may not make or read the tables there; let it own the database")]
    NotAllowed,
    /// The server keeps the time of every commit, which nothing here may be known by.
    #[error("its server keeps commit times; turn track_commit_timestamp off")]
    CommitTimes,
    /// A newer program has brought the tables to its version.
    #[error("its tables are of a newer version than this program; use the newer program")]
    Newer,
    /// A version of the tables has the number of one of ours and is another.
    #[error("its tables are not those of this program")]
    OtherTables,
    /// The file cannot be read, written or locked.
    #[error("cannot be read, written and locked: {0}")]
    File(io::Error),
    /// Another program has it for itself, or too many have it.
    #[error("lets nobody in now: another program has locked it, or no connection is free")]
    Busy,
    /// The file is no database, or not an intake's.
    #[error("is not an intake's database")]
    NotOurs,
    /// SQLite finds the file damaged.
    #[error("is damaged; restore it from a backup")]
    Damaged,
    /// Devices that believe the key of its receipts would not believe the key in the data folder.
    #[error(
        "has receipts by another key than receipt.key in the data folder; copy that one there, or, \
         if the key was changed for good, run intake receipt-key --replace"
    )]
    OtherReceiptKey,
    /// The same, when there is no key yet: `serve` would make another.
    #[error("has receipts by a key, and there is no receipt.key in the data folder; copy it there")]
    NoReceiptKey,
    /// The database fails in another way.
    #[error("cannot be read: {0}")]
    Store(StoreError),
}

/// Whether an intake with the folder `data` can use its database, which is there or at `url`: nothing
/// when it can, also because there is none yet; otherwise where it is, and what is wrong.
///
/// It takes 10 seconds at most, makes nothing, and changes nothing in the database.
pub async fn check_database(
    data: &Path,
    url: Option<&DatabaseUrl>,
) -> Option<(String, DatabaseMistake)> {
    let database = match url {
        None => Database::sqlite(data, None),
        Some(url) => Database::postgres(url),
    };
    let looked = timeout(INSPECTION, looked(&database, data)).await;
    let looked = looked.unwrap_or(Err(DatabaseMistake::Silent));
    looked.err().map(|it| (database.to_string(), it))
}

async fn looked(database: &Database, data: &Path) -> Result<(), DatabaseMistake> {
    let Some(theirs) = receipt_key(database).await? else {
        return Ok(());
    };
    match load_receipt_key(data) {
        Ok(Some(ours)) if ours.receipt_key() == theirs => Ok(()),
        Ok(Some(_)) => Err(DatabaseMistake::OtherReceiptKey),
        Ok(None) => Err(DatabaseMistake::NoReceiptKey),
        // A mistake of its own, which is named with the folder.
        Err(_) => Ok(()),
    }
}

/// The key of the receipts that were given for this database, after a look at all the rest.
async fn receipt_key(database: &Database) -> Result<Option<ReceiptKey>, DatabaseMistake> {
    let Some(mut connection) = database.inspect().await? else {
        return Ok(None);
    };
    let connection = &mut connection;
    if database.keeps_times(connection).await? {
        return Err(DatabaseMistake::CommitTimes);
    }
    if database.is_read_only(connection).await? {
        return Err(DatabaseMistake::ReadOnly);
    }
    let migrated = is_migrated(database, connection).await?;
    if !migrated && !database.may_make_tables(connection).await? {
        return Err(DatabaseMistake::NotAllowed);
    }
    if !database.has_table(connection, "receipt_key").await? {
        return Ok(None);
    }
    let key = sqlx::query_scalar("SELECT public_key FROM receipt_key");
    let key: Option<String> = key.fetch_optional(connection).await?;
    let key = key.map(|it| it.parse()).transpose();
    key.map_err(|_| DatabaseMistake::Store(StoreError::RowMalformed))
}

/// Whether the tables are of this version; they may be older, or not be there yet.
async fn is_migrated(
    database: &Database,
    connection: &mut AnyConnection,
) -> Result<bool, DatabaseMistake> {
    if !database.has_table(connection, "_sqlx_migrations").await? {
        return Ok(false);
    }
    let applied = sqlx::query_as("SELECT version, checksum FROM _sqlx_migrations");
    let applied: Vec<(i64, Vec<u8>)> = applied.fetch_all(connection).await?;
    let ours = database.migrations();
    for (version, checksum) in &applied {
        match ours.iter().find(|it| it.version == *version) {
            None => return Err(DatabaseMistake::Newer),
            Some(it) if *it.checksum != **checksum => return Err(DatabaseMistake::OtherTables),
            Some(_) => {}
        }
    }
    Ok(applied.len() == ours.iter().count())
}

/// Whether the file is there; if it is, whether an intake can read, write and lock it.
///
/// SQLite's locks are of the same kind as this one, which lasts for a moment.
pub(super) fn try_file(path: &Path) -> Result<bool, DatabaseMistake> {
    let file = match OpenOptions::new().read(true).write(true).open(path) {
        Ok(file) => file,
        // A data folder that is none is a mistake of its own.
        Err(error) if matches!(error.kind(), NotFound | NotADirectory) => return Ok(false),
        Err(error) => return Err(DatabaseMistake::File(error)),
    };
    let locked = fcntl_lock(&file, FlockOperation::NonBlockingLockShared);
    match locked.map_err(io::Error::from) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => Err(DatabaseMistake::Busy),
        Err(error) => Err(DatabaseMistake::File(error)),
    }
}

impl From<sqlx::Error> for DatabaseMistake {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::Tls(error) => Self::Tls(error.to_string()),
            sqlx::Error::Io(error) => match error.kind() {
                // What goes wrong while TLS begins comes as an error of the socket.
                io::ErrorKind::InvalidData => Self::Tls(error.to_string()),
                NotFound => Self::NoSuchFile,
                _ => Self::Unreachable(error),
            },
            sqlx::Error::Protocol(_) => Self::NotPostgres,
            error => Self::of_store(StoreError::from(error)),
        }
    }
}

impl DatabaseMistake {
    fn of_store(error: StoreError) -> Self {
        match error {
            StoreError::Busy => Self::Busy,
            StoreError::Unreachable => Self::NotReady,
            StoreError::Postgres(state) => match state.code() {
                b"28P01" => Self::PasswordRefused,
                b"28000" => Self::NotLetIn,
                b"3D000" => Self::NoDatabase,
                b"42501" => Self::NotAllowed,
                _ => Self::Store(error),
            },
            StoreError::Sqlite(code) => match sqlite::primary(code) {
                sqlite::CORRUPT => Self::Damaged,
                sqlite::ERROR | sqlite::NOT_A_DATABASE => Self::NotOurs,
                _ => Self::Store(error),
            },
            error => Self::Store(error),
        }
    }
}
