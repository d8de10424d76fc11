//! What only PostgreSQL has: a server that may come and go, and other processes that store.

use std::{io, time::Duration};

use sqlx::{
    Any, AnyConnection, AssertSqlSafe, Connection as _, Transaction,
    migrate::Migrator,
    postgres::{PgListener, PgPoolOptions},
};
use tokio::{
    sync::watch,
    time::{sleep, timeout},
};

use super::StoreError;
use crate::policy::{LISTENING, RECONNECT, SERVER_ANSWER};

#[cfg(test)]
mod tests;
mod url;

pub use url::{DatabaseUrl, DatabaseUrlError};

/// The tables, in the versions they have had.
pub(super) static MIGRATIONS: Migrator = sqlx::migrate!("./migrations/postgres");

/// Begins a look at one moment, whatever the server's default is.
pub(super) const LOOK: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// Moves the next cursor on.
pub(super) const SKIP_CURSORS: &str =
    "SELECT setval('envelopes_cursor_seq', (SELECT cursor FROM newest) + $1)";

/// Where new cursors are announced.
const CHANNEL: &str = "sealpost_stored";

/// What a session that writes is like, whatever the server's defaults are.
///
/// A receipt says that the envelope is on the disk, so a commit waits for it. Whoever holds the lock
/// and is silent, because its machine has stopped, loses it; whoever waits for it gives up and says
/// so.
const SESSION: &str = "SET synchronous_commit = on;
    SET lock_timeout = '5s';
    SET idle_in_transaction_session_timeout = '10s'";

/// Gives work up when the server says nothing for so long: it may be gone without a word.
pub(super) async fn within<T, E: From<sqlx::Error>>(
    limit: Duration,
    work: impl Future<Output = Result<T, E>>,
) -> Result<T, E> {
    let silent = || sqlx::Error::Io(io::ErrorKind::TimedOut.into());
    timeout(limit, work)
        .await
        .unwrap_or_else(|_| Err(silent().into()))
}

/// Makes a fresh connection one that writes.
pub(super) async fn prepare(connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(SESSION).execute(connection).await.map(drop)
}

/// Whether it keeps the time at which a row was committed.
pub(super) async fn keeps_times(connection: &mut AnyConnection) -> Result<bool, sqlx::Error> {
    let setting = sqlx::query_scalar("SELECT current_setting('track_commit_timestamp')");
    let setting: String = setting.fetch_one(connection).await?;
    Ok(setting == "on")
}

/// Whether nothing can be written there.
pub(super) async fn is_read_only(connection: &mut AnyConnection) -> Result<bool, sqlx::Error> {
    let setting = sqlx::query_scalar("SELECT current_setting('transaction_read_only')");
    let setting: String = setting.fetch_one(connection).await?;
    Ok(setting == "on")
}

/// Counts the tables of a name, where a statement would look for them.
pub(super) const TABLES: &str =
    "SELECT count(*) FROM pg_catalog.pg_class WHERE oid = to_regclass($1)";

/// Whether the role may make tables where they would be made.
pub(super) async fn may_make_tables(connection: &mut AnyConnection) -> Result<bool, sqlx::Error> {
    let may = sqlx::query_scalar(
        "SELECT count(*) FROM (SELECT 1) AS it
         WHERE has_schema_privilege(current_schema(), 'CREATE')",
    );
    let may: i64 = may.fetch_one(connection).await?;
    Ok(may > 0)
}

/// The number of the lock that whoever sends webhooks has: "Seal" in ASCII. It is this database's own.
const WEBHOOKS: i64 = 0x5365_616c;

/// Takes the lock of whoever sends webhooks, for as long as this session lasts; says whether it was
/// free. A session that is silent for the length of the lease ends: its machine may be gone without a
/// word.
pub(super) async fn lease(
    connection: &mut AnyConnection,
    length: Duration,
) -> Result<bool, sqlx::Error> {
    let session = format!("SET idle_session_timeout = '{}ms'", length.as_millis());
    let session = sqlx::raw_sql(AssertSqlSafe(session));
    session.execute(&mut *connection).await?;
    let lock = sqlx::query_scalar("SELECT pg_try_advisory_lock($1)").bind(WEBHOOKS);
    lock.fetch_one(connection).await
}

/// Begins a transaction that writes, and takes the lock of whoever writes.
///
/// The lock is a statement of its own: a statement sees what was committed before it began, so those
/// after it see all that the last holder did. It is held until the commit is over and can be seen.
pub(super) async fn begin(
    connection: &mut AnyConnection,
) -> Result<Transaction<'_, Any>, sqlx::Error> {
    let begin = connection.begin_with("BEGIN ISOLATION LEVEL READ COMMITTED");
    let mut transaction = begin.await?;
    let lock = sqlx::raw_sql("LOCK TABLE turn IN EXCLUSIVE MODE");
    lock.execute(&mut *transaction).await?;
    Ok(transaction)
}

/// Tells all processes of a new cursor, once this transaction is committed.
pub(super) async fn announce(
    connection: &mut AnyConnection,
    cursor: i64,
) -> Result<(), StoreError> {
    let notify = format!("NOTIFY {CHANNEL}, '{cursor}'");
    sqlx::raw_sql(AssertSqlSafe(notify))
        .execute(connection)
        .await?;
    Ok(())
}

/// What has to be done from now on, until nobody wants to know any more: it raises `latest` when any
/// process has stored something.
///
/// # Errors
///
/// When the server cannot be listened to. Later it is tried again and again.
pub(super) async fn arrivals(
    url: &DatabaseUrl,
    latest: watch::Sender<i64>,
) -> Result<impl Future<Output = ()> + Send + use<>, sqlx::Error> {
    let url = url.clone();
    let listener = within(SERVER_ANSWER, listener(&url)).await?;
    Ok(async move {
        let ended = latest.clone();
        tokio::select! {
            () = ended.closed() => {}
            () = follow(url, listener, latest) => {}
        }
    })
}

async fn listener(url: &DatabaseUrl) -> Result<PgListener, sqlx::Error> {
    let pool = PgPoolOptions::new()
        .max_connections(1)
        .acquire_timeout(SERVER_ANSWER)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_lazy_with(url.options());
    let mut listener = PgListener::connect_with(&pool).await?;
    // A connection that is lost is a reason to look, not only to connect again.
    listener.eager_reconnect(false);
    listener.listen(CHANNEL).await?;
    Ok(listener)
}

/// Listens for ever. What is stored while nothing can be heard is seen by the look after it.
async fn follow(url: DatabaseUrl, mut listener: PgListener, latest: watch::Sender<i64>) {
    loop {
        let lost = hear(&mut listener, &latest).await;
        let cause = StoreError::from(lost);
        tracing::error!(%cause, "nothing is heard of what other intakes store");
        listener = loop {
            match within(SERVER_ANSWER, self::listener(&url)).await {
                Ok(listener) => break listener,
                Err(_) => sleep(RECONNECT).await,
            }
        };
        tracing::info!("what other intakes store is heard of again");
    }
}

/// Hears what is announced until the connection is lost; says why.
async fn hear(listener: &mut PgListener, latest: &watch::Sender<i64>) -> sqlx::Error {
    let lost = async {
        look(listener, latest).await?;
        loop {
            match timeout(LISTENING, listener.try_recv()).await {
                Ok(Ok(Some(heard))) => match heard.payload().parse() {
                    Ok(cursor) => raise(latest, cursor),
                    Err(_) => look(listener, latest).await?,
                },
                Ok(Ok(None)) => return Err(sqlx::Error::Io(io::ErrorKind::BrokenPipe.into())),
                Ok(Err(error)) => return Err(error),
                // A server that is gone without a word would never be heard again.
                Err(_) => look(listener, latest).await?,
            }
        }
    };
    match lost.await {
        Err(error) => error,
        Ok(never) => never,
    }
}

/// Looks what is newest.
async fn look(listener: &mut PgListener, latest: &watch::Sender<i64>) -> Result<(), sqlx::Error> {
    let newest = sqlx::query_scalar(super::NEWEST).fetch_one(listener);
    raise(latest, within(SERVER_ANSWER, newest).await?);
    Ok(())
}

/// Never goes back: what is announced may be older than what this process stored since.
pub(super) fn raise(latest: &watch::Sender<i64>, newest: i64) {
    latest.send_if_modified(|latest| {
        let newer = newest > *latest;
        *latest = newest.max(*latest);
        newer
    });
}
