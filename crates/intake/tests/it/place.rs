//! Where an intake of a test has its database: in its folder, or on a real PostgreSQL server when the
//! tests run there.

use std::path::{Path, PathBuf};

use intake::Store;
use sqlx::{Any, AnyConnection, Connection as _, any::AnyArguments, query::Query};
use test_postgres::{Server, on_postgres};

/// A database, which nobody else has.
pub(crate) enum Place {
    /// The data folder of the SQLite database.
    Folder(PathBuf),
    /// The URL of a PostgreSQL database.
    Server(String),
}

impl Place {
    /// An empty one, on whichever database the tests run.
    pub(crate) fn new(data: &Path) -> Self {
        match on_postgres() {
            false => Self::Folder(data.to_owned()),
            true => Self::Server(Server::shared().database()),
        }
    }

    /// With the limit of size, which SQLite alone has.
    pub(crate) async fn store(&self, max_bytes: Option<u64>) -> Store {
        let store = match self {
            Self::Folder(data) => Store::open(data, max_bytes).await,
            Self::Server(url) => Store::open_server(&url.parse().expect("a URL")).await,
        };
        store.expect("the database")
    }

    /// A connection that holds up whoever writes, until it is dropped.
    pub(crate) async fn writing(&self) -> AnyConnection {
        let mut connection = self.connection().await;
        let begin = match self {
            Self::Folder(_) => "BEGIN IMMEDIATE",
            Self::Server(_) => "BEGIN; LOCK TABLE turn IN EXCLUSIVE MODE",
        };
        let begun = sqlx::raw_sql(begin).execute(&mut connection).await;
        begun.expect("a transaction");
        connection
    }

    /// Does something to the database of an intake that does not run.
    pub(crate) async fn change(&self, query: Query<'_, Any, AnyArguments>) {
        let mut connection = self.connection().await;
        query.execute(&mut connection).await.expect("changed");
        connection.close().await.expect("closed");
    }

    /// A connection of its own to it.
    pub(crate) async fn connection(&self) -> AnyConnection {
        sqlx::any::install_default_drivers();
        let url = match self {
            Self::Folder(data) => format!("sqlite://{}/intake.sqlite", data.display()),
            Self::Server(url) => url.clone(),
        };
        let connection = AnyConnection::connect(&url).await;
        connection.expect("the database")
    }
}

/// A day before today, as it is stored.
pub(crate) fn days_ago(days: i64) -> String {
    let day = time::OffsetDateTime::now_utc().date() - time::Duration::days(days);
    format!(
        "{:04}-{:02}-{:02}",
        day.year(),
        u8::from(day.month()),
        day.day()
    )
}
