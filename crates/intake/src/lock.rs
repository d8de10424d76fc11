//! That one process alone serves from a data folder.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io,
    path::{Path, PathBuf},
};

use thiserror::Error;

/// The file's name inside the data folder. It stays there, and stays empty.
const FILE: &str = "serve.lock";

/// Why this process may not serve from a data folder.
#[derive(Debug, Error)]
pub(crate) enum LockError {
    /// Another process does.
    #[error(
        "another intake serves from {}; stop it, or give this one a data folder of its own", .0.display()
    )]
    Taken(PathBuf),
    /// The file cannot be made, or the file system has no locks.
    #[error("{} cannot be locked", .0.display())]
    Unusable(PathBuf, #[source] io::Error),
}

/// The right to serve from a data folder. The kernel takes it back when this is dropped, and when the
/// process ends in whatever way.
#[must_use = "it ends when it is dropped"]
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the right to serve from the folder `data`. Commands that use the database beside an
    /// intake do not ask for it.
    pub(crate) fn take(data: &Path) -> Result<Self, LockError> {
        let path = data.join(FILE);
        let file = OpenOptions::new().create(true).append(true).open(&path);
        let locked = file.map(|file| (file.try_lock(), file));
        match locked {
            Ok((Ok(()), file)) => Ok(Self { _file: file }),
            Ok((Err(TryLockError::WouldBlock), _)) => Err(LockError::Taken(data.to_owned())),
            Ok((Err(TryLockError::Error(error)), _)) | Err(error) => {
                Err(LockError::Unusable(path, error))
            }
        }
    }
}
