//! The content's chunks, read from where their bytes are.

use js_sys::Uint8Array;

use super::reading::FileReader;
use super::{SealFilesError, WebFile};
use crate::content::{Outline, Source};

/// The plaintext of a chunk, in the browser's memory.
pub(super) enum Chunk {
    /// Bytes of a file, which are the device's own.
    OfAFile(Uint8Array),
    /// Nothing but padding.
    Zeros(Uint8Array),
    /// A copy that may hold what the person wrote, too.
    Gathered(Uint8Array),
}

impl Chunk {
    pub(super) fn bytes(&self) -> &Uint8Array {
        match self {
            Self::OfAFile(bytes) | Self::Zeros(bytes) | Self::Gathered(bytes) => bytes,
        }
    }
}

impl Drop for Chunk {
    fn drop(&mut self) {
        if let Self::Gathered(bytes) = self {
            bytes.fill(0, 0, bytes.length());
        }
    }
}

/// The content, chunk after chunk.
pub(super) struct Chunks<'a> {
    outline: &'a Outline<'a>,
    files: &'a [WebFile<'a>],
    chunk_len: u64,
    /// Where the next chunk begins in the content.
    at: u64,
    /// The file that is being read.
    reading: Option<(usize, FileReader)>,
    zeros: Option<Uint8Array>,
}

impl<'a> Chunks<'a> {
    /// Before the first chunk.
    pub(super) fn new(outline: &'a Outline<'a>, files: &'a [WebFile<'a>], chunk_len: u64) -> Self {
        Self {
            outline,
            files,
            chunk_len,
            at: 0,
            reading: None,
            zeros: None,
        }
    }

    /// The next chunk. After the content it is filled with zero bytes.
    pub(super) async fn next(&mut self) -> Result<Chunk, SealFilesError> {
        let range = self.at..self.at + self.chunk_len;
        self.at = range.end;
        let outline = self.outline;
        let sources: Vec<_> = outline.within(range).collect();
        // Most chunks are one stretch of a file, taken from it as they are, or padding.
        match sources[..] {
            [] => Ok(Chunk::Zeros(self.zeros())),
            [
                Source::Body {
                    attachment, len, ..
                },
            ] if len == self.chunk_len => self.read(attachment, len).await.map(Chunk::OfAFile),
            _ => self.gather(&sources).await,
        }
    }

    /// A chunk of padding, the same one again and again.
    fn zeros(&mut self) -> Uint8Array {
        let len = self.chunk_len as u32;
        let make = || Uint8Array::new_with_length(len);
        self.zeros.get_or_insert_with(make).clone()
    }

    /// Puts a chunk together from several sources.
    async fn gather(&mut self, sources: &[Source<'_>]) -> Result<Chunk, SealFilesError> {
        let bytes = Uint8Array::new_with_length(self.chunk_len as u32);
        let chunk = Chunk::Gathered(bytes);
        let mut at = 0;
        for source in sources {
            let len = source.len() as u32;
            match *source {
                Source::Bytes(bytes) => chunk.bytes().subarray(at, at + len).copy_from(bytes),
                Source::Body {
                    attachment, len, ..
                } => {
                    let read = self.read(attachment, len).await?;
                    chunk.bytes().set(read.as_ref(), at);
                }
            }
            at += len;
        }
        Ok(chunk)
    }

    /// The next bytes of a file. Files are read one after the other, each from its beginning.
    async fn read(&mut self, file: usize, len: u64) -> Result<Uint8Array, SealFilesError> {
        let failed = SealFilesError::Read(file);
        let mut reader = match self.reading.take() {
            Some((reading, reader)) if reading == file => reader,
            _ => FileReader::open(self.files[file].body),
        };
        let bytes = reader.take(len as u32).await.ok_or(failed)?;
        if reader.taken() < self.files[file].len() {
            self.reading = Some((file, reader));
        } else if !reader.is_over().await {
            return Err(failed);
        }
        Ok(bytes)
    }
}
