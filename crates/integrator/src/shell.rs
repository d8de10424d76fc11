//! `sealpost completions` and `sealpost man`: the help texts in the forms that shells and `man` read.

use std::io;

use clap::{Command, CommandFactory};
use clap_mangen::Man;
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
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut Cli::command(), "sealpost", &mut script);
    io::Write::write_all(&mut io::stdout().lock(), &script).map_err(OutputError::from)?;
    Ok(())
}

#[derive(Serialize)]
struct Written {
    pages: Vec<String>,
}

/// Writes `sealpost.1`, and a page such as `sealpost-site-sign.1` for each command below it.
pub fn man(options: &ManOptions, output: &mut Output) -> Result<(), ShellError> {
    let mut root = Cli::command().disable_help_subcommand(true);
    root.build();
    let mut pages = Vec::new();
    render(root, &mut pages);
    files::make_folder(&options.directory)?;
    for (name, page) in &pages {
        let path = options.directory.join(name);
        match options.overwrite {
            true => files::replace_public(&path, page)?,
            false => files::write_new(&path, page, Access::Public)?,
        }
    }
    let pages: Vec<String> = pages.into_iter().map(|(name, _)| name).collect();
    let text = pages.join("\n");
    Ok(output.result(&Written { pages }, &text)?)
}

/// The page of the command, then those of the commands below it.
fn render(command: Command, pages: &mut Vec<(String, Vec<u8>)>) {
    let below: Vec<Command> = command.get_subcommands().cloned().collect();
    let man = Man::new(command).manual("Sealpost");
    let mut page = Vec::new();
    man.render(&mut page)
        .expect("writing to memory cannot fail");
    pages.push((man.get_filename(), page));
    for command in below {
        render(command, pages);
    }
}
