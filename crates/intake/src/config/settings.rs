use std::{
    env,
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
};

use intake::{AppFiles, DatabaseUrl, Limits};

use super::{ConfigFile, Given, Mistakes, Written, Wrong, file, variables};

/// Where the intake listens when nobody says: this machine alone, for a reverse proxy.
const LISTEN: (Ipv4Addr, u16) = (Ipv4Addr::LOCALHOST, 8080);

/// A setting, whichever way it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Setting {
    /// Address and port to listen on.
    Listen,
    /// Folder of the database and the receipt key.
    Data,
    /// The database, when it is not in that folder.
    Database,
    /// Folder of the signed manifests.
    Sites,
    /// Folder of the built app.
    App,
    /// The most the database may take, in MiB.
    MaxStorage,
    /// How many days an envelope waits for its readers.
    Retention,
    /// How many envelopes a minute cost their senders nothing.
    FreePerMinute,
    /// Address and port of the metrics.
    Metrics,
    /// File of those who are told of envelopes.
    Webhooks,
}

impl Setting {
    /// All of them.
    pub(crate) const ALL: [Self; 10] = [
        Self::Listen,
        Self::Data,
        Self::Database,
        Self::Sites,
        Self::App,
        Self::MaxStorage,
        Self::Retention,
        Self::FreePerMinute,
        Self::Metrics,
        Self::Webhooks,
    ];

    /// Its name in the file, and as an option without the hyphens before it.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Listen => "listen",
            Self::Data => "data",
            Self::Database => "database",
            Self::Sites => "sites",
            Self::App => "app",
            Self::MaxStorage => "max-storage",
            Self::Retention => "retention",
            Self::FreePerMinute => "free-per-minute",
            Self::Metrics => "metrics",
            Self::Webhooks => "webhooks",
        }
    }

    /// Its environment variable.
    pub(crate) fn variable(self) -> String {
        let name = self.key().replace('-', "_").to_uppercase();
        format!("{}{name}", variables::PREFIX)
    }

    /// What its value must be, for whoever wrote something else.
    pub(crate) fn must_be(self) -> &'static str {
        match self {
            Self::Listen | Self::Metrics => "an IP address and a port, such as \"127.0.0.1:8080\"",
            Self::Data | Self::Sites | Self::App => "the path of a folder, in quotation marks",
            Self::Webhooks => "the path of a file, in quotation marks",
            Self::Database => "the URL of a PostgreSQL database, in quotation marks",
            Self::MaxStorage => "a whole number of MiB from 1 to 4294967295",
            Self::FreePerMinute => "a whole number of envelopes from 0 to 4294967295",
            Self::Retention => "a whole number of days from 1 to 365",
        }
    }
}

/// Settings of `intake serve`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Serving {
    /// Address and port to listen on.
    pub(crate) listen: SocketAddr,
    /// Folder of the database and the receipt key.
    pub(crate) data: PathBuf,
    /// The database, when it is not in that folder.
    pub(crate) database: Option<DatabaseUrl>,
    /// Folder of the signed manifests.
    pub(crate) sites: PathBuf,
    /// Where the app is.
    pub(crate) app: AppFiles,
    /// The most the database may take, in MiB.
    pub(crate) max_storage: Option<u32>,
    /// How many days an envelope waits for its readers.
    pub(crate) retention: u16,
    /// How many envelopes a minute cost their senders nothing.
    pub(crate) free_per_minute: u32,
    /// Address and port of the metrics, if there shall be any.
    pub(crate) metrics: Option<SocketAddr>,
    /// File of those who are told of envelopes, if there shall be any.
    pub(crate) webhooks: Option<PathBuf>,
}

impl Serving {
    /// The settings, when all that are required are there.
    pub(super) fn of(given: Given, mistakes: &mut Mistakes) -> Option<Self> {
        let data = required(given.data, Setting::Data, mistakes);
        let sites = required(given.sites, Setting::Sites, mistakes);
        let app = given.app.map(AppFiles::Folder).or_else(AppFiles::inside);
        if app.is_none() {
            mistakes.add(Setting::App.key(), Wrong::NoApp);
        }
        let database = database(given.database, mistakes);
        if let (Some(Some(_)), Some(_)) = (&database, given.max_storage) {
            mistakes.add(Setting::MaxStorage.key(), Wrong::OnlySqlite);
        }
        Some(Self {
            listen: given.listen.unwrap_or_else(|| LISTEN.into()),
            data: data?,
            database: database?,
            sites: sites?,
            app: app?,
            max_storage: given.max_storage,
            retention: given.retention.unwrap_or(Limits::default().retention),
            free_per_minute: given
                .free_per_minute
                .unwrap_or(Limits::default().free_per_minute),
            metrics: given.metrics,
            webhooks: given.webhooks,
        })
    }

    /// What is in force, one line for each setting, for people.
    pub(crate) fn lines(&self) -> Vec<String> {
        let database = match &self.database {
            Some(url) => url.to_string(),
            None => "SQLite in the data folder".to_owned(),
        };
        let max_storage = match self.max_storage {
            Some(mib) => format!("{mib} MiB"),
            None if self.database.is_some() => "as the server has".to_owned(),
            None => "no limit but the disk".to_owned(),
        };
        let metrics = self.metrics.map(|it| it.to_string());
        let webhooks = self.webhooks.as_ref().map(|it| it.display().to_string());
        let value = |setting| match setting {
            Setting::Listen => self.listen.to_string(),
            Setting::Data => self.data.display().to_string(),
            Setting::Database => database.clone(),
            Setting::Sites => self.sites.display().to_string(),
            Setting::App => match &self.app {
                AppFiles::Folder(path) => path.display().to_string(),
                AppFiles::Inside(_) => "the one inside of this program".to_owned(),
            },
            Setting::MaxStorage => max_storage.clone(),
            Setting::Retention => format!("{} days", self.retention),
            Setting::FreePerMinute => format!("{} envelopes", self.free_per_minute),
            Setting::Metrics => metrics.clone().unwrap_or_else(|| "none".to_owned()),
            Setting::Webhooks => webhooks.clone().unwrap_or_else(|| "none".to_owned()),
        };
        let line = |setting: Setting| format!("  {}: {}", setting.key(), value(setting));
        Setting::ALL.map(line).to_vec()
    }
}

/// What the options, the environment and the configuration file say together.
pub(super) fn merged(options: Given, file: ConfigFile, mistakes: &mut Mistakes) -> Given {
    let (variables, named) = variables::read(env::vars_os(), mistakes);
    let written = match file.config.or(named) {
        None => Given::default(),
        Some(path) => file::read(&path, mistakes),
    };
    options.or(variables).or(written)
}

/// Notes a setting that is nowhere, unless it is.
pub(super) fn required<T>(
    value: Option<T>,
    setting: Setting,
    mistakes: &mut Mistakes,
) -> Option<T> {
    if value.is_none() {
        mistakes.add(setting.key(), Wrong::NotSet(setting));
    }
    value
}

/// The database that was named, if one was; nothing when what was written is not its URL.
pub(super) fn database(
    written: Option<Written>,
    mistakes: &mut Mistakes,
) -> Option<Option<DatabaseUrl>> {
    match written.map(|it| it.0.parse()).transpose() {
        Ok(url) => Some(url),
        Err(wrong) => {
            mistakes.add(Setting::Database.key(), Wrong::Database(wrong));
            None
        }
    }
}

impl Given {
    /// What stands here, and from `other` what does not.
    fn or(self, other: Self) -> Self {
        Self {
            listen: self.listen.or(other.listen),
            data: self.data.or(other.data),
            database: self.database.or(other.database),
            sites: self.sites.or(other.sites),
            app: self.app.or(other.app),
            max_storage: self.max_storage.or(other.max_storage),
            retention: self.retention.or(other.retention),
            free_per_minute: self.free_per_minute.or(other.free_per_minute),
            metrics: self.metrics.or(other.metrics),
            webhooks: self.webhooks.or(other.webhooks),
        }
    }
}
