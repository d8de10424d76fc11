//! `sealpost site new`: the first manifest of a site.

use report::is_id;
use submission::{ReceiptKey, is_site_id};
use thiserror::Error;

use super::changed;
use crate::cli::SiteNewOptions;
use crate::day;
use crate::failure::{Exit, Failure};
use crate::files::{self, Access, FileError};
use crate::manifest::draft::{self, Draft};
use crate::output::{Output, OutputError};

/// No manifest was written.
#[derive(Debug, Error)]
pub enum SiteNewError {
    /// The file cannot be written, or is there already.
    #[error(transparent)]
    File(#[from] FileError),
    /// Neither `--id` nor the file's name is the id of a site.
    #[error("{0:?} is not the id of a site")]
    Id(String),
    /// `--receipt-key` is no receipt key.
    #[error("--receipt-key is not a receipt key")]
    ReceiptKey,
    /// The result could not be written; the file is there.
    #[error(transparent)]
    Output(#[from] OutputError),
}

impl Failure for SiteNewError {
    fn advice(&self) -> &'static str {
        match self {
            Self::File(error) => error.advice(),
            Self::Id(_) => "Give one with --id: lower-case letters, digits and inner hyphens.",
            Self::ReceiptKey => "Give the key that `intake receipt-key` prints.",
            Self::Output(error) => error.advice(),
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::File(error) => error.exit(),
            Self::Id(_) | Self::ReceiptKey => Exit::Invalid,
            Self::Output(error) => error.exit(),
        }
    }
}

/// Writes the draft, and says how much in it is to be filled in.
pub fn run(options: &SiteNewOptions, output: &mut Output) -> Result<(), SiteNewError> {
    let stem = options.file.file_stem().unwrap_or_default();
    let stem = stem.to_string_lossy().into_owned();
    let site = options.id.clone().unwrap_or(stem);
    if !is_id(&site) || !is_site_id(&site) {
        return Err(SiteNewError::Id(site));
    }
    let receipt_key = options.receipt_key.trim();
    if !receipt_key.is_empty() && receipt_key.parse::<ReceiptKey>().is_err() {
        return Err(SiteNewError::ReceiptKey);
    }
    let issued = day::began();
    let expires = options.expires.unwrap_or_else(|| day::last_day(issued));
    let text = draft::write(&Draft {
        site: &site,
        name: &options.name,
        languages: &options.language,
        receipt_key,
        issued: &issued.to_string(),
        expires: &expires.to_string(),
    });
    files::write_new(&options.file, text.as_bytes(), Access::Public)?;
    Ok(changed::say(&options.file, &text, output)?)
}
