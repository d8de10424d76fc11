use std::path::PathBuf;

use clap::Args;
use clap_complete::Shell;

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
