//! `sealpost site sign`: checked, numbered, signed; manifest and signature appear both or not at all.

use std::path::PathBuf;

use jiff::civil::Date;
use minisign::{PublicKey, SecretKey, SecretKeyBox};
use serde::Serialize;
use site::SiteError;
use thiserror::Error;

use super::check::{self, SiteCheckError};
use crate::cli::SiteSignOptions;
use crate::day;
use crate::failure::{Exit, Failure};
use crate::files::{self, FileError, PairError};
use crate::identity::{IdentityError, Passphrase};
use crate::manifest::edit::Edit;
use crate::manifest::mistakes::{self, Against};
use crate::output::{Output, OutputError};
use crate::site_file::signature_of;

/// Nothing was signed, and no file was changed, unless it is said.
#[derive(Debug, Error)]
pub enum SiteSignError {
    /// A file cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// Manifest and signature cannot be written; it says whether they are as they were.
    #[error(transparent)]
    Pair(#[from] PairError),
    /// The manifest has mistakes, or the edition before cannot be used.
    #[error(transparent)]
    Check(#[from] SiteCheckError),
    /// The passphrase cannot be asked for.
    #[error(transparent)]
    Passphrase(#[from] IdentityError),
    /// The file is no minisign secret key.
    #[error("{} is not a minisign secret key", .0.display())]
    NotASecretKey(PathBuf),
    /// The passphrase does not open the secret key.
    #[error("the passphrase does not open {}", .0.display())]
    WrongPassphrase(PathBuf),
    /// The signature could not be made, or does not hold.
    #[error("the manifest could not be signed")]
    Unsigned,
    /// The app would refuse what was signed.
    #[error("the app would refuse the signed manifest: {0}")]
    Site(#[from] SiteError),
    /// The result could not be written; manifest and signature are there.
    #[error(transparent)]
    Output(#[from] OutputError),
}

impl Failure for SiteSignError {
    fn advice(&self) -> &'static str {
        match self {
            Self::File(error) => error.advice(),
            Self::Pair(error) => error.advice(),
            Self::Check(error) => error.advice(),
            Self::Passphrase(error) => error.advice(),
            Self::NotASecretKey(_) => "Give the file that `minisign -G` made as its secret key.",
            Self::WrongPassphrase(_) => "Try again; nothing was changed.",
            Self::Unsigned | Self::Site(_) => "This is a fault in the program; please report it.",
            Self::Output(error) => error.advice(),
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::File(error) => error.exit(),
            Self::Pair(error) => error.exit(),
            Self::Check(error) => error.exit(),
            Self::Passphrase(error) => error.exit(),
            Self::NotASecretKey(_) | Self::WrongPassphrase(_) => Exit::Invalid,
            Self::Unsigned | Self::Site(_) => Exit::Failed,
            Self::Output(error) => error.exit(),
        }
    }
}

#[derive(Serialize)]
struct Signed {
    manifest: PathBuf,
    signature: PathBuf,
    sequence: u64,
    issued: String,
    operator: String,
}

/// Raises the number, checks, signs, verifies as the app does, and only then writes both files.
pub fn run(options: &SiteSignOptions, output: &mut Output) -> Result<(), SiteSignError> {
    let text = files::read_text(&options.file)?;
    let against = check::against(&options.against)?;
    let issued = options.against.today.unwrap_or_else(day::began);
    let next = edition(&text, issued, options.expires, &against);
    let found = mistakes::find(next.as_ref().map_or(&text, |(it, _)| it), &against);
    check::name(&options.file, &found, output)?;
    // What has no mistake has these members.
    let (text, sequence) = next.ok_or(SiteSignError::Unsigned)?;

    let key = secret_key(options)?;
    let (minisig, operator) = sign(&text, sequence, &key)?;
    site::verify(&text, &minisig, &operator.parse()?)?;
    // The signature stands beside the file itself, whatever links lead there.
    let manifest = files::behind_links(&options.file)?;
    let signature = signature_of(&manifest);
    files::replace_pair(
        (&signature, minisig.as_bytes()),
        (&manifest, text.as_bytes()),
    )?;
    let signed = Signed {
        manifest,
        signature,
        sequence,
        issued: issued.to_string(),
        operator,
    };
    let said = format!(
        "manifest   {}\nsignature  {}\nsequence   {}\nissued     {}\noperator   {}",
        signed.manifest.display(),
        signed.signature.display(),
        signed.sequence,
        signed.issued,
        signed.operator,
    );
    Ok(output.result(&signed, &said)?)
}

/// The text and the number of the next edition. Nothing when the file is not shaped like a manifest.
fn edition(
    text: &str,
    issued: Date,
    expires: Option<Date>,
    against: &Against,
) -> Option<(String, u64)> {
    let edit = Edit::parse(text).ok()?;
    let before = against.previous.as_ref().map_or(0, |it| it.sequence);
    let sequence = edit.get_number("sequence")?.max(before).checked_add(1)?;
    edit.set_number("sequence", sequence).ok()?;
    if let Some(expires) = expires {
        edit.set_day("expires", expires).ok()?;
    }
    // Of a manifest that is over, it is said that it is over, and not that its days are mixed up.
    let last: Date = edit.get_text("expires")?.parse().ok()?;
    if issued <= last {
        edit.set_day("issued", issued).ok()?;
    }
    Some((edit.text(), sequence))
}

/// The operator's key, opened with the passphrase where it has one.
fn secret_key(options: &SiteSignOptions) -> Result<SecretKey, SiteSignError> {
    let path = &options.secret_key;
    let secret = files::read_secret(path)?;
    let read = || {
        SecretKeyBox::from_string(&secret.text)
            .map_err(|_| SiteSignError::NotASecretKey(path.clone()))
    };
    if let Ok(key) = read()?.into_unencrypted_secret_key() {
        secret.kept(path)?;
        return Ok(key);
    }
    // Before the passphrase is asked for: nobody should type it for a file that is none.
    if !is_encrypted(&secret.text) {
        return Err(SiteSignError::NotASecretKey(path.clone()));
    }
    let passphrase = Passphrase::from_option(options.passphrase_file.as_deref()).to_open(path)?;
    read()?
        .into_secret_key(Some(passphrase.as_str().to_owned()))
        .map_err(|_| SiteSignError::WrongPassphrase(path.clone()))
}

/// Whether the second line is a key of 158 bytes, `Ed`, protected with scrypt, `Sc`
/// (<https://jedisct1.github.io/minisign/#secret-key-format>).
fn is_encrypted(text: &str) -> bool {
    let key = text.lines().nth(1).unwrap_or_default();
    // "Ed" and "Sc" are the first four bytes, which base64 writes as "RWRT" and part of "Y…".
    key.len() == 212 && key.starts_with("RWRTY")
}

/// The signature's text and the operator's public key.
fn sign(text: &str, sequence: u64, key: &SecretKey) -> Result<(String, String), SiteSignError> {
    let unsigned = |_| SiteSignError::Unsigned;
    let public = PublicKey::from_secret_key(key).map_err(unsigned)?;
    let comment = format!("sealpost site manifest, sequence {sequence}");
    let signature = minisign::sign(Some(&public), key, text.as_bytes(), Some(&comment), None);
    Ok((
        signature.map_err(unsigned)?.into_string(),
        public.to_base64(),
    ))
}
