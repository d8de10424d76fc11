//! An envelope in a file, of any length: only its header is held in memory.

use std::fs::File;
use std::io::{self, Chain, Cursor, Read};
use std::path::{Path, PathBuf};

use envelope::{Digest, Envelope, ParseError};
use envelope_format::{HEADER_LEN, Header, check_len, envelope_len};
use indicatif::ProgressBarIter;
use thiserror::Error;

use crate::digesting::digest_all;
use crate::failure::{Exit, Failure};
use crate::files::FileError;
use crate::output::Output;

/// A file cannot be read as an envelope.
#[derive(Debug, Error)]
pub enum EnvelopeFileError {
    /// The file cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// The file does not have the shape of an envelope.
    #[error("{} is no envelope: {reason}", path.display())]
    NotAnEnvelope {
        /// The file.
        path: PathBuf,
        /// What is wrong with the shape.
        reason: ParseError,
    },
}

impl Failure for EnvelopeFileError {
    fn advice(&self) -> &'static str {
        match self {
            Self::File(error) => error.advice(),
            Self::NotAnEnvelope {
                reason: ParseError::UnsupportedVersion(_),
                ..
            } => "Take a newer version of this command.",
            Self::NotAnEnvelope { .. } => "Take the file again from where it came from.",
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::File(error) => error.exit(),
            Self::NotAnEnvelope { .. } => Exit::Invalid,
        }
    }
}

/// An envelope in a file whose header, and length where the system knows it, have been checked.
///
/// Reading it gives the envelope's bytes from the first on.
#[derive(Debug)]
pub struct EnvelopeFile {
    path: PathBuf,
    bucket_log2: u8,
    bytes: ProgressBarIter<Chain<Cursor<Vec<u8>>, File>>,
}

impl EnvelopeFile {
    /// Reads the header and checks the shape. `output` shows how far a large one is read.
    pub fn open(path: &Path, output: &Output) -> Result<Self, EnvelopeFileError> {
        let failed = |source| unreadable(path, source);
        let mut file = File::open(path).map_err(failed)?;
        let mut header = Vec::with_capacity(HEADER_LEN);
        file.by_ref()
            .take(HEADER_LEN as u64)
            .read_to_end(&mut header)
            .map_err(failed)?;
        let bucket_log2 = bucket_log2(&header).map_err(|reason| refused(path, reason))?;
        let metadata = file.metadata().map_err(failed)?;
        // What comes through a pipe is counted as it is read.
        if metadata.is_file() {
            check_len(bucket_log2, metadata.len()).map_err(|reason| refused(path, reason))?;
        }
        let progress = output.progress(path, envelope_len(bucket_log2));
        Ok(Self {
            path: path.to_owned(),
            bucket_log2,
            bytes: progress.wrap_read(Cursor::new(header).chain(file)),
        })
    }

    /// The base-2 logarithm of the padded payload's length, 15 to 36.
    pub fn bucket_log2(&self) -> u8 {
        self.bucket_log2
    }

    /// Reads the rest of it; says how the whole is called, and how long it is in bytes.
    pub fn digest(self) -> Result<(Digest, u64), EnvelopeFileError> {
        let expected = envelope_len(self.bucket_log2);
        // One byte more than there may be is enough to see that there is more.
        match digest_all(self.bytes.take(expected + 1)) {
            Ok((digest, len)) => check_len(self.bucket_log2, len)
                .map(|()| (digest, len))
                .map_err(|reason| refused(&self.path, reason)),
            Err(source) => Err(unreadable(&self.path, source)),
        }
    }
}

impl Read for EnvelopeFile {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.bytes.read(into)
    }
}

fn unreadable(path: &Path, source: io::Error) -> EnvelopeFileError {
    let path = path.to_owned();
    FileError::Read { path, source }.into()
}

fn refused(path: &Path, reason: ParseError) -> EnvelopeFileError {
    EnvelopeFileError::NotAnEnvelope {
        path: path.to_owned(),
        reason,
    }
}

/// Checks that `len` bytes, of which these are the first (all of them, or enough for a header),
/// have an envelope's shape.
///
/// # Errors
///
/// [`ParseError`], as of the whole.
pub(crate) fn check_shape(header: &[u8], len: u64) -> Result<(), ParseError> {
    check_len(bucket_log2(header)?, len)
}

fn bucket_log2(header: &[u8]) -> Result<u8, ParseError> {
    match header.first_chunk() {
        Some(header) => Ok(Header::parse(header)?.bucket_log2()),
        // Too short to be an envelope: `parse` says in which way.
        None => Err(Envelope::parse(header.to_vec())
            .err()
            .unwrap_or(ParseError::HeaderTruncated)),
    }
}
