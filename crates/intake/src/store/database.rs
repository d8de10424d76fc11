use std::{
    fmt,
    path::{Path, PathBuf},
    time::Duration,
};

use sqlx::{
    Any, AnyConnection, ConnectOptions as _, Connection as _, Transaction, any::AnyConnectOptions,
    migrate::Migrator,
};
use tokio::sync::watch;

use super::{
    DatabaseMistake, StoreError, inspection::try_file, postgres, postgres::DatabaseUrl, sqlite,
};
use crate::policy::{RESTORED_GAP, SERVER_ANSWER, SERVER_TURN};

/// Which database it is, and all in which the two differ.
///
/// The statements are the same for both. They are written for sqlx's `Any`, whose numbers are
/// `i64`, and which has no type for the answer of `EXISTS` that both give: they count instead.
#[derive(Clone)]
pub(super) struct Database {
    /// Where it is, for whoever writes.
    writing: AnyConnectOptions,
    /// Where it is, for whoever reads.
    reading: AnyConnectOptions,
    kind: Kind,
}

#[derive(Clone)]
enum Kind {
    Sqlite {
        path: PathBuf,
        max_bytes: Option<u64>,
    },
    Postgres(DatabaseUrl),
}

impl Database {
    /// The file in the folder `data`.
    pub(super) fn sqlite(data: &Path, max_bytes: Option<u64>) -> Self {
        let path = data.join(sqlite::FILE);
        Self {
            writing: options(&sqlite::url(&path, "rwc")),
            reading: options(&sqlite::url(&path, "ro")),
            kind: Kind::Sqlite { path, max_bytes },
        }
    }

    /// A database of a server.
    pub(super) fn postgres(url: &DatabaseUrl) -> Self {
        Self {
            writing: options(url.expose()),
            reading: options(url.expose()),
            kind: Kind::Postgres(url.clone()),
        }
    }

    /// A connection that may write, on which a commit returns when it is on the disk.
    pub(super) async fn connect(&self) -> Result<AnyConnection, sqlx::Error> {
        let connecting = async {
            let mut connection = connect(&self.writing).await?;
            match &self.kind {
                Kind::Sqlite { max_bytes, .. } => {
                    sqlite::prepare(&mut connection, *max_bytes).await?;
                }
                Kind::Postgres(_) => postgres::prepare(&mut connection).await?,
            }
            Ok(connection)
        };
        self.answers(connecting).await
    }

    /// A connection that only reads.
    pub(super) async fn connect_reading(&self) -> Result<AnyConnection, sqlx::Error> {
        self.answers(connect(&self.reading)).await
    }

    /// Gives work up when a server says nothing for so long: it may be gone without a word. A file of
    /// this machine is waited for.
    pub(super) async fn within<T, E: From<sqlx::Error>>(
        &self,
        limit: Duration,
        work: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        match self.kind {
            Kind::Sqlite { .. } => work.await,
            Kind::Postgres(_) => postgres::within(limit, work).await,
        }
    }

    /// The same for what a server that is well answers at once.
    pub(super) async fn answers<T, E: From<sqlx::Error>>(
        &self,
        work: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        self.within(SERVER_ANSWER, work).await
    }

    /// The tables, in the versions they have had.
    pub(super) fn migrations(&self) -> &'static Migrator {
        match self.kind {
            Kind::Sqlite { .. } => &sqlite::MIGRATIONS,
            Kind::Postgres(_) => &postgres::MIGRATIONS,
        }
    }

    /// Whether it keeps the time at which a row was committed.
    pub(super) async fn keeps_times(
        &self,
        connection: &mut AnyConnection,
    ) -> Result<bool, sqlx::Error> {
        match self.kind {
            Kind::Sqlite { .. } => Ok(false),
            Kind::Postgres(_) => postgres::keeps_times(connection).await,
        }
    }

    /// A connection that makes and changes nothing; none when there is no file yet.
    pub(super) async fn inspect(&self) -> Result<Option<AnyConnection>, DatabaseMistake> {
        let Kind::Sqlite { path, .. } = &self.kind else {
            return Ok(Some(connect(&self.reading).await?));
        };
        if !try_file(path)? {
            return Ok(None);
        }
        // SQLite would make its log to read a file that nobody uses, unless it is told so.
        let reading = match sqlite::log_beside(path).exists() {
            true => self.reading.clone(),
            false => options(&sqlite::url(path, "ro&immutable=1")),
        };
        Ok(Some(connect(&reading).await?))
    }

    /// Whether nothing can be stored there, as far as a server says it.
    pub(super) async fn is_read_only(
        &self,
        connection: &mut AnyConnection,
    ) -> Result<bool, sqlx::Error> {
        match self.kind {
            Kind::Sqlite { .. } => Ok(false),
            Kind::Postgres(_) => postgres::is_read_only(connection).await,
        }
    }

    /// Whether there is a table of this name.
    pub(super) async fn has_table(
        &self,
        connection: &mut AnyConnection,
        name: &str,
    ) -> Result<bool, sqlx::Error> {
        let tables = match self.kind {
            Kind::Sqlite { .. } => sqlite::TABLES,
            Kind::Postgres(_) => postgres::TABLES,
        };
        let tables = sqlx::query_scalar(tables).bind(name);
        let tables: i64 = tables.fetch_one(connection).await?;
        Ok(tables > 0)
    }

    /// Whether tables may be made, as far as a server decides it.
    pub(super) async fn may_make_tables(
        &self,
        connection: &mut AnyConnection,
    ) -> Result<bool, sqlx::Error> {
        match self.kind {
            Kind::Sqlite { .. } => Ok(true),
            Kind::Postgres(_) => postgres::may_make_tables(connection).await,
        }
    }

    /// Begins a transaction in which nobody else writes, in this process or another, from now until
    /// its end.
    ///
    /// So the order in which transactions end is the order in which they took their cursors, and a
    /// reader that has seen a cursor will never find an earlier one that it has not: whoever took
    /// that had committed, or given up, before the later was taken. It also keeps what one statement
    /// of a transaction found true for the next.
    pub(super) async fn begin<'it>(
        &self,
        connection: &'it mut AnyConnection,
    ) -> Result<Transaction<'it, Any>, sqlx::Error> {
        match self.kind {
            Kind::Sqlite { .. } => connection.begin_with("BEGIN IMMEDIATE").await,
            Kind::Postgres(_) => postgres::within(SERVER_TURN, postgres::begin(connection)).await,
        }
    }

    /// Begins a transaction in which every statement sees the same moment.
    pub(super) async fn look<'it>(
        &self,
        connection: &'it mut AnyConnection,
    ) -> Result<Transaction<'it, Any>, sqlx::Error> {
        match self.kind {
            Kind::Sqlite { .. } => connection.begin().await,
            Kind::Postgres(_) => connection.begin_with(postgres::LOOK).await,
        }
    }

    /// Whether this program takes from the disk what was deleted. A server does so itself: when it
    /// vacuums, and when it reuses its log.
    pub(super) fn is_tidied(&self) -> bool {
        matches!(self.kind, Kind::Sqlite { .. })
    }

    /// Takes what was deleted from the disk, when that is this program's; says whether it is done.
    pub(super) async fn tidy(&self, connection: &mut AnyConnection) -> Result<bool, StoreError> {
        match self.kind {
            Kind::Sqlite { .. } => sqlite::tidy(connection).await,
            Kind::Postgres(_) => Ok(true),
        }
    }

    /// Raises this connection's limit for what frees space; gives the limit to go back to. When the
    /// task fails, the connection is given up, and the limit with it.
    pub(super) async fn make_room(
        &self,
        connection: &mut AnyConnection,
    ) -> Result<Option<i64>, StoreError> {
        match self.kind {
            Kind::Sqlite { .. } => sqlite::make_room(connection).await.map(Some),
            Kind::Postgres(_) => Ok(None),
        }
    }

    /// Sets the limit that [`Database::make_room`] gave.
    pub(super) async fn limit(
        &self,
        connection: &mut AnyConnection,
        limit: Option<i64>,
    ) -> Result<(), StoreError> {
        match limit {
            Some(pages) => sqlite::limit_pages(connection, pages).await,
            None => Ok(()),
        }
    }

    /// Moves the next cursor far beyond all that a lost database can have given out.
    pub(super) async fn skip_cursors(
        &self,
        connection: &mut AnyConnection,
    ) -> Result<(), StoreError> {
        let statements = match self.kind {
            Kind::Sqlite { .. } => &sqlite::SKIP_CURSORS[..],
            Kind::Postgres(_) => &[postgres::SKIP_CURSORS],
        };
        for statement in statements {
            let skip = sqlx::query(*statement).bind(RESTORED_GAP);
            skip.execute(&mut *connection).await?;
        }
        Ok(())
    }

    /// Tells other processes of a new cursor, once this transaction is committed.
    pub(super) async fn announce(
        &self,
        connection: &mut AnyConnection,
        cursor: i64,
    ) -> Result<(), StoreError> {
        match self.kind {
            // One process at a time serves from it, and commands store no envelope.
            Kind::Sqlite { .. } => Ok(()),
            Kind::Postgres(_) => postgres::announce(connection, cursor).await,
        }
    }

    /// Takes the right to send webhooks: whether it was free, and the connection with which it ends, at
    /// the latest when nothing was heard on it for so long. Nothing when no other process can have it.
    pub(super) async fn lease(
        &self,
        length: Duration,
    ) -> Result<Option<(bool, AnyConnection)>, sqlx::Error> {
        if let Kind::Sqlite { .. } = self.kind {
            return Ok(None);
        }
        let mut connection = self.connect().await?;
        let free = postgres::lease(&mut connection, length).await?;
        Ok(Some((free, connection)))
    }

    /// Follows what other processes store, until nobody wants to know any more.
    pub(super) async fn follow(&self, latest: &watch::Sender<i64>) -> Result<(), sqlx::Error> {
        if let Kind::Postgres(url) = &self.kind {
            tokio::spawn(postgres::arrivals(url, latest.clone()).await?);
        }
        Ok(())
    }
}

/// Where it is, without a password.
impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Sqlite { path, .. } => path.display().fmt(f),
            Kind::Postgres(url) => url.fmt(f),
        }
    }
}

async fn connect(options: &AnyConnectOptions) -> Result<AnyConnection, sqlx::Error> {
    sqlx::any::install_default_drivers();
    options.connect().await
}

fn options(url: &str) -> AnyConnectOptions {
    let options: AnyConnectOptions = url.parse().expect("ours, or read once already");
    // Statements name no values, but there is nothing to learn from them either.
    options.disable_statement_logging()
}
