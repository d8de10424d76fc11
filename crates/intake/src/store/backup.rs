use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use sqlx::{
    ConnectOptions as _, Connection as _,
    sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous},
};
use tempfile::{NamedTempFile, TempPath};
use thiserror::Error;

use super::{
    StoreError,
    sqlite::{CORRUPT, ERROR, FILE, NOT_A_DATABASE, SKIP_CURSORS, primary},
};
use crate::policy::{BUSY, RESTORED_GAP};

/// What a copy of a database holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copied {
    /// How many envelopes.
    pub envelopes: u64,
}

/// Why a database was not copied. Then nothing new stands under the name that was asked for.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CopyError {
    /// There is something under the new name already. It is never touched.
    #[error("{} is there already", .0.display())]
    Exists(PathBuf),
    /// There is no database to copy.
    #[error("there is no database {}", .0.display())]
    NoDatabase(PathBuf),
    /// The file is a database, but not an intake's, or it is no database at all.
    #[error("{} is not an intake's database", .0.display())]
    NotOurs(PathBuf),
    /// SQLite finds it damaged, or the copy of it.
    #[error("{} is damaged", .0.display())]
    Damaged(PathBuf),
    /// A file cannot be read or written.
    #[error("{} cannot be read or written", .0.display())]
    File(PathBuf, #[source] io::Error),
    /// The database cannot be read, or the copy not be written.
    #[error("the database cannot be copied")]
    Store(#[from] StoreError),
}

/// Copies the database in the folder `data` into the new file `to`, also while an intake uses it.
///
/// The copy holds everything that had a receipt when this was called. It is checked and on the
/// disk before it gets its name, and readable by its owner alone. The receipt key is not in it.
///
/// # Errors
///
/// [`CopyError`].
pub async fn backup(data: &Path, to: &Path) -> Result<Copied, CopyError> {
    let from = data.join(FILE);
    if !from.is_file() {
        return Err(CopyError::NoDatabase(from));
    }
    let failed = |error| refused(error, &from);
    let copy = new_file(to)?;
    let options = plain(&from).read_only(true);
    let mut database = opened(options, &from).await?;
    // One transaction, so one moment. The file is there already, but empty, which SQLite takes.
    let path = copy.to_str().ok_or_else(|| unnamable(to))?;
    let vacuum = sqlx::query("VACUUM INTO ?").bind(path);
    vacuum.execute(&mut database).await.map_err(failed)?;
    database.close().await.map_err(failed)?;

    let copied = checked(&copy, &from).await?;
    named(copy, to)?;
    Ok(copied)
}

/// Makes the database of the folder `data`, which has none, from a backup.
///
/// What is stored from then on gets cursors that the lost database has never used: a reader that
/// was further than the backup misses nothing.
///
/// # Errors
///
/// [`CopyError`].
pub async fn restore(from: &Path, data: &Path) -> Result<Copied, CopyError> {
    let to = data.join(FILE);
    if !from.is_file() {
        return Err(CopyError::NoDatabase(from.to_owned()));
    }
    let copy = new_file(&to)?;
    // SQLite would take what stands in these for the newest part of the restored database.
    for kind in ["-wal", "-journal"] {
        let left = data.join([FILE, kind].concat());
        if left.symlink_metadata().is_ok() {
            return Err(CopyError::Exists(left));
        }
    }
    let copying = fs::copy(from, &copy);
    copying.map_err(|error| CopyError::File(from.to_owned(), error))?;
    let copied = checked(&copy, from).await?;
    skip_cursors(&copy, from).await?;
    named(copy, &to)?;
    Ok(copied)
}

/// An empty file beside `path`, which is not there yet. It goes when it is dropped.
fn new_file(path: &Path) -> Result<TempPath, CopyError> {
    if path.symlink_metadata().is_ok() {
        return Err(CopyError::Exists(path.to_owned()));
    }
    let file = NamedTempFile::new_in(folder_of(path));
    let file = file.map_err(|error| CopyError::File(path.to_owned(), error))?;
    Ok(file.into_temp_path())
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Gives the copy its name, once it is on the disk.
fn named(copy: TempPath, path: &Path) -> Result<(), CopyError> {
    let failed = |error| CopyError::File(path.to_owned(), error);
    File::open(&copy)
        .and_then(|it| it.sync_all())
        .map_err(failed)?;
    copy.persist_noclobber(path)
        .map_err(|it| match it.error.kind() {
            io::ErrorKind::AlreadyExists => CopyError::Exists(path.to_owned()),
            _ => failed(it.error),
        })?;
    File::open(folder_of(path))
        .and_then(|it| it.sync_all())
        .map_err(failed)
}

/// Whether SQLite finds the copy whole, and it is an intake's.
async fn checked(copy: &Path, from: &Path) -> Result<Copied, CopyError> {
    let failed = |error| refused(error, from);
    let mut database = opened(plain(copy).read_only(true), from).await?;
    let count = sqlx::query_scalar("SELECT count(*) FROM envelopes");
    let count: i64 = count.fetch_one(&mut database).await.map_err(failed)?;
    let verdict = sqlx::query_scalar("PRAGMA integrity_check(1)");
    let verdict: String = verdict.fetch_one(&mut database).await.map_err(failed)?;
    database.close().await.map_err(failed)?;
    match verdict == "ok" {
        true => Ok(Copied {
            envelopes: u64::try_from(count).map_err(|_| StoreError::RowMalformed)?,
        }),
        false => Err(CopyError::Damaged(from.to_owned())),
    }
}

/// Moves the next cursor far beyond all that the lost database can have given out.
async fn skip_cursors(copy: &Path, from: &Path) -> Result<(), CopyError> {
    let failed = |error| refused(error, from);
    // Without a second file beside it that would have to follow it under its name.
    let options = plain(copy).journal_mode(SqliteJournalMode::Delete);
    let options = options.synchronous(SqliteSynchronous::Full);
    let mut database = opened(options, from).await?;
    for statement in SKIP_CURSORS {
        let skip = sqlx::query(statement).bind(RESTORED_GAP);
        skip.execute(&mut database).await.map_err(failed)?;
    }
    database.close().await.map_err(failed)
}

fn plain(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(BUSY)
        .disable_statement_logging()
}

async fn opened(options: SqliteConnectOptions, from: &Path) -> Result<SqliteConnection, CopyError> {
    let connected = options.connect().await;
    connected.map_err(|error| refused(error, from))
}

fn refused(error: sqlx::Error, from: &Path) -> CopyError {
    match StoreError::from(error) {
        StoreError::Sqlite(code) if primary(code) == CORRUPT => CopyError::Damaged(from.to_owned()),
        StoreError::Sqlite(code) if matches!(primary(code), ERROR | NOT_A_DATABASE) => {
            CopyError::NotOurs(from.to_owned())
        }
        error => error.into(),
    }
}

/// SQLite is told the path as text.
fn unnamable(path: &Path) -> CopyError {
    CopyError::File(path.to_owned(), io::ErrorKind::InvalidFilename.into())
}
