use std::{ffi::OsString, num::NonZeroU32, path::PathBuf, str::FromStr};

use super::{Given, Mistakes, Setting, Wrong, retention};

/// What every variable of ours begins with.
pub(super) const PREFIX: &str = "SEALPOST_INTAKE_";

/// The variable that names the configuration file.
pub(super) const CONFIG: &str = "SEALPOST_INTAKE_CONFIG";

/// The settings in these variables, and the configuration file that they name.
///
/// An empty one counts as not set, as container files and service managers leave them.
pub(super) fn read(
    all: impl IntoIterator<Item = (OsString, OsString)>,
    mistakes: &mut Mistakes,
) -> (Given, Option<PathBuf>) {
    let (mut given, mut file) = (Given::default(), None);
    let ours = all.into_iter().filter_map(|(name, value)| {
        let name = name.into_string().ok()?;
        (name.starts_with(PREFIX) && !value.is_empty()).then_some((name, value))
    });
    for (name, value) in ours {
        if name == CONFIG {
            file = Some(value.into());
            continue;
        }
        match Setting::ALL.into_iter().find(|it| it.variable() == name) {
            None => mistakes.add(name, Wrong::UnknownVariable),
            Some(setting) => set(&mut given, setting, value, &name, mistakes),
        }
    }
    (given, file)
}

fn set(given: &mut Given, setting: Setting, value: OsString, name: &str, mistakes: &mut Mistakes) {
    match setting {
        Setting::Listen => given.listen = parsed(&value, setting, name, mistakes),
        Setting::FreePerMinute => {
            given.free_per_minute = parsed(&value, setting, name, mistakes);
        }
        Setting::Metrics => given.metrics = parsed(&value, setting, name, mistakes),
        Setting::Data => given.data = Some(value.into()),
        Setting::Database => given.database = parsed(&value, setting, name, mistakes),
        Setting::Sites => given.sites = Some(value.into()),
        Setting::App => given.app = Some(value.into()),
        Setting::Webhooks => given.webhooks = Some(value.into()),
        Setting::MaxStorage => {
            let mib: Option<NonZeroU32> = parsed(&value, setting, name, mistakes);
            given.max_storage = mib.map(NonZeroU32::get);
        }
        Setting::Retention => {
            let days = parsed(&value, setting, name, mistakes);
            given.retention = days.and_then(retention);
            if days.is_some() && given.retention.is_none() {
                mistakes.add(name, Wrong::NotA(setting));
            }
        }
    }
}

fn parsed<T: FromStr>(
    value: &OsString,
    setting: Setting,
    name: &str,
    mistakes: &mut Mistakes,
) -> Option<T> {
    let parsed = value.to_str().and_then(|it| it.parse().ok());
    if parsed.is_none() {
        mistakes.add(name, Wrong::NotA(setting));
    }
    parsed
}
