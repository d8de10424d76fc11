//! The help texts of a command in the forms that shells and `man` read.
//!
//! # Where to start
//!
//! 1. [`CompletionsOptions`] and [`ManOptions`]: what a program that offers both is told.
//! 2. [`completions`] and [`pages`]: what it then prints and writes, in whatever way it writes files.

use std::path::PathBuf;

use clap::{Args, Command};
use clap_complete::Shell;
use clap_mangen::Man;

/// Options of `completions`.
#[derive(Debug, Args)]
pub struct CompletionsOptions {
    /// The shell.
    #[arg(value_enum)]
    pub shell: Shell,
}

/// Options of `man`.
#[derive(Debug, Args)]
pub struct ManOptions {
    /// The folder for the pages; it is made when it is missing.
    #[arg(value_name = "DIR")]
    pub directory: PathBuf,

    /// Replace pages that are there already.
    #[arg(long)]
    pub overwrite: bool,
}

/// A page of the manual.
pub struct Page {
    /// The name of its file, such as `sealpost-site-sign.1`.
    pub name: String,
    /// What `man` reads.
    pub text: Vec<u8>,
}

/// The completion script of a program for a shell.
#[must_use]
pub fn completions(shell: Shell, mut program: Command) -> Vec<u8> {
    let (name, mut script) = (program.get_name().to_owned(), Vec::new());
    clap_complete::generate(shell, &mut program, name, &mut script);
    script
}

/// The page of a program, and one for each command below it.
#[must_use]
pub fn pages(program: Command) -> Vec<Page> {
    let mut program = program.disable_help_subcommand(true);
    program.build();
    let mut pages = Vec::new();
    render(program, &mut pages);
    pages
}

/// The page of the command, then those of the commands below it.
fn render(command: Command, pages: &mut Vec<Page>) {
    let below: Vec<Command> = command.get_subcommands().cloned().collect();
    let man = Man::new(command).manual("Sealpost");
    let mut text = Vec::new();
    man.render(&mut text)
        .expect("writing to memory cannot fail");
    pages.push(Page {
        name: man.get_filename(),
        text,
    });
    for command in below {
        render(command, pages);
    }
}
