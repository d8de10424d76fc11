//! What can go wrong in a command, said so that the reader knows what to do.

use crate::pack::TextsProblem;
use crate::pack::page::PageProblem;
use std::io;
use std::path::{Path, PathBuf};

/// Why a command of the project stopped.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The command line could not be understood; the text says how it is used.
    #[error("{0}")]
    Usage(String),
    /// A program ended with an error; the text is all that it printed.
    #[error("`{command}` failed:\n{output}")]
    Command { command: String, output: String },
    /// A program could not be started at all.
    #[error("`{program}` cannot be started: {source}")]
    Start { program: String, source: io::Error },
    /// Something this machine lacks and the set-up may not install.
    #[error("{what} is missing. {remedy}")]
    Missing { what: String, remedy: String },
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    File { path: PathBuf, source: io::Error },
    /// The built page is not of the form that can be packed.
    #[error("index.html: {0}")]
    Page(#[from] PageProblem),
    /// The texts of a language are not of the form that can be packed.
    #[error(transparent)]
    Texts(#[from] TextsProblem),
    /// The built program is not of the form that can be made smaller.
    #[error("the built program: {0}")]
    Program(String),
    /// Following the guide for integrators does not lead where it says.
    #[error("docs/integrate.md: {0}")]
    Guide(String),
    /// One of the programs of `serve` ended by itself; the text is what it printed last.
    #[error("{program} ended: {output}")]
    Ended { program: String, output: String },
    /// The fuzzer found an input that breaks a parser; the text is what the parser said of it.
    #[error("fuzzing {target}: {output}\nThe input is {}\nTo see it again: {replay}", input.display())]
    Fuzz {
        target: String,
        input: PathBuf,
        replay: String,
        output: String,
    },
    /// A figure is not what is promised; the text says which.
    #[error("over the budget: {0}")]
    Budget(String),
    /// Some checks did not hold; each has already been shown.
    #[error("{failed} of {all} checks failed")]
    Checks { failed: usize, all: usize },
}

/// Names the file in an error of the file system.
pub(crate) fn at<T>(path: &Path, result: io::Result<T>) -> Result<T, Failure> {
    result.map_err(|source| Failure::File {
        path: path.to_owned(),
        source,
    })
}
