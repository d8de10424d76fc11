//! `intake completions` and `intake man`: the help texts in the forms that shells and `man` read.

use std::{
    fs::{self, Permissions},
    io::{self, Write as _},
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use clap::CommandFactory as _;
use help::{CompletionsOptions, ManOptions, Page};
use tempfile::Builder;
use thiserror::Error;

use crate::{commands::say, config::Config};

/// No script or no pages were written.
#[derive(Debug, Error)]
pub(crate) enum ShellError {
    /// The folder for the pages cannot be made.
    #[error("the folder {} cannot be made", .0.display())]
    Folder(PathBuf, #[source] io::Error),
    /// There is a page of this name.
    #[error("{} is there already; choose another folder, or say --overwrite", .0.display())]
    Exists(PathBuf),
    /// A page cannot be written.
    #[error("{} cannot be written", .0.display())]
    Page(PathBuf, #[source] io::Error),
    /// The standard output does not work.
    #[error("the result cannot be written")]
    Output(#[from] io::Error),
}

/// Prints the completion script.
pub(crate) fn completions(options: &CompletionsOptions) -> Result<(), ShellError> {
    let script = help::completions(options.shell, Config::command());
    let mut stdout = io::stdout().lock();
    stdout.write_all(&script)?;
    Ok(stdout.flush()?)
}

/// Writes `intake.1`, and a page such as `intake-token-add.1` for each command below it.
pub(crate) fn man(options: &ManOptions) -> Result<(), ShellError> {
    let folder = &options.directory;
    let made = fs::create_dir_all(folder);
    made.map_err(|error| ShellError::Folder(folder.clone(), error))?;
    for page in help::pages(Config::command()) {
        let path = folder.join(&page.name);
        match write(folder, &path, &page, options.overwrite) {
            Ok(()) => say(&page.name)?,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(ShellError::Exists(path));
            }
            Err(error) => return Err(ShellError::Page(path, error)),
        }
    }
    Ok(())
}

/// The page appears whole or not at all, and everybody may read it.
fn write(folder: &Path, path: &Path, page: &Page, overwrite: bool) -> io::Result<()> {
    let mut public = Builder::new();
    public.permissions(Permissions::from_mode(0o644));
    let mut file = public.tempfile_in(folder)?;
    file.write_all(&page.text)?;
    match overwrite {
        true => file.persist(path)?,
        false => file.persist_noclobber(path)?,
    };
    Ok(())
}
