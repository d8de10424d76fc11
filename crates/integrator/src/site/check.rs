//! `sealpost site check`: everything that is wrong with a manifest, each with its place.

use std::path::{Path, PathBuf};

use serde::Serialize;
use thiserror::Error;

use crate::cli::{AgainstOptions, SiteCheckOptions};
use crate::day;
use crate::failure::{Exit, Failure};
use crate::files::{self, FileError};
use crate::manifest::mistakes::{self, Against, Fault, Level, Mistake, Place, Previous};
use crate::output::{Output, OutputError};
use crate::print::visible;
use crate::site_file::{SiteFileError, operator_key, signature_of};

/// The manifest cannot be signed as it is, or cannot be looked at.
#[derive(Debug, Error)]
pub enum SiteCheckError {
    /// A file cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// The operator's key cannot be used.
    #[error(transparent)]
    Operator(#[from] SiteFileError),
    /// The edition before is no manifest.
    #[error("{} is not an edition of a manifest", .0.display())]
    Previous(PathBuf),
    /// There are mistakes; each was named.
    #[error("the manifest has mistakes: {0}")]
    Mistakes(usize),
    /// The result could not be written.
    #[error(transparent)]
    Output(#[from] OutputError),
}

impl Failure for SiteCheckError {
    fn advice(&self) -> &'static str {
        match self {
            Self::File(error) => error.advice(),
            Self::Operator(_) => "Give the operator's minisign public key, or its file.",
            Self::Previous(_) => "Give the manifest that was signed before this one.",
            Self::Mistakes(_) => "Correct each in the file, then run the command again.",
            Self::Output(error) => error.advice(),
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::File(error) => error.exit(),
            Self::Operator(error) => error.exit(),
            Self::Previous(_) | Self::Mistakes(_) => Exit::Invalid,
            Self::Output(error) => error.exit(),
        }
    }
}

/// Names every mistake, and ends with one when there is any.
pub fn run(options: &SiteCheckOptions, output: &mut Output) -> Result<(), SiteCheckError> {
    let text = files::read_text(&options.file)?;
    let against = against(&options.against)?;
    let mut found = mistakes::find(&text, &against);
    if let Some(operator) = &options.operator_key {
        let beside = signature_of(&options.file);
        let minisig = options.minisig.as_deref().unwrap_or(&beside);
        found.extend(signature(&text, minisig, operator)?);
    }
    name(&options.file, &found, output)?;
    Ok(())
}

/// Prints what was found, and ends with the mistakes that keep the manifest from being signed.
pub(super) fn name(
    file: &Path,
    found: &[Mistake],
    output: &mut Output,
) -> Result<(), SiteCheckError> {
    for mistake in found {
        output.result(&Line::of(mistake), &to_text(file, mistake))?;
    }
    let of = |level: Level| found.iter().filter(|it| it.fault.level() == level).count();
    match (of(Level::Mistake), of(Level::Warning)) {
        (0, 0) => output.note("No mistake was found."),
        (0, warnings) => output.note(&format!("No mistake was found; {warnings} warnings.")),
        (mistakes, _) => return Err(SiteCheckError::Mistakes(mistakes)),
    }
    Ok(())
}

/// The day and the edition before that the options name.
pub(super) fn against(options: &AgainstOptions) -> Result<Against, SiteCheckError> {
    let previous = match &options.previous {
        None => None,
        Some(path) => {
            let previous = Previous::parse(&files::read_text(path)?);
            Some(previous.ok_or_else(|| SiteCheckError::Previous(path.clone()))?)
        }
    };
    Ok(Against {
        today: options.today.unwrap_or_else(day::today_here),
        previous,
    })
}

/// What is wrong with the signature, as a mistake of the whole file.
fn signature(
    text: &str,
    minisig: &Path,
    operator: &str,
) -> Result<Option<Mistake>, SiteCheckError> {
    let operator = operator_key(operator)?;
    let minisig = files::read_text(minisig)?;
    let signed = site::verify_signature(text, &minisig, &operator);
    Ok(signed.err().map(|error| Mistake {
        place: Place {
            line: 1,
            column: 1,
            path: String::new(),
        },
        fault: Fault::Signature(error),
    }))
}

/// A mistake as machines read it.
#[derive(Serialize)]
struct Line<'a> {
    level: &'static str,
    #[serde(flatten)]
    place: &'a Place,
    problem: String,
    advice: &'static str,
}

impl<'a> Line<'a> {
    fn of(mistake: &'a Mistake) -> Self {
        Self {
            level: word(mistake.fault.level()),
            place: &mistake.place,
            problem: mistake.fault.to_string(),
            advice: mistake.fault.advice(),
        }
    }
}

fn word(level: Level) -> &'static str {
    match level {
        Level::Mistake => "mistake",
        Level::Warning => "warning",
    }
}

/// `site.json: line 41, column 9, /roles/2/holders/0/key: …`, and what to do below it.
fn to_text(file: &Path, mistake: &Mistake) -> String {
    let Place { line, column, path } = &mistake.place;
    let level = match mistake.fault.level() {
        Level::Mistake => "",
        Level::Warning => "warning: ",
    };
    let path = match path.as_str() {
        "" => "the whole file",
        path => path,
    };
    let said = visible::one_line(&format!(
        "{}: line {line}, column {column}, {path}: {level}{}",
        file.display(),
        mistake.fault
    ));
    said + "\n  " + mistake.fault.advice()
}
