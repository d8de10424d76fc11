use std::{
    fs,
    path::{Path, PathBuf},
};

use toml::de::{DeTable, DeValue};

use super::{Given, Mistakes, Setting, Wrong, retention};

/// The settings in the configuration file at `path`.
pub(super) fn read(path: &Path, mistakes: &mut Mistakes) -> Given {
    match fs::read_to_string(path) {
        Ok(text) => parse(&text, path, mistakes),
        Err(error) => {
            mistakes.add(path.display(), Wrong::Unreadable(error.kind()));
            Given::default()
        }
    }
}

/// The settings in the text of a configuration file: TOML, one key for each [`Setting`].
///
/// A path that is not absolute counts from the folder of the file.
pub(super) fn parse(text: &str, path: &Path, mistakes: &mut Mistakes) -> Given {
    let line = |at: usize| text.bytes().take(at).filter(|it| *it == b'\n').count() + 1;
    let place = |at: usize| format!("{}:{}", path.display(), line(at));

    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let at = error.span().map_or(0, |it| it.start);
        mistakes.add(place(at), Wrong::NotToml(error.message().to_owned()));
    }
    let mut given = Given::default();
    for (key, value) in table.get_ref() {
        let at = place(key.span().start);
        let name = key.get_ref();
        let Some(setting) = Setting::ALL.into_iter().find(|it| it.key() == name) else {
            mistakes.add(format!("{at}: {name}"), Wrong::UnknownKey);
            continue;
        };
        if set(&mut given, setting, value.get_ref(), path).is_none() {
            mistakes.add(format!("{at}: {name}"), Wrong::NotA(setting));
        }
    }
    given
}

/// Nothing when the value is not of the setting's type.
fn set(given: &mut Given, setting: Setting, value: &DeValue<'_>, path: &Path) -> Option<()> {
    match setting {
        Setting::Listen => given.listen = Some(value.as_str()?.parse().ok()?),
        Setting::FreePerMinute => {
            let number = value.as_integer()?;
            let count = u32::from_str_radix(number.as_str(), number.radix()).ok()?;
            given.free_per_minute = Some(count);
        }
        Setting::Metrics => given.metrics = Some(value.as_str()?.parse().ok()?),
        Setting::Data => given.data = Some(path_in(value, path)?),
        Setting::Database => given.database = Some(value.as_str()?.parse().ok()?),
        Setting::Sites => given.sites = Some(path_in(value, path)?),
        Setting::App => given.app = Some(path_in(value, path)?),
        Setting::Webhooks => given.webhooks = Some(path_in(value, path)?),
        Setting::MaxStorage => {
            let number = value.as_integer()?;
            let mib = u32::from_str_radix(number.as_str(), number.radix()).ok()?;
            given.max_storage = (mib > 0).then_some(mib);
            given.max_storage?;
        }
        Setting::Retention => {
            let number = value.as_integer()?;
            let days = i64::from_str_radix(number.as_str(), number.radix()).ok()?;
            given.retention = Some(retention(days)?);
        }
    }
    Some(())
}

fn path_in(value: &DeValue<'_>, path: &Path) -> Option<PathBuf> {
    let written = value.as_str().filter(|it| !it.is_empty())?;
    Some(path.parent().unwrap_or(Path::new("")).join(written))
}
