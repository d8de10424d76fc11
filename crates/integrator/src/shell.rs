//! `sealpost completions` and `sealpost man`: the help texts in the forms that shells and `man` read.

use std::io;

use clap::CommandFactory;
use serde::Serialize;
use thiserror::Error;

use crate::cli::{Cli, CompletionsOptions, ManOptions};
use crate::failure::{Exit, Failure};
use crate::files::{self, Access, FileError};
use crate::output::{Output, OutputError};

/// No script or no pages were written.
#[derive(Debug, Error)]
pub enum ShellError {
    /// A page cannot be written, or is there already.
    #[error(transparent)]
    File(#[from] FileError),
    /// The result could not be written.
    #[error(transparent)]
    Output(#[from] OutputError),
}

impl Failure for ShellError {
    fn advice(&self) -> &'static str {
        match self {
            Self::File(FileError::Exists(_)) => "Choose another folder, or say --overwrite.",
            Self::File(error) => error.advice(),
            Self::Output(error) => error.advice(),
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::File(error) => error.exit(),
            Self::Output(error) => error.exit(),
        }
    }
}

/// Prints the completion script.
pub fn completions(options: &CompletionsOptions) -> Result<(), ShellError> {
    let script = help::completions(options.shell, Cli::command());
    io::Write::write_all(&mut io::stdout().lock(), &script).map_err(OutputError::from)?;
    Ok(())
}

#[derive(Serialize)]
struct Written {
    pages: Vec<String>,
}

/// Writes `sealpost.1`, and a page such as `sealpost-site-sign.1` for each command below it.
pub fn man(options: &ManOptions, output: &mut Output) -> Result<(), ShellError> {
    let pages = help::pages(Cli::command());
    files::make_folder(&options.directory)?;
    for page in &pages {
        let path = options.directory.join(&page.name);
        match options.overwrite {
            true => files::replace_public(&path, &page.text)?,
            false => files::write_new(&path, &page.text, Access::Public)?,
        }
    }
    let pages: Vec<String> = pages.into_iter().map(|it| it.name).collect();
    let text = pages.join("\n");
    Ok(output.result(&Written { pages }, &text)?)
}
