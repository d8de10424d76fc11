//! Two files that go together: a manifest and its signature.

use std::fs;
use std::path::Path;

use thiserror::Error;

use super::new_file::unwritable;
use super::{
    Access, FileError, MAX_TEXT_LEN, WholeFile, behind_links, read, sync_folder, write_beside,
};
use crate::failure::{Exit, Failure};

/// Two files were not both replaced.
#[derive(Debug, Error)]
pub enum PairError {
    /// Both are as they were.
    #[error(transparent)]
    Unchanged(#[from] FileError),
    /// One may be new and the other old, or a loss of power could make them so.
    #[error("{first} and {second} may not go together: {source}")]
    Torn {
        /// One file.
        first: String,
        /// The other.
        second: String,
        /// What could not be done.
        source: FileError,
    },
}

impl Failure for PairError {
    fn advice(&self) -> &'static str {
        match self {
            Self::Unchanged(error) => error.advice(),
            Self::Torn { .. } => "Run the command again before anybody takes these files.",
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::Unchanged(error) => error.exit(),
            Self::Torn { source, .. } => source.exit(),
        }
    }
}

/// Writes two files for everybody, each in the place of one that may exist, or of that to which a
/// link leads. Both are on the disk before either gets its name; when the second cannot get it,
/// the first gets back what it had.
///
/// # Errors
///
/// [`PairError`], which says whether they are as they were.
pub fn replace_pair(
    (first, first_bytes): (&Path, &[u8]),
    (second, second_bytes): (&Path, &[u8]),
) -> Result<(), PairError> {
    let (first, second) = (&*behind_links(first)?, &*behind_links(second)?);
    let before = copy_of(first)?;
    let first_file = write_beside(first, first_bytes, Access::Public)?;
    let second_file = write_beside(second, second_bytes, Access::Public)?;
    let torn = |source| PairError::Torn {
        first: first.display().to_string(),
        second: second.display().to_string(),
        source,
    };
    first_file.take_name(first)?;
    if let Err(error) = second_file.take_name(second) {
        put_back(before, first).map_err(torn)?;
        return Err(error.into());
    }
    sync_folder(first).map_err(torn)?;
    sync_folder(second).map_err(torn)
}

/// The same bytes in a file without a name, so that nothing but a name is needed to put them back.
fn copy_of(path: &Path) -> Result<Option<WholeFile>, FileError> {
    match path.symlink_metadata() {
        Ok(_) => write_beside(path, &read(path, MAX_TEXT_LEN)?, Access::Public).map(Some),
        Err(_) => Ok(None),
    }
}

fn put_back(before: Option<WholeFile>, path: &Path) -> Result<(), FileError> {
    match before {
        Some(before) => before.take_name(path)?,
        None => fs::remove_file(path).map_err(|source| unwritable(path, source))?,
    }
    sync_folder(path)
}
