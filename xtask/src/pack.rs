//! Packs what Trunk built into the folder that the intake serves.
//!
//! Trunk's page starts the program from an inline script and fetches it unchecked. Here the
//! script gives way to the loader's file, the program is fetched with its integrity value, the operator's key is
//! put into the page, the texts lose their names, the service worker learns the digest of every file, and each file gets a
//! compressed twin. Nothing inline is left, so that the strictest content security policy holds.

mod compress;
pub(crate) mod loader;
mod minify;
pub(crate) mod page;
mod precache;
mod styles;
mod tree;

use crate::failure::{Failure, at};
use crate::paths;
use minify::{Script, minify};
use pico_args::Arguments;
use std::fs;
use std::path::{Path, PathBuf};
use tree::Files;

pub(crate) use compress::Sizes;

/// For whom the app is packed, and where to.
#[derive(Debug)]
pub(crate) struct Options {
    /// The operator's minisign public key file; the demonstration's when not given.
    pub(crate) operator: Option<PathBuf>,
    /// The site that the app shows when its address names none.
    pub(crate) site: String,
    /// The folder to make; what it held is replaced.
    pub(crate) output: PathBuf,
}

impl Options {
    /// Takes the options out of the command line.
    pub(crate) fn from_arguments(arguments: &mut Arguments) -> Result<Self, pico_args::Error> {
        Ok(Self {
            operator: arguments.opt_value_from_str("--operator")?,
            site: arguments
                .opt_value_from_str("--site")?
                .unwrap_or_else(|| "demo".to_owned()),
            output: arguments
                .opt_value_from_str("--output")?
                .unwrap_or_else(|| paths::root().join("dist")),
        })
    }
}

/// The folder of the texts, a file for each language.
const TEXTS: &str = "locales/";

/// The texts of a language cannot be served.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {source}")]
pub(crate) struct TextsProblem {
    path: String,
    source: texts::PackError,
}

/// Packs the app that Trunk left in `built`, with the program that seals and sends, for one operator.
pub(crate) fn pack(
    built: &Path,
    built_post: &Path,
    operator_file: &Path,
    site: &str,
    output: &Path,
) -> Result<Vec<Sizes>, Failure> {
    let key_file = at(operator_file, fs::read_to_string(operator_file))?;
    let template_path = paths::root().join("public/sw.js.in");
    let template = at(&template_path, fs::read_to_string(&template_path))?;

    let mut files = tree::read(built)?;
    let program = page::program(&files)?;
    files.extend(tree::read(built_post)?);
    without_names(&mut files)?;
    for (path, script) in files.iter_mut().filter(|(path, _)| path.ends_with(".js")) {
        let kind = if [program.glue.as_str(), page::POST.glue].contains(&path.as_str()) {
            Script::Module
        } else {
            Script::Classic
        };
        *script = minify(kind, script)?;
    }
    page::finish(&mut files, program, public_key(&key_file), site)?;
    let worker = precache::service_worker(&template, &files);
    files.insert(
        precache::NAME.to_owned(),
        minify(Script::Classic, worker.as_bytes())?,
    );
    let sizes = compress::add_twins(&mut files);
    tree::replace(output, &files)?;
    Ok(sizes)
}

/// Puts numbers in the place of the names of the texts, as the app asks for them.
fn without_names(files: &mut Files) -> Result<(), TextsProblem> {
    for (path, texts) in files.iter_mut().filter(|(path, _)| path.starts_with(TEXTS)) {
        let packed = texts::pack(texts).map_err(|source| TextsProblem {
            path: path.clone(),
            source,
        })?;
        *texts = packed.into_bytes();
    }
    Ok(())
}

/// The key in a minisign public key file: its last line that is not a comment.
fn public_key(file: &str) -> &str {
    file.lines()
        .map(str::trim)
        .rfind(|line| !line.is_empty() && !line.starts_with("untrusted comment:"))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests;
