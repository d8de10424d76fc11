use std::fs::{self, File};
use std::path::{Path, PathBuf};

use envelope::AttachmentHead;
use thiserror::Error;

use crate::failure::{Exit, Failure};
use crate::files::FileError;

/// The longest name an attachment can have, in bytes (`docs/envelope.md`, "Content").
const MAX_NAME_LEN: usize = 255;

/// What an attachment is whose extension says nothing (RFC 2046, section 4.5.1).
const UNKNOWN_MEDIA_TYPE: &str = "application/octet-stream";

/// A file cannot be attached.
#[derive(Debug, Error)]
pub enum AttachError {
    /// The file cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// It is a folder, a pipe or a device: it has no length to begin with.
    #[error("{} is not a file that could be attached", .0.display())]
    NotAFile(PathBuf),
    /// Its name is not UTF-8.
    #[error("the name of {} is not text", .0.display())]
    NameNotText(PathBuf),
    /// Its name has more bytes than an attachment's may have.
    #[error("the name of {} is longer than {MAX_NAME_LEN} bytes", .0.display())]
    NameTooLong(PathBuf),
    /// It became shorter or longer while it was sealed.
    #[error("{} changed its length while it was sealed", .0.display())]
    Changed(PathBuf),
}

impl Failure for AttachError {
    fn advice(&self) -> &'static str {
        match self {
            Self::File(error) => error.advice(),
            Self::NotAFile(_) => "Put what it holds into a file, and attach that.",
            Self::NameNotText(_) | Self::NameTooLong(_) => "Give the file another name first.",
            Self::Changed(_) => "Wait until nothing writes to it, then run the command again.",
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::File(error) => error.exit(),
            Self::Changed(_) => Exit::Failed,
            Self::NotAFile(_) | Self::NameNotText(_) | Self::NameTooLong(_) => Exit::Invalid,
        }
    }
}

/// A file that will be sealed with a report.
#[derive(Debug)]
pub(super) struct Attached {
    pub(super) path: PathBuf,
    pub(super) file: File,
    name: String,
    media_type: &'static str,
    len: u64,
}

impl Attached {
    /// Opens it and takes down what is said of it.
    pub(super) fn open(path: &Path) -> Result<Self, AttachError> {
        let name = name(path)?;
        let failed = |source| FileError::Read {
            path: path.to_owned(),
            source,
        };
        // Asked before it is opened: opening a pipe waits for somebody to write to it.
        if !fs::metadata(path).map_err(failed)?.is_file() {
            return Err(AttachError::NotAFile(path.to_owned()));
        }
        let file = File::open(path).map_err(failed)?;
        Ok(Self {
            path: path.to_owned(),
            len: file.metadata().map_err(failed)?.len(),
            file,
            media_type: mime_guess::from_path(&name)
                .first_raw()
                .unwrap_or(UNKNOWN_MEDIA_TYPE),
            name,
        })
    }

    /// What is said of it in the envelope.
    pub(super) fn head(&self) -> AttachmentHead<'_> {
        AttachmentHead {
            name: &self.name,
            media_type: self.media_type,
            len: self.len,
        }
    }
}

/// What the file is called, without the folders it is in: those are nobody's business.
fn name(path: &Path) -> Result<String, AttachError> {
    let name = path
        .file_name()
        .ok_or_else(|| AttachError::NotAFile(path.to_owned()))?;
    match name.to_str() {
        None => Err(AttachError::NameNotText(path.to_owned())),
        Some(name) if name.len() > MAX_NAME_LEN => Err(AttachError::NameTooLong(path.to_owned())),
        Some(name) => Ok(name.to_owned()),
    }
}
