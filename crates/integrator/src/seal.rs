//! `sealpost seal`: a report from a JSON file, and files with it, become an envelope.

use std::io::Read;
use std::path::{Path, PathBuf};

use envelope::{Digest, Label, Outline, Recipient, SealError, SealToError};
use indicatif::ProgressBar;
use report::{Audience, DecodeError, Report};
use serde::Serialize;
use submission::MAX_ENVELOPE_LEN;
use thiserror::Error;

use crate::cli::SealOptions;
use crate::failure::{Exit, Failure};
use crate::files::{self, Access, FileError, NewFile};
use crate::output::{Output, OutputError};

mod readers;

mod attached;

pub use attached::AttachError;
use attached::{Attached, Metadata};
use readers::Readers;
pub use readers::ReadersError;

/// Nothing was sealed.
#[derive(Debug, Error)]
pub enum SealFailure {
    /// A file could not be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// The file does not hold a report.
    #[error("{} is not a valid report: {reason}", path.display())]
    NotAReport {
        /// The file.
        path: PathBuf,
        /// What is wrong with it; never what it says.
        reason: DecodeError,
    },
    /// Nobody can be found to seal to.
    #[error(transparent)]
    Readers(#[from] ReadersError),
    /// A file cannot be attached.
    #[error(transparent)]
    Attach(#[from] AttachError),
    /// Untouched originals would go along with a resident's report.
    #[error("a resident's report takes no untouched originals")]
    OriginalsOfResident,
    /// The envelope would be larger than the site or an intake takes.
    #[error(
        "the envelope would have {}, and at most {} are taken",
        bytes_and_mib(*size),
        bytes_and_mib(*limit)
    )]
    TooLarge {
        /// Its length in bytes.
        size: u64,
        /// The most that is taken, in bytes.
        limit: u64,
    },
    /// The readers found cannot be sealed to.
    #[error("nothing was sealed: {0}")]
    Seal(#[from] SealError),
    /// The envelope is written, but the result could not be.
    #[error(transparent)]
    Output(#[from] OutputError),
}

impl Failure for SealFailure {
    fn advice(&self) -> &'static str {
        match self {
            Self::File(error) => error.advice(),
            Self::NotAReport { .. } => "Write it by docs/report.schema.json.",
            Self::Readers(error) => error.advice(),
            Self::Attach(error) => error.advice(),
            Self::OriginalsOfResident => {
                "Leave out --originals: what a photo says beside its picture could show who took it."
            }
            Self::TooLarge { .. } | Self::Seal(SealError::Content(_)) => {
                "Attach less. With its padding an envelope doubles at each power of two."
            }
            Self::Seal(_) => "Name one to eight different readers.",
            Self::Output(error) => error.advice(),
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::File(error) => error.exit(),
            Self::Readers(error) => error.exit(),
            Self::Output(error) => error.exit(),
            Self::Seal(SealError::Randomness) => Exit::Failed,
            Self::Attach(error) => error.exit(),
            Self::NotAReport { .. }
            | Self::OriginalsOfResident
            | Self::TooLarge { .. }
            | Self::Seal(_) => Exit::Invalid,
        }
    }
}

fn bytes_and_mib(len: u64) -> String {
    let mib = len as f64 / f64::from(1 << 20);
    format!("{len} bytes ({mib:.1} MiB)")
}

#[derive(Serialize)]
struct Sealed {
    digest: String,
    size: u64,
    /// The ids of the keys that open it.
    readers: Vec<String>,
}

/// Checks the report, finds its readers, opens what is attached, seals, writes the envelope.
pub fn run(options: &SealOptions, output: &mut Output) -> Result<(), SealFailure> {
    let report = read_report(&options.report)?;
    let Readers { recipients, limit } = readers::find(options, &report)?;
    let attached = attached::open_all(&options.attach, metadata(options, &report)?)?;
    let document = report.encode();
    let outline = outline(&document, &attached, limit)?;
    files::must_not_exist(&options.output)?;
    let size = outline.envelope_len();
    let progress = output.progress(&options.output, size);
    let digest = write(&recipients, &outline, attached, &options.output, &progress)?;
    progress.finish_and_clear();

    let sealed = Sealed {
        digest: digest.to_string(),
        size,
        readers: recipients
            .iter()
            .map(|it| it.key_id().to_string())
            .collect(),
    };
    let text = format!(
        "digest   {}\nsize     {} bytes\nreaders  {}",
        sealed.digest,
        sealed.size,
        sealed.readers.join(" ")
    );
    Ok(output.result(&sealed, &text)?)
}

/// What becomes of the metadata in photos (`docs/envelope.md`, "The untouched original").
fn metadata(options: &SealOptions, report: &Report) -> Result<Metadata, SealFailure> {
    match (options.keep_metadata, options.originals, report.audience()) {
        (true, ..) => Ok(Metadata::Kept),
        (_, true, Audience::Resident) => Err(SealFailure::OriginalsOfResident),
        (_, true, Audience::Staff) => Ok(Metadata::RemovedBesideOriginal),
        (_, false, _) => Ok(Metadata::Removed),
    }
}

/// What the envelope will hold; refused when the site or the intake would not take it.
fn outline<'a>(
    document: &'a [u8],
    attached: &[Attached],
    limit: Option<u64>,
) -> Result<Outline<'a>, SealFailure> {
    let heads: Vec<_> = attached.iter().map(Attached::head).collect();
    let outline = Outline::new(document, &heads).map_err(SealError::from)?;
    let limit = limit.map_or(MAX_ENVELOPE_LEN, |it| it.min(MAX_ENVELOPE_LEN));
    match outline.envelope_len() {
        size if size > limit => Err(SealFailure::TooLarge { size, limit }),
        _ => Ok(outline),
    }
}

/// Seals into a new file, which is there only when all of it is.
fn write(
    recipients: &[Recipient],
    outline: &Outline<'_>,
    mut attached: Vec<Attached>,
    path: &Path,
    progress: &ProgressBar,
) -> Result<Digest, SealFailure> {
    let mut file = NewFile::beside(path, Access::Private)?;
    let mut bodies: Vec<&mut dyn Read> = Vec::with_capacity(attached.len());
    bodies.extend(attached.iter_mut().map(|it| &mut it.body as &mut dyn Read));
    let mut out = progress.wrap_write(&mut file);
    let sealed = envelope::seal_to(recipients, Label::Report, outline, &mut bodies, &mut out);
    let path_of = |index: usize| attached[index].path.clone();
    let digest = sealed.map_err(|error| match error {
        SealToError::Seal(error) => error.into(),
        SealToError::Read(index, source) => AttachError::from(FileError::Read {
            path: path_of(index),
            source,
        })
        .into(),
        SealToError::Length(index) => AttachError::Changed(path_of(index)).into(),
        SealToError::Write(source) => SealFailure::from(FileError::Write {
            path: path.to_owned(),
            source,
        }),
    })?;
    file.finish()?.keep_as(path)?;
    Ok(digest)
}

fn read_report(path: &Path) -> Result<Report, SealFailure> {
    let json = files::read_text(path)?;
    Report::decode(json.as_bytes()).map_err(|reason| SealFailure::NotAReport {
        path: path.to_owned(),
        reason,
    })
}
