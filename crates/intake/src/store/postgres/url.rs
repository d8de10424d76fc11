use std::{fmt, str::FromStr};

use sqlx::{ConnectOptions as _, postgres::PgConnectOptions};
use thiserror::Error;
use zeroize::Zeroizing;

/// Where a PostgreSQL database is, such as `postgres://intake@db.example/sealpost`.
///
/// It may hold a password, so what is printed of it is the server and the name of the database alone.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl {
    url: Zeroizing<String>,
    place: String,
}

/// Why a text is not the URL of a PostgreSQL database. It never says what stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DatabaseUrlError {
    /// It begins with another scheme, or with none.
    #[error("must begin with postgres://")]
    Scheme,
    /// It is no URL, or one of its parts is not what it must be.
    #[error("is not the URL of a PostgreSQL database")]
    Malformed,
    /// After the question mark stands something that means nothing.
    #[error("has a parameter that there is not; there are {}", PARAMETERS.join(", "))]
    Parameter,
    /// It names no database, and neither does PGDATABASE.
    #[error("names no database")]
    NoDatabase,
}

/// What may stand after the question mark: those of libpq that mean something here
/// (<https://www.postgresql.org/docs/current/libpq-connect.html>).
///
/// The library logs the others with their values, and a password may be among those.
const PARAMETERS: [&str; 12] = [
    "application_name",
    "dbname",
    "host",
    "hostaddr",
    "options",
    "password",
    "port",
    "sslcert",
    "sslkey",
    "sslmode",
    "sslrootcert",
    "user",
];

impl FromStr for DatabaseUrl {
    type Err = DatabaseUrlError;

    fn from_str(url: &str) -> Result<Self, DatabaseUrlError> {
        let scheme = url.split_once("://").map(|it| it.0);
        if !matches!(scheme, Some("postgres" | "postgresql")) {
            return Err(DatabaseUrlError::Scheme);
        }
        let query = url.split_once('?').map_or("", |it| it.1);
        let query = query.split_once('#').map_or(query, |it| it.0);
        let mut keys = query.split('&').filter(|it| !it.is_empty());
        let key = |pair: &str| pair.split_once('=').map_or(pair.len(), |it| it.0.len());
        if !keys.all(|pair| PARAMETERS.contains(&&pair[..key(pair)])) {
            return Err(DatabaseUrlError::Parameter);
        }
        let options = PgConnectOptions::from_str(url).map_err(|_| DatabaseUrlError::Malformed)?;
        let database = options.get_database().ok_or(DatabaseUrlError::NoDatabase)?;
        let place = match options.get_socket() {
            Some(folder) => format!("{database} in {}", folder.display()),
            None => format!(
                "{database} at {}:{}",
                options.get_host(),
                options.get_port()
            ),
        };
        Ok(Self {
            url: Zeroizing::new(url.to_owned()),
            place,
        })
    }
}

impl DatabaseUrl {
    /// The whole, for the library alone.
    pub(in crate::store) fn expose(&self) -> &str {
        &self.url
    }

    /// The same as the library takes it where it knows PostgreSQL by name.
    pub(in crate::store) fn options(&self) -> PgConnectOptions {
        let options = PgConnectOptions::from_str(&self.url);
        options
            .expect("it was read once already")
            .disable_statement_logging()
    }
}

/// The name of the database and its server.
impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.place)
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
