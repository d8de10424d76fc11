//! `sealpost site add-role`, `add-holder` and `add-tablet`: a manifest grows, and everything else
//! in it stays as a person wrote it.

use std::path::Path;

use envelope::Recipient;
use jiff::civil::Date;
use report::is_id;
use thiserror::Error;

use super::changed;
use super::public_key::{self, PublicKeyError};
use crate::cli::{AddHolderOptions, AddRoleOptions, AddTabletOptions, ValidityOptions};
use crate::day;
use crate::failure::{Exit, Failure};
use crate::files::{self, FileError};
use crate::manifest::edit::{Edit, EditError, NewRole, Validity};
use crate::output::{Output, OutputError};

/// The manifest was not changed.
#[derive(Debug, Error)]
pub enum AddError {
    /// The manifest cannot be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// A key cannot be used.
    #[error(transparent)]
    Key(#[from] PublicKeyError),
    /// The id is malformed.
    #[error("{0:?} is not an id")]
    Id(String),
    /// Several keys cannot all follow one.
    #[error("--after takes one --key")]
    SeveralAfter,
    /// The change does not fit the manifest.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// The result could not be written; the manifest is changed.
    #[error(transparent)]
    Output(#[from] OutputError),
}

impl Failure for AddError {
    fn advice(&self) -> &'static str {
        match self {
            Self::File(error) => error.advice(),
            Self::Key(error) => error.advice(),
            Self::Id(_) => "Use 1 to 64 lower-case letters, digits and hyphens.",
            Self::SeveralAfter => "Run the command once for each person.",
            Self::Edit(EditError::NotAManifest) => "`sealpost site check` says what is wrong.",
            Self::Edit(EditError::RoleExists(_)) => "Add people to it: `sealpost site add-holder`.",
            Self::Edit(EditError::NoRole(_)) => "Add it first: `sealpost site add-role`.",
            Self::Edit(EditError::NoKey) => "Give a key that stands in this role, or its key id.",
            Self::Edit(EditError::KeyExists | EditError::TabletExists) => {
                "Change its days in the file, or take it out first."
            }
            Self::Edit(EditError::Days) => "Give --from and --until in this order.",
            Self::Output(error) => error.advice(),
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::File(error) => error.exit(),
            Self::Key(error) => error.exit(),
            Self::Id(_) | Self::SeveralAfter | Self::Edit(_) => Exit::Invalid,
            Self::Output(error) => error.exit(),
        }
    }
}

/// Adds a role, its keys, and its name in the routes of its categories.
pub fn role(options: &AddRoleOptions, output: &mut Output) -> Result<(), AddError> {
    if !is_id(&options.id) {
        return Err(AddError::Id(options.id.clone()));
    }
    let keys = recipients(&options.key)?;
    change(&options.file, output, |manifest| {
        manifest.add_role(&NewRole {
            id: &options.id,
            name: &options.name,
            on_site: options.on_site,
            staff: &options.staff,
            resident: &options.resident,
        })?;
        add_all(manifest, &options.id, keys, validity(&options.validity))
    })
}

/// Adds keys to a role; with `--after`, one that follows another.
pub fn holder(options: &AddHolderOptions, output: &mut Output) -> Result<(), AddError> {
    let keys = recipients(&options.key)?;
    if options.after.is_some() && keys.len() > 1 {
        return Err(AddError::SeveralAfter);
    }
    change(&options.file, output, |manifest| {
        let days = match &options.after {
            Some(before) => follow(manifest, options, before)?,
            None => validity(&options.validity),
        };
        add_all(manifest, &options.role, keys, days)
    })
}

/// Adds an enrolled tablet.
pub fn tablet(options: &AddTabletOptions, output: &mut Output) -> Result<(), AddError> {
    if !is_id(&options.id) {
        return Err(AddError::Id(options.id.clone()));
    }
    let key = public_key::tablet(&options.key)?;
    change(&options.file, output, |manifest| {
        let (from, until) = validity(&options.validity);
        Ok(manifest.add_tablet(&options.id, &Validity { key, from, until })?)
    })
}

/// Reads the manifest, changes it, and writes it: whole, or not at all.
fn change(
    path: &Path,
    output: &mut Output,
    change: impl FnOnce(&Edit) -> Result<(), AddError>,
) -> Result<(), AddError> {
    let manifest = Edit::parse(&files::read_text(path)?)?;
    change(&manifest)?;
    let text = manifest.text();
    files::replace_public(path, text.as_bytes())?;
    Ok(changed::say(path, &text, output)?)
}

/// The days of a key that follows the same person's key before, which may end earlier for it.
fn follow(
    manifest: &Edit,
    options: &AddHolderOptions,
    before: &str,
) -> Result<(Date, Date), AddError> {
    let role = &options.role;
    // The key may be given as its file.
    let before = match public_key::recipient(before) {
        Ok(key) => key.to_string(),
        Err(_) => before.to_owned(),
    };
    let from = match options.validity.from {
        Some(from) => {
            let last = from.yesterday().map_err(|_| EditError::Days)?;
            manifest.end(role, &before, last)?;
            from
        }
        None => {
            let last = manifest.last_day(role, &before)?;
            last.tomorrow().map_err(|_| EditError::Days)?
        }
    };
    let until = options.validity.until;
    Ok((from, until.unwrap_or_else(|| day::last_day(from))))
}

fn add_all(
    manifest: &Edit,
    role: &str,
    keys: Vec<Recipient>,
    (from, until): (Date, Date),
) -> Result<(), AddError> {
    for key in keys {
        manifest.add_holder(role, &Validity { key, from, until })?;
    }
    Ok(())
}

fn recipients(keys: &[String]) -> Result<Vec<Recipient>, PublicKeyError> {
    keys.iter().map(|it| public_key::recipient(it)).collect()
}

fn validity(options: &ValidityOptions) -> (Date, Date) {
    let from = options.from.unwrap_or_else(day::began);
    let until = options.until;
    (from, until.unwrap_or_else(|| day::last_day(from)))
}
