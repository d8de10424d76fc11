//! What only SQLite has: a file with its limit of size, in which one connection at a time writes.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use sqlx::{AnyConnection, AssertSqlSafe, migrate::Migrator};

use super::StoreError;
use crate::policy::{self, TIDY_WAIT};

#[cfg(test)]
mod tests;

/// The database's file name inside the data folder.
pub(super) const FILE: &str = "intake.sqlite";

/// The tables, in the versions they have had.
pub(super) static MIGRATIONS: Migrator = sqlx::migrate!("./migrations/sqlite");

/// Moves the next cursor on. The table of sequences has no row before the first envelope, and no key
/// either.
pub(super) const SKIP_CURSORS: [&str; 2] = [
    "INSERT INTO sqlite_sequence (name, seq) SELECT 'envelopes', 0 * $1
     WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'envelopes')",
    "UPDATE sqlite_sequence SET seq = seq + $1 WHERE name = 'envelopes'",
];

/// Counts the tables of a name.
pub(super) const TABLES: &str =
    "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = $1";

/// SQLite's default page, in bytes; said here because the limit counts pages.
const PAGE: u64 = 4096;

/// How many pages of 4 KiB what frees space may take beyond the operator's limit: an acknowledgement,
/// and what stays of a deleted envelope, must find room in a storage that is full.
const ROOM: i64 = 1_024;

/// Primary result codes (<https://sqlite.org/rescode.html>). `ERROR` tells of a missing table.
pub(super) const ERROR: i32 = 1;
pub(super) const BUSY: i32 = 5;
pub(super) const LOCKED: i32 = 6;
pub(super) const CORRUPT: i32 = 11;
pub(super) const FULL: i32 = 13;
pub(super) const NOT_A_DATABASE: i32 = 26;

/// The primary code in an extended one: its low byte.
pub(super) fn primary(code: i32) -> i32 {
    code & 0xff
}

/// The file that SQLite keeps beside the database while it is used, and after a kill.
pub(super) fn log_beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    name.into()
}

/// The file as a URL, opened in one of SQLite's modes (<https://www.sqlite.org/uri.html>).
///
/// Every byte that could mean something else is written as a number: a path is not a URL.
pub(super) fn url(path: &Path, mode: &str) -> String {
    let letter = |byte: &u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(*byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    let bytes = path.as_os_str().as_encoded_bytes();
    let path: String = bytes.iter().map(letter).collect();
    format!("sqlite:{path}?mode={mode}")
}

/// Makes a fresh connection one that writes: a commit returns when it is on the disk, and what it
/// deletes is overwritten.
pub(super) async fn prepare(
    connection: &mut AnyConnection,
    max_bytes: Option<u64>,
) -> Result<(), sqlx::Error> {
    let busy = policy::BUSY.as_millis();
    let mut pragmas = format!(
        "PRAGMA busy_timeout = {busy}; PRAGMA page_size = {PAGE};
         PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;"
    );
    if let Some(bytes) = max_bytes {
        let pages = bytes / PAGE;
        pragmas.push_str(&format!(" PRAGMA max_page_count = {pages};"));
    }
    let pragmas = sqlx::raw_sql(AssertSqlSafe(pragmas));
    pragmas.execute(connection).await.map(drop)
}

/// Writes all that is committed into the file itself, which ends the life of what was deleted there,
/// and cuts the write-ahead log, which still has it, to nothing. Says whether that was done: who reads
/// an earlier moment, such as a backup, keeps both from it.
pub(super) async fn tidy(connection: &mut AnyConnection) -> Result<bool, StoreError> {
    // Whoever writes waits meanwhile.
    wait_for_others(connection, TIDY_WAIT).await?;
    let busy = sqlx::query_scalar("PRAGMA wal_checkpoint(TRUNCATE)");
    let busy: i64 = busy.fetch_one(&mut *connection).await?;
    wait_for_others(connection, policy::BUSY).await?;
    Ok(busy == 0)
}

async fn wait_for_others(connection: &mut AnyConnection, time: Duration) -> Result<(), StoreError> {
    let pragma = AssertSqlSafe(format!("PRAGMA busy_timeout = {}", time.as_millis()));
    sqlx::raw_sql(pragma).execute(connection).await?;
    Ok(())
}

/// Raises this connection's limit for what frees space; gives the limit to go back to.
pub(super) async fn make_room(connection: &mut AnyConnection) -> Result<i64, StoreError> {
    let limit = sqlx::query_scalar("PRAGMA max_page_count");
    let limit: i64 = limit.fetch_one(&mut *connection).await?;
    limit_pages(connection, limit.saturating_add(ROOM)).await?;
    Ok(limit)
}

/// Sets this connection's limit. SQLite takes none below what the database has already.
pub(super) async fn limit_pages(
    connection: &mut AnyConnection,
    pages: i64,
) -> Result<(), StoreError> {
    let pragma = AssertSqlSafe(format!("PRAGMA max_page_count = {pages}"));
    sqlx::raw_sql(pragma).execute(connection).await?;
    Ok(())
}
