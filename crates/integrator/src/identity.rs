//! Identity files: a reader's private key, in an age file when it has a passphrase.
//!
//! Without a passphrase the file is the identity's text. With one it is an armored age file
//! (age-encryption.org/v1, scrypt recipient) that holds that text, so `age -d` opens it too.

use std::fs;
use std::path::{Path, PathBuf};

use age::secrecy::SecretString;
use envelope::Identity;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::cli::IdentityOptions;
use crate::failure::{Exit, Failure};
use crate::files::{self, FileError};

/// log2 of scrypt's cost for new files, age's own default: 256 MiB and about a second.
const WORK_FACTOR: u8 = 18;

/// The highest cost accepted when reading, age's own limit: 4 GiB.
const MAX_WORK_FACTOR: u8 = 22;

/// How an armored age file begins.
const ARMOR: &str = "-----BEGIN AGE ENCRYPTED FILE-----";

/// An identity file could not be used.
#[derive(Debug, Error)]
pub enum IdentityError {
    /// The file cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// A folder has no file that ends in `.key`.
    #[error("{} has no *.key file", .0.display())]
    NoKeys(PathBuf),
    /// The file holds neither an identity nor a protected identity.
    #[error("{} is not an identity file", .0.display())]
    NotAnIdentity(PathBuf),
    /// The passphrase does not open the file.
    #[error("the passphrase does not open {}", .0.display())]
    WrongPassphrase(PathBuf),
    /// The passphrase has no characters.
    #[error("the passphrase is empty")]
    EmptyPassphrase,
    /// The passphrase was typed differently the second time.
    #[error("the two passphrases differ")]
    PassphrasesDiffer,
    /// A passphrase is needed and there is no terminal to ask at.
    #[error("a passphrase is needed and there is no terminal to ask for it")]
    NoTerminal,
    /// The age file is damaged, not protected by a passphrase, or asks for absurd work.
    #[error("{} is an age file that cannot be used", .0.display())]
    Unusable(PathBuf),
}

impl Failure for IdentityError {
    fn advice(&self) -> &'static str {
        match self {
            IdentityError::File(error) => error.advice(),
            IdentityError::NoKeys(_) => "Give the folder in which the identity files are.",
            IdentityError::NotAnIdentity(_) => "Give a file that `sealpost keygen` made.",
            IdentityError::WrongPassphrase(_) => "Try again; nothing was changed.",
            IdentityError::EmptyPassphrase => "Choose a passphrase, or say --no-passphrase.",
            IdentityError::PassphrasesDiffer => "Run the command again; nothing was written.",
            IdentityError::NoTerminal => "Give the passphrase with --passphrase-file.",
            IdentityError::Unusable(_) => "Take the file from your backup.",
        }
    }

    fn exit(&self) -> Exit {
        match self {
            IdentityError::File(error) => error.exit(),
            IdentityError::NoTerminal | IdentityError::PassphrasesDiffer => Exit::Failed,
            _ => Exit::Invalid,
        }
    }
}

/// Where a passphrase comes from.
#[derive(Clone, Copy, Debug)]
pub enum Passphrase<'a> {
    /// The first line of this file.
    File(&'a Path),
    /// The person at the terminal.
    Ask,
}

impl<'a> Passphrase<'a> {
    /// The file when one is named, else the terminal.
    pub fn from_option(file: Option<&'a Path>) -> Self {
        file.map_or(Self::Ask, Self::File)
    }

    /// The passphrase for an existing file.
    pub fn to_open(self, path: &Path) -> Result<Zeroizing<String>, IdentityError> {
        match self {
            Self::File(file) => Ok(files::read_secret_line(file)?),
            Self::Ask => ask(&format!("Passphrase for {}: ", path.display())),
        }
    }

    /// The passphrase for a new file; asked for twice.
    pub fn to_protect(self) -> Result<Zeroizing<String>, IdentityError> {
        let passphrase = match self {
            Self::File(file) => files::read_secret_line(file)?,
            Self::Ask => {
                let first = ask("New passphrase: ")?;
                // Not a comparison with a secret that somebody could probe: both were just typed here.
                if *ask("The same passphrase again: ")? != *first {
                    return Err(IdentityError::PassphrasesDiffer);
                }
                first
            }
        };
        if passphrase.is_empty() {
            return Err(IdentityError::EmptyPassphrase);
        }
        Ok(passphrase)
    }
}

fn ask(prompt: &str) -> Result<Zeroizing<String>, IdentityError> {
    rpassword::prompt_password(prompt)
        .map(Zeroizing::new)
        .map_err(|_| IdentityError::NoTerminal)
}

/// The bytes of an identity file for `identity`, protected when there is a passphrase.
pub fn to_file(identity: &Identity, passphrase: Option<&str>) -> Zeroizing<Vec<u8>> {
    let text = identity.to_text();
    let mut line = Zeroizing::new(Vec::with_capacity(text.len() + 1));
    line.extend_from_slice(text.as_bytes());
    line.push(b'\n');
    let Some(passphrase) = passphrase else {
        return line;
    };
    let mut recipient = age::scrypt::Recipient::new(SecretString::from(passphrase.to_owned()));
    recipient.set_work_factor(WORK_FACTOR);
    let armored = age::encrypt_and_armor(&recipient, &line).expect("writing to memory cannot fail");
    Zeroizing::new(armored.into_bytes())
}

/// All identities the options name, folders opened, in the order given.
pub fn load(options: &IdentityOptions) -> Result<Vec<Identity>, IdentityError> {
    let passphrase = Passphrase::from_option(options.passphrase_file.as_deref());
    let mut identities = Vec::new();
    for path in &options.identity {
        for file in key_files(path)? {
            identities.push(load_one(&file, passphrase)?);
        }
    }
    Ok(identities)
}

/// The path itself, or the `*.key` files of a folder in the order of their names.
fn key_files(path: &Path) -> Result<Vec<PathBuf>, IdentityError> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let failed = |source| FileError::Read {
        path: path.to_owned(),
        source,
    };
    let mut keys = Vec::new();
    for entry in fs::read_dir(path).map_err(failed)? {
        let file = entry.map_err(failed)?.path();
        if file.extension().is_some_and(|it| it == "key") {
            keys.push(file);
        }
    }
    if keys.is_empty() {
        return Err(IdentityError::NoKeys(path.to_owned()));
    }
    keys.sort();
    Ok(keys)
}

/// The identity in one file.
pub fn load_one(path: &Path, passphrase: Passphrase<'_>) -> Result<Identity, IdentityError> {
    let secret = files::read_secret(path)?;
    let text = match secret.text.starts_with(ARMOR) {
        // Others may have such a file: a passphrase is there for that.
        true => unprotect(path, &secret.text, passphrase)?,
        false => secret.kept(path)?,
    };
    text.trim()
        .parse()
        .map_err(|_| IdentityError::NotAnIdentity(path.to_owned()))
}

fn unprotect(
    path: &Path,
    armored: &str,
    passphrase: Passphrase<'_>,
) -> Result<Zeroizing<String>, IdentityError> {
    let passphrase = passphrase.to_open(path)?;
    let mut key = age::scrypt::Identity::new(SecretString::from(passphrase.as_str().to_owned()));
    key.set_max_work_factor(MAX_WORK_FACTOR);
    let bytes = age::decrypt(&key, armored.as_bytes()).map_err(|error| match error {
        age::DecryptError::KeyDecryptionFailed | age::DecryptError::DecryptionFailed => {
            IdentityError::WrongPassphrase(path.to_owned())
        }
        _ => IdentityError::Unusable(path.to_owned()),
    })?;
    String::from_utf8(bytes)
        .map(Zeroizing::new)
        .map_err(|error| {
            drop(Zeroizing::new(error.into_bytes()));
            IdentityError::NotAnIdentity(path.to_owned())
        })
}
