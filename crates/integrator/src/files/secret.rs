//! Files with secrets, and whether others may look into them.

use std::fs::{DirBuilder, Metadata};
use std::path::Path;

use zeroize::Zeroizing;

use super::{FileError, MAX_TEXT_LEN, first_line, into_text, open, read_open};

/// A secret that stands in a file.
#[derive(Debug)]
pub struct Secret {
    /// The text of the file; it is overwritten in memory when dropped.
    pub text: Zeroizing<String>,
    /// Whether the file is this user's own and other users may do anything with it.
    exposed: bool,
}

impl Secret {
    /// Refuses a secret that others may read: of a text that gives everything to whoever has it.
    ///
    /// # Errors
    ///
    /// [`FileError::Exposed`], with the path it was read from.
    pub fn kept(self, path: &Path) -> Result<Zeroizing<String>, FileError> {
        if self.exposed {
            return Err(FileError::Exposed(path.to_owned()));
        }
        Ok(self.text)
    }
}

/// The text of a file with a secret.
///
/// # Errors
///
/// [`FileError`], as of any text.
pub fn read_secret(path: &Path) -> Result<Secret, FileError> {
    let (file, metadata) = open(path)?;
    let exposed = is_exposed(&metadata);
    let text = into_text(read_open(file, &metadata, path, MAX_TEXT_LEN)?, path)?;
    Ok(Secret { text, exposed })
}

/// The first line of a file that others may not read: a passphrase or a token.
///
/// # Errors
///
/// [`FileError`].
pub fn read_secret_line(path: &Path) -> Result<Zeroizing<String>, FileError> {
    Ok(first_line(&read_secret(path)?.kept(path)?))
}

/// As `ssh` looks at private keys: what belongs to somebody else, such as root, was put there by
/// them, and a service cannot change it.
#[cfg(unix)]
fn is_exposed(metadata: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    let own = metadata.uid() == rustix::process::geteuid().as_raw();
    metadata.is_file() && own && metadata.mode() & 0o077 != 0
}

#[cfg(not(unix))]
fn is_exposed(_: &Metadata) -> bool {
    false
}

/// Makes a folder, and those above it, when it is missing: for this user alone (mode 0700). One
/// that is there stays as it is.
///
/// # Errors
///
/// [`FileError::Write`].
pub fn make_private_folder(path: &Path) -> Result<(), FileError> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    let made = builder.recursive(true).create(path);
    made.map_err(|source| FileError::Write {
        path: path.to_owned(),
        source,
    })
}
