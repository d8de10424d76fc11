//! Files that appear whole or not at all, and are never overwritten by accident.

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use thiserror::Error;
use zeroize::Zeroizing;

use crate::failure::{Exit, Failure};

mod new_file;
mod pair;
mod secret;

pub use new_file::{NewFile, WholeFile, keep_all};
pub use pair::{PairError, replace_pair};
pub use secret::{Secret, make_private_folder, read_secret, read_secret_line};

/// The longest key, token, passphrase, report or manifest file that is read, in bytes.
/// A manifest with eight holders of every role stays below a tenth of it.
pub const MAX_TEXT_LEN: u64 = 4 * 1024 * 1024;

/// A file could not be read or written.
#[derive(Debug, Error)]
pub enum FileError {
    /// The file cannot be read.
    #[error("{} cannot be read: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file cannot be written.
    #[error("{} cannot be written: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// There is a file of this name already.
    #[error("{} exists already", .0.display())]
    Exists(PathBuf),
    /// The file is longer than anything of its kind can be.
    #[error("{} is too large", .0.display())]
    TooLarge(PathBuf),
    /// The file is not UTF-8 text.
    #[error("{} is not text", .0.display())]
    NotText(PathBuf),
    /// The file holds a secret, and its owner lets others have it.
    #[error("{} holds a secret, and other users of this machine may read or change it", .0.display())]
    Exposed(PathBuf),
}

impl Failure for FileError {
    fn advice(&self) -> &'static str {
        match self {
            FileError::Read { .. } => "Check the name and whether you may read it.",
            FileError::Write { .. } => "Check that the folder exists, is writable and has room.",
            FileError::Exists(_) => "Choose another name, or move the existing file away first.",
            FileError::TooLarge(_) | FileError::NotText(_) => "Check that it is the right file.",
            FileError::Exposed(_) => {
                "Take it from them with `chmod 600`; if somebody may have read it, replace it."
            }
        }
    }

    fn exit(&self) -> Exit {
        match self {
            FileError::TooLarge(_) | FileError::NotText(_) => Exit::Invalid,
            _ => Exit::Failed,
        }
    }
}

/// Who may read a file that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Only the user who wrote it (mode 0600).
    Private,
    /// Everybody on this machine (mode 0644).
    Public,
}

/// All bytes of a file that is at most `limit` bytes long.
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>, FileError> {
    let (file, metadata) = open(path)?;
    read_open(file, &metadata, path, limit)
}

/// A file to read, and what the system says about it.
fn open(path: &Path) -> Result<(File, Metadata), FileError> {
    let failed = |source| unreadable(path, source);
    let file = File::open(path).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    Ok((file, metadata))
}

fn read_open(
    file: File,
    metadata: &Metadata,
    path: &Path,
    limit: u64,
) -> Result<Vec<u8>, FileError> {
    // Room for everything at once, so that no copy of a secret is left behind by growing.
    let len = metadata.len().min(limit);
    let mut bytes = Vec::with_capacity(usize::try_from(len).unwrap_or(0) + 1);
    file.take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(|source| unreadable(path, source))?;
    if bytes.len() as u64 > limit {
        return Err(FileError::TooLarge(path.to_owned()));
    }
    Ok(bytes)
}

/// The text of a file; it is overwritten in memory when dropped.
pub fn read_text(path: &Path) -> Result<Zeroizing<String>, FileError> {
    into_text(read(path, MAX_TEXT_LEN)?, path)
}

fn into_text(bytes: Vec<u8>, path: &Path) -> Result<Zeroizing<String>, FileError> {
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Zeroizing::new(text)),
        Err(error) => {
            drop(Zeroizing::new(error.into_bytes()));
            Err(FileError::NotText(path.to_owned()))
        }
    }
}

/// The first line of a file, without its line break.
pub fn read_first_line(path: &Path) -> Result<Zeroizing<String>, FileError> {
    Ok(first_line(&read_text(path)?))
}

fn first_line(text: &str) -> Zeroizing<String> {
    Zeroizing::new(text.lines().next().unwrap_or_default().to_owned())
}

/// Writes a file that does not exist yet: whole, on the disk, or not at all.
pub fn write_new(path: &Path, bytes: &[u8], access: Access) -> Result<(), FileError> {
    write_beside(path, bytes, access)?.keep_as(path)
}

/// Writes a private file, in the place of one that may exist, or of that to which a link leads: the
/// old bytes or the new, never a part.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let path = behind_links(path)?;
    write_beside(&path, bytes, Access::Private)?.replace(&path)
}

/// The same for a file that everybody may read.
pub fn replace_public(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let path = behind_links(path)?;
    write_beside(&path, bytes, Access::Public)?.replace(&path)
}

/// The file to which a link leads, at the end of all links; anything else as it is.
pub fn behind_links(path: &Path) -> Result<PathBuf, FileError> {
    match path.symlink_metadata() {
        Ok(metadata) if metadata.is_symlink() => {
            fs::canonicalize(path).map_err(|source| unreadable(path, source))
        }
        // What is not there yet is no link.
        _ => Ok(path.to_owned()),
    }
}

fn write_beside(path: &Path, bytes: &[u8], access: Access) -> Result<WholeFile, FileError> {
    let mut file = NewFile::beside(path, access)?;
    file.append(bytes)?;
    file.finish()
}

/// Says early that a name is taken, where it costs much to find out at the end.
pub fn must_not_exist(path: &Path) -> Result<(), FileError> {
    match path.symlink_metadata() {
        Ok(_) => Err(FileError::Exists(path.to_owned())),
        Err(_) => Ok(()),
    }
}

/// Makes a folder, and those above it, when it is missing.
pub fn make_folder(path: &Path) -> Result<(), FileError> {
    fs::create_dir_all(path).map_err(|source| FileError::Write {
        path: path.to_owned(),
        source,
    })
}

fn unreadable(path: &Path, source: io::Error) -> FileError {
    FileError::Read {
        path: path.to_owned(),
        source,
    }
}

/// The folder that a file of this name is in.
pub fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

#[cfg(unix)]
fn permissions(access: Access) -> fs::Permissions {
    use std::os::unix::fs::PermissionsExt;
    fs::Permissions::from_mode(match access {
        Access::Private => 0o600,
        Access::Public => 0o644,
    })
}

/// The name is on the disk only when its folder is.
fn sync_folder(path: &Path) -> Result<(), FileError> {
    #[cfg(unix)]
    File::open(folder_of(path))
        .and_then(|folder| folder.sync_all())
        .map_err(|source| FileError::Write {
            path: path.to_owned(),
            source,
        })?;
    Ok(())
}
