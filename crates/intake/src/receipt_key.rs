use std::{
    fs, io,
    io::Write as _,
    path::{Path, PathBuf},
};

use base64ct::{Base64UrlUnpadded, Encoding};
use submission::ReceiptSigningKey;
use tempfile::NamedTempFile;
use thiserror::Error;
use zeroize::Zeroizing;

#[cfg(test)]
mod tests;

/// The file's name inside the data folder.
const FILE: &str = "receipt.key";

/// What stands before the seed, so that nobody takes the file for something else.
const PREFIX: &str = "SEALPOST-RECEIPT-KEY-1:";

/// Why there is no receipt key.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReceiptKeyFileError {
    /// The file cannot be read.
    #[error("the receipt key {} cannot be read", .0.display())]
    Unreadable(PathBuf, #[source] io::Error),
    /// The file is not a receipt key. A new one would make all receipts so far unverifiable, so
    /// it is not replaced.
    #[error("{} is not a receipt key; restore it from a copy", .0.display())]
    Malformed(PathBuf),
    /// A new file cannot be written.
    #[error("the receipt key {} cannot be written", .0.display())]
    Unwritable(PathBuf, #[source] io::Error),
    /// The operating system gave no randomness to make a key from.
    #[error("the operating system gives no randomness")]
    NoRandomness,
}

/// The intake's receipt key in the folder `data`; made there when there is none.
///
/// The file is readable by its owner alone. It appears whole or not at all, and of two programs
/// that make one at the same time both get the same.
///
/// # Errors
///
/// [`ReceiptKeyFileError`]; an existing file is never changed.
pub fn load_or_make_receipt_key(data: &Path) -> Result<ReceiptSigningKey, ReceiptKeyFileError> {
    match load_receipt_key(data)? {
        Some(key) => Ok(key),
        None => make(data, data.join(FILE)),
    }
}

/// The intake's receipt key in the folder `data`, when there is one.
///
/// # Errors
///
/// [`ReceiptKeyFileError`] when there is a file that cannot be used.
pub fn load_receipt_key(data: &Path) -> Result<Option<ReceiptSigningKey>, ReceiptKeyFileError> {
    let path = data.join(FILE);
    match fs::read_to_string(&path) {
        Ok(text) => match parse(Zeroizing::new(text)) {
            Some(key) => Ok(Some(key)),
            None => Err(ReceiptKeyFileError::Malformed(path)),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            Err(ReceiptKeyFileError::Malformed(path))
        }
        Err(error) => Err(ReceiptKeyFileError::Unreadable(path, error)),
    }
}

fn make(data: &Path, path: PathBuf) -> Result<ReceiptSigningKey, ReceiptKeyFileError> {
    let key = ReceiptSigningKey::make().map_err(|_| ReceiptKeyFileError::NoRandomness)?;
    match write(data, &path, &key) {
        Ok(()) => Ok(key),
        // Another program was faster.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            load_or_make_receipt_key(data)
        }
        Err(error) => Err(ReceiptKeyFileError::Unwritable(path, error)),
    }
}

/// A temporary file, which has mode 0600, then its name, then both for ever.
fn write(data: &Path, path: &Path, key: &ReceiptSigningKey) -> io::Result<()> {
    let mut file = NamedTempFile::new_in(data)?;
    file.write_all(text(key).as_bytes())?;
    file.as_file().sync_all()?;
    file.persist_noclobber(path)?;
    fs::File::open(data)?.sync_all()
}

fn text(key: &ReceiptSigningKey) -> Zeroizing<String> {
    let seed = Zeroizing::new(Base64UrlUnpadded::encode_string(key.seed().as_ref()));
    Zeroizing::new(format!("{PREFIX}{}\n", seed.as_str()))
}

fn parse(text: Zeroizing<String>) -> Option<ReceiptSigningKey> {
    let encoded = text.trim_end().strip_prefix(PREFIX)?;
    let mut seed = Zeroizing::new([0; 32]);
    let decoded = Base64UrlUnpadded::decode(encoded, seed.as_mut()).ok()?;
    (decoded.len() == 32).then(|| ReceiptSigningKey::from_seed(&seed))
}
