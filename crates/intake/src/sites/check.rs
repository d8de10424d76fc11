use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use submission::is_site_id;
use thiserror::Error;

use crate::policy::SITE_FILE_MAX;

/// What keeps a folder of sites, or one file in it, from being served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SiteFileError {
    /// The folder has no manifest at all.
    #[error("has no manifest, which is a file SITE.json")]
    NoSite,
    /// No address can name this site.
    #[error("a site's name is 1 to 64 lower-case letters, digits and inner hyphens")]
    NameMalformed,
    /// A manifest without its signature is not served.
    #[error("has no signature beside it; sign it with minisign")]
    NoSignature,
    /// A signature without its manifest is of no use.
    #[error("has no manifest beside it")]
    NoManifest,
    /// Longer than what is served.
    #[error("is longer than {} MiB", SITE_FILE_MAX >> 20)]
    TooLong,
    /// Manifests and signatures are text.
    #[error("is not text")]
    NotText,
    /// The file or the folder cannot be read.
    #[error("cannot be read: {0}")]
    Unreadable(io::ErrorKind),
}

/// Everything in a folder of signed manifests that [`crate::router()`] would not serve, with its
/// path, in the order of the names.
///
/// The manifests and signatures themselves are not looked into: the intake takes no part in that.
#[must_use]
pub fn check_sites(folder: &Path) -> Vec<(PathBuf, SiteFileError)> {
    let names = match names(folder) {
        Ok(names) => names,
        Err(error) => return vec![(folder.to_owned(), SiteFileError::Unreadable(error.kind()))],
    };
    let mut found = Vec::new();
    let mut sites = 0;
    for name in &names {
        let wrong = match sited(name) {
            // Whatever else lies there is not served.
            None => continue,
            Some((site, _)) if !is_site_id(site) => Some(SiteFileError::NameMalformed),
            Some((site, SIGNATURE)) if !names.contains(&[site, MANIFEST].concat()) => {
                Some(SiteFileError::NoManifest)
            }
            Some((site, MANIFEST)) if !names.contains(&[site, SIGNATURE].concat()) => {
                Some(SiteFileError::NoSignature)
            }
            Some((_, kind)) => {
                sites += usize::from(kind == MANIFEST);
                unreadable(&folder.join(name))
            }
        };
        found.extend(wrong.map(|it| (folder.join(name), it)));
    }
    if sites == 0 && found.is_empty() {
        found.push((folder.to_owned(), SiteFileError::NoSite));
    }
    found
}

const MANIFEST: &str = ".json";
const SIGNATURE: &str = ".json.minisig";

fn names(folder: &Path) -> io::Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        names.extend(entry?.file_name().into_string());
    }
    Ok(names)
}

/// The site that a file is of, and which of its two files it is.
fn sited(name: &str) -> Option<(&str, &'static str)> {
    let signature = name.strip_suffix(SIGNATURE).map(|it| (it, SIGNATURE));
    signature.or_else(|| Some((name.strip_suffix(MANIFEST)?, MANIFEST)))
}

fn unreadable(path: &Path) -> Option<SiteFileError> {
    match fs::metadata(path) {
        Err(error) => return Some(SiteFileError::Unreadable(error.kind())),
        Ok(it) if it.len() > SITE_FILE_MAX => return Some(SiteFileError::TooLong),
        Ok(_) => {}
    }
    match fs::read_to_string(path) {
        Ok(_) => None,
        Err(error) if error.kind() == io::ErrorKind::InvalidData => Some(SiteFileError::NotText),
        Err(error) => Some(SiteFileError::Unreadable(error.kind())),
    }
}
