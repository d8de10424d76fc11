use std::{fmt, io};

use intake::{
    DatabaseMistake, DatabaseUrlError, ReceiptKeyFileError, SiteFileError, WebhookMistake,
};
use thiserror::Error;

use super::Setting;

/// One mistake in the configuration, and where it is.
#[derive(Debug)]
struct Mistake {
    /// The file with its line, the environment variable, the setting, the folder or the address.
    place: String,
    /// What is wrong there.
    wrong: Wrong,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.wrong)
    }
}

/// Every mistake that a configuration can have.
#[derive(Debug, Error)]
pub(crate) enum Wrong {
    /// A required setting stands nowhere.
    #[error(
        "not set; use --{}, {} or `{}` in the configuration file",
        .0.key(), .0.variable(), .0.key()
    )]
    NotSet(Setting),
    /// The app's folder stands nowhere, and the program has no app inside.
    #[error(
        "not set, and this program was built without the app inside; use --{}, {} or `{}` in the \
         configuration file",
        Setting::App.key(), Setting::App.variable(), Setting::App.key()
    )]
    NoApp,
    /// The configuration file cannot be read.
    #[error("cannot be read: {0}")]
    Unreadable(io::ErrorKind),
    /// The configuration file is not TOML. The text is the parser's, which quotes no value.
    #[error("{0}")]
    NotToml(String),
    /// A setting that there is not.
    #[error("there is no setting of this name; there are {}", keys())]
    UnknownKey,
    /// An environment variable with our prefix that means nothing.
    #[error("there is no such variable; there are {}", variables())]
    UnknownVariable,
    /// A value of the wrong type.
    #[error("must be {}", .0.must_be())]
    NotA(Setting),
    /// What should be the URL of a database.
    #[error("{0}")]
    Database(DatabaseUrlError),
    /// The database, which an intake could not use as it is.
    #[error("{0}")]
    DatabaseRefused(DatabaseMistake),
    /// A limit that a database server does not take.
    #[error("is for SQLite alone; a PostgreSQL server has its own disk")]
    OnlySqlite,
    /// A folder of which there is none, or that is something else.
    #[error("is not a folder")]
    NotAFolder,
    /// A folder that cannot be used.
    #[error("cannot be used: {0}")]
    Unusable(io::ErrorKind),
    /// A data folder that others on the machine can look into.
    #[error("is open to other users of the machine; use chmod 700")]
    OpenToOthers,
    /// An app without its page.
    #[error("is not the built app: it has no index.html that can be read")]
    NotTheApp,
    /// An address that is not one of this machine's.
    #[error("cannot be listened on: {0}")]
    NotOurAddress(io::ErrorKind),
    /// A file of a site that will not be served as it is meant to be.
    #[error("{0}")]
    Site(SiteFileError),
    /// The receipt key cannot be used.
    #[error("{0}")]
    ReceiptKey(ReceiptKeyFileError),
    /// The file of webhooks, or a file that it names, cannot be used.
    #[error("{0}")]
    Webhook(WebhookMistake),
}

fn keys() -> String {
    Setting::ALL.map(Setting::key).join(", ")
}

fn variables() -> String {
    let mut names = Setting::ALL.map(Setting::variable).to_vec();
    names.push(super::variables::CONFIG.to_owned());
    names.join(", ")
}

/// All mistakes of a configuration, in the order in which they were found.
#[derive(Debug, Default)]
pub(crate) struct Mistakes(Vec<Mistake>);

impl Mistakes {
    /// Notes one more.
    pub(crate) fn add(&mut self, place: impl ToString, wrong: Wrong) {
        let place = place.to_string();
        self.0.push(Mistake { place, wrong });
    }

    /// The value, when it is there and nothing is wrong.
    pub(crate) fn none_or<T>(self, value: Option<T>) -> Result<T, Self> {
        match value {
            Some(value) if self.0.is_empty() => Ok(value),
            _ => Err(self),
        }
    }
}

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.len() {
            1 => f.write_str("the configuration has a mistake")?,
            count => write!(f, "the configuration has {count} mistakes")?,
        }
        self.0.iter().try_for_each(|it| write!(f, "\n  {it}"))
    }
}

impl std::error::Error for Mistakes {}
