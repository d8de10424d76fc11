//! The bare database: the same rows by the same statement, in groups, with nothing around it.

use std::path::Path;
use std::time::{Duration, Instant};

use intake::Store;
use sqlx::{Connection as _, Executor as _, PgConnection, SqliteConnection};
use submission::Day;

use crate::error::LoadError;
use crate::made::Made;

/// How many rows share a commit: as many as there are connections, and as the intake takes at most.
pub(crate) const GROUP: usize = 64;

/// As the intake has it (crates/intake/src/store/putting.rs).
const INSERT: &str = "INSERT INTO envelopes (digest, size, day, bytes) SELECT $1, $2, $3, $4
     WHERE NOT EXISTS (SELECT 1 FROM delivered WHERE digest = $1)
     ON CONFLICT (digest) DO NOTHING RETURNING cursor";

/// How long it takes to commit all of them to a new SQLite database in the folder `data`.
pub(crate) async fn sqlite(data: &Path, all: &[Made], day: Day) -> Result<Duration, LoadError> {
    drop(Store::open(data, None).await?);
    let url = format!("sqlite://{}/intake.sqlite", data.display());
    let mut connection = SqliteConnection::connect(&url).await?;
    // As the intake does it: a commit returns when it is on the disk.
    let pragmas = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;";
    connection.execute(pragmas).await?;
    let start = Instant::now();
    for group in all.chunks(GROUP) {
        connection.execute("BEGIN IMMEDIATE").await?;
        for made in group {
            let insert = sqlx::query_scalar(INSERT)
                .bind(&made.digest.as_bytes()[..])
                .bind(made.bytes.len() as i64)
                .bind(day.as_str())
                .bind(&made.bytes[..]);
            let _: i64 = insert.fetch_one(&mut connection).await?;
        }
        connection.execute("COMMIT").await?;
    }
    let taken = start.elapsed();
    connection.close().await?;
    Ok(taken)
}

/// The same for an empty database of a PostgreSQL server.
pub(crate) async fn postgres(url: &str, all: &[Made], day: Day) -> Result<Duration, LoadError> {
    let tables = url.parse().map_err(|_| LoadError::Said(url.to_owned()))?;
    drop(Store::open_server(&tables).await?);
    let mut connection = PgConnection::connect(url).await?;
    connection.execute("SET synchronous_commit = on").await?;
    let start = Instant::now();
    for group in all.chunks(GROUP) {
        connection
            .execute("BEGIN ISOLATION LEVEL READ COMMITTED")
            .await?;
        for made in group {
            let insert = sqlx::query_scalar(INSERT)
                .bind(&made.digest.as_bytes()[..])
                .bind(made.bytes.len() as i64)
                .bind(day.as_str())
                .bind(&made.bytes[..]);
            let _: i64 = insert.fetch_one(&mut connection).await?;
        }
        connection.execute("COMMIT").await?;
    }
    let taken = start.elapsed();
    connection.close().await?;
    Ok(taken)
}

/// Has a server for tests wait for the disk, as a server does.
pub(crate) async fn make_durable(url: &str) -> Result<(), LoadError> {
    let mut connection = PgConnection::connect(url).await?;
    connection.execute("ALTER SYSTEM SET fsync = on").await?;
    connection.execute("SELECT pg_reload_conf()").await?;
    Ok(connection.close().await?)
}
