//! The content's chunks, read from where their bytes are.

use core::ops::Range;

use js_sys::{Promise, Uint8Array};
use wasm_bindgen_futures::JsFuture;

use super::{SealFilesError, WebFile};
use crate::content::{Outline, Source};

/// How much of a file is read at once, in bytes: reading has a price for each time, and memory one
/// for each byte. The next window is read while this one is sealed.
const WINDOW_LEN: u64 = 2 * 1024 * 1024;

/// The content, chunk after chunk.
pub(super) struct Window<'a> {
    outline: &'a Outline<'a>,
    files: &'a [WebFile<'a>],
    chunk_len: u64,
    /// Where the next chunk begins in the content.
    at: u64,
    /// What was read of a file.
    read: Option<Read>,
    /// What is being read after it.
    ahead: Option<Reading>,
}

/// A stretch of a file.
struct Read {
    file: usize,
    range: Range<u64>,
    bytes: Uint8Array,
}

/// A stretch of a file that the browser is reading.
struct Reading {
    file: usize,
    range: Range<u64>,
    bytes: Promise,
}

impl<'a> Window<'a> {
    /// Before the first chunk.
    pub(super) fn begin(
        outline: &'a Outline<'a>,
        files: &'a [WebFile<'a>],
        chunk_len: u64,
    ) -> Self {
        Self {
            outline,
            files,
            chunk_len,
            at: 0,
            read: None,
            ahead: None,
        }
    }

    /// The next chunk. After the content it is filled with zero bytes.
    pub(super) async fn next(&mut self) -> Result<Uint8Array, SealFilesError> {
        let range = self.at..self.at + self.chunk_len;
        self.at = range.end;
        let outline = self.outline;
        let sources: Vec<_> = outline.within(range).collect();
        // Most chunks are one stretch of a file, and are taken from it as they are.
        if let [
            Source::Body {
                attachment,
                from,
                len,
            },
        ] = sources[..]
            && len == self.chunk_len
        {
            self.fill_window(attachment, from, len).await?;
            if let Some(chunk) = self.within_window(attachment, from, len) {
                return Ok(chunk);
            }
        }
        self.gather(&sources).await
    }

    /// Puts a chunk together from several sources.
    async fn gather(&mut self, sources: &[Source<'_>]) -> Result<Uint8Array, SealFilesError> {
        let chunk = Uint8Array::new_with_length(self.chunk_len as u32);
        let mut at = 0;
        for source in sources {
            match *source {
                Source::Bytes(bytes) => {
                    chunk.subarray(at, at + bytes.len() as u32).copy_from(bytes)
                }
                Source::Body {
                    attachment,
                    from,
                    len,
                } => {
                    let read = self.reading(attachment, from..from + len)?;
                    chunk.set(&read.done().await?.bytes, at);
                }
            }
            at += source.len() as u32;
        }
        Ok(chunk)
    }

    /// Sees to it that these bytes of a file are read, and that those after them are being read.
    async fn fill_window(
        &mut self,
        file: usize,
        from: u64,
        len: u64,
    ) -> Result<(), SealFilesError> {
        if self.within_window(file, from, len).is_some() {
            return Ok(());
        }
        let wanted = |it: &Reading| it.file == file && it.range.start == from;
        let reading = match self.ahead.take().filter(wanted) {
            Some(ahead) => ahead,
            None => self.reading(file, self.window_from(file, from))?,
        };
        let end = reading.range.end;
        self.read = None;
        let next = self.window_from(file, end);
        if !next.is_empty() {
            self.ahead = Some(self.reading(file, next)?);
        }
        self.read = Some(reading.done().await?);
        Ok(())
    }

    /// The window of a file that begins here: whole chunks, for what is left over is put together
    /// with what follows it.
    fn window_from(&self, file: usize, from: u64) -> Range<u64> {
        let size = self.files[file].blob.size() as u64;
        let left = size.saturating_sub(from) / self.chunk_len * self.chunk_len;
        from..from + left.min(WINDOW_LEN)
    }

    fn within_window(&self, file: usize, from: u64, len: u64) -> Option<Uint8Array> {
        let read = self.read.as_ref()?;
        let holds = read.file == file && read.range.start <= from && from + len <= read.range.end;
        let at = (from.checked_sub(read.range.start)?) as u32;
        holds.then(|| read.bytes.subarray(at, at + len as u32))
    }

    /// Begins to read a stretch of a file.
    fn reading(&self, file: usize, range: Range<u64>) -> Result<Reading, SealFilesError> {
        let slice = self.files[file]
            .blob
            .slice_with_f64_and_f64(range.start as f64, range.end as f64);
        Ok(Reading {
            file,
            range,
            bytes: slice
                .map_err(|_| SealFilesError::Read(file))?
                .array_buffer(),
        })
    }
}

impl Reading {
    async fn done(self) -> Result<Read, SealFilesError> {
        let Self { file, range, bytes } = self;
        let failed = SealFilesError::Read(file);
        let bytes = JsFuture::from(bytes).await.map_err(|_| failed)?;
        let bytes = Uint8Array::new(&bytes);
        // A file that shrank gives what there is.
        if u64::from(bytes.length()) == range.end - range.start {
            Ok(Read { file, range, bytes })
        } else {
            Err(failed)
        }
    }
}
