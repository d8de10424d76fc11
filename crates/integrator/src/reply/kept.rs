use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use envelope::{Digest, Envelope};
use submission::MESSAGE_LEN;
use thiserror::Error;

use crate::failure::{Exit, Failure};
use crate::files::{self, Access, FileError};

/// Something is wrong with the file in which a sealed answer waits.
#[derive(Debug, Error)]
pub enum KeptError {
    /// The report comes through a pipe, beside which nothing can be written.
    #[error("there is no folder beside {} for the sealed answer", .0.display())]
    Nowhere(PathBuf),
    /// An earlier answer to this report is still there.
    #[error("an answer to this report waits in {} and may have arrived", .0.display())]
    Waits(PathBuf),
    /// No answer to this report is there.
    #[error("no answer to this report waits: there is no {}", .0.display())]
    Missing(PathBuf),
    /// The file holds something else, or was spoilt.
    #[error("{} holds no sealed answer", .0.display())]
    NotAnAnswer(PathBuf),
    /// The answer is in the mailbox, and the file cannot be deleted.
    #[error("the answer is in the mailbox, but {} cannot be deleted: {source}", path.display())]
    Remains {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file cannot be read or written.
    #[error(transparent)]
    File(#[from] FileError),
}

impl Failure for KeptError {
    fn advice(&self) -> &'static str {
        match self {
            Self::Nowhere(_) => "Say with --keep in which folder it may wait.",
            Self::Waits(_) => {
                "Send that one with --again. Without the file nobody can send the same bytes again."
            }
            Self::Missing(_) => {
                "It has arrived, or --keep named another folder when it was sealed."
            }
            Self::NotAnAnswer(_) => {
                "Move it away and answer anew; if the first arrived, the person finds both."
            }
            Self::Remains { .. } => "Delete the file.",
            Self::File(error) => error.advice(),
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::Nowhere(_) => Exit::Usage,
            Self::Waits(_) | Self::Missing(_) | Self::Remains { .. } => Exit::Failed,
            Self::NotAnAnswer(_) => Exit::Invalid,
            Self::File(error) => error.exit(),
        }
    }
}

/// The folder in which the answer to the report in this file waits: `keep`, made when it is
/// missing, or the one that the report's file is in.
pub(super) fn folder(keep: Option<&Path>, report: &Path) -> Result<PathBuf, KeptError> {
    if let Some(folder) = keep {
        files::make_private_folder(folder)?;
        return Ok(folder.to_owned());
    }
    // That a file is missing is said where it is opened.
    if report.metadata().is_ok_and(|it| !it.is_file()) {
        return Err(KeptError::Nowhere(report.to_owned()));
    }
    Ok(files::folder_of(report).to_owned())
}

/// The file in which a sealed answer is from before it is sent until it is known what became of it.
///
/// The same words sealed again would be other bytes, and another message to a mailbox. The file
/// holds the message's bytes alone: neither the words nor which mailbox they are for.
#[derive(Debug)]
pub(super) struct Kept(PathBuf);

impl Kept {
    /// The file for the answer to this report.
    pub(super) fn new(folder: &Path, report: &Digest) -> Self {
        Self(folder.join(format!("{report}.reply")))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// Writes it. When this returns, it is on the disk.
    pub(super) fn write(&self, answer: &Envelope) -> Result<(), KeptError> {
        match files::write_new(&self.0, answer.as_bytes(), Access::Private) {
            Err(FileError::Exists(path)) => Err(KeptError::Waits(path)),
            written => Ok(written?),
        }
    }

    /// Reads what an earlier run wrote.
    pub(super) fn read(&self) -> Result<Envelope, KeptError> {
        let bytes = match files::read(&self.0, MESSAGE_LEN) {
            Err(FileError::Read { path, source }) if source.kind() == ErrorKind::NotFound => {
                return Err(KeptError::Missing(path));
            }
            Err(FileError::TooLarge(path)) => return Err(KeptError::NotAnAnswer(path)),
            read => read?,
        };
        // No envelope is shorter than a message, so one that is read is as long.
        Envelope::parse(bytes).map_err(|_| KeptError::NotAnAnswer(self.0.clone()))
    }

    /// Deletes it, because the answer is in the mailbox.
    pub(super) fn arrived(self) -> Result<(), KeptError> {
        match fs::remove_file(&self.0) {
            // Somebody else has sent it as well.
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            removed => removed.map_err(|source| KeptError::Remains {
                path: self.0,
                source,
            }),
        }
    }

    /// Deletes it, because the answer is known not to be in the mailbox.
    pub(super) fn refused(self) {
        // The refusal is what is told. Where the file stays, the next run says so.
        drop(fs::remove_file(self.0));
    }
}
