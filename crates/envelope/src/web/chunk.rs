//! The content's chunks, read from where their bytes are.

use core::ops::Range;

use js_sys::{Promise, Uint8Array};
use wasm_bindgen_futures::JsFuture;

use super::{Body, SealFilesError, WebFile};
use crate::content::{Outline, Source};

/// How much of a file is read at once, in bytes: reading has a price for each time, and memory one
/// for each byte. The next window is read while this one is sealed.
const WINDOW_LEN: u64 = 2 * 1024 * 1024;

/// The content, chunk after chunk.
pub(super) struct Chunks<'a> {
    outline: &'a Outline<'a>,
    files: &'a [WebFile<'a>],
    chunk_len: u64,
    /// Where the next chunk begins in the content.
    at: u64,
    /// What was read of a file.
    window: Option<Window>,
    /// What is being read after it.
    ahead: Option<Reading>,
    zeros: Option<Uint8Array>,
}

/// The plaintext of a chunk, in the browser's memory.
pub(super) enum Chunk {
    /// A view of a file's bytes, which are the device's own.
    OfAFile(Uint8Array),
    /// Nothing but padding.
    Zeros(Uint8Array),
    /// A copy that holds what the person wrote, too.
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

/// A stretch of a file, read.
struct Window {
    stretch: Stretch,
    bytes: Uint8Array,
}

/// A stretch of a file that the browser is reading.
struct Reading {
    stretch: Stretch,
    bytes: Promise,
}

/// Bytes of a file, by their place in it.
#[derive(Clone, PartialEq, Eq)]
struct Stretch {
    file: usize,
    range: Range<u64>,
}

impl<'a> Chunks<'a> {
    /// Before the first chunk.
    pub(super) fn new(outline: &'a Outline<'a>, files: &'a [WebFile<'a>], chunk_len: u64) -> Self {
        Self {
            outline,
            files,
            chunk_len,
            at: 0,
            window: None,
            ahead: None,
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
            [source @ Source::Body { .. }] if source.len() == self.chunk_len => {
                self.take(Stretch::of(source)).await.map(Chunk::OfAFile)
            }
            _ => self.gather(&sources).await.map(Chunk::Gathered),
        }
    }

    /// A chunk of padding, the same one again and again.
    fn zeros(&mut self) -> Uint8Array {
        let len = self.chunk_len as u32;
        let make = || Uint8Array::new_with_length(len);
        self.zeros.get_or_insert_with(make).clone()
    }

    /// Puts a chunk together from several sources.
    async fn gather(&mut self, sources: &[Source<'_>]) -> Result<Uint8Array, SealFilesError> {
        let chunk = Uint8Array::new_with_length(self.chunk_len as u32);
        let mut at = 0;
        for source in sources {
            let len = source.len() as u32;
            match *source {
                Source::Bytes(bytes) => chunk.subarray(at, at + len).copy_from(bytes),
                Source::Body { .. } => {
                    let bytes = self.read(Stretch::of(*source)).await?;
                    chunk.set(bytes.as_ref(), at);
                }
            }
            at += len;
        }
        Ok(chunk)
    }

    /// A stretch of a file and nothing else.
    async fn read(&self, stretch: Stretch) -> Result<Uint8Array, SealFilesError> {
        match self.files[stretch.file].body {
            Body::Bytes(bytes) => Ok(stretch.within(bytes, 0)),
            Body::Blob(_) => Ok(self.begin(stretch)?.done().await?.bytes),
        }
    }

    /// A stretch of a file, one of many that follow one another.
    async fn take(&mut self, stretch: Stretch) -> Result<Uint8Array, SealFilesError> {
        if let Body::Bytes(bytes) = self.files[stretch.file].body {
            return Ok(stretch.within(bytes, 0));
        }
        match &self.window {
            Some(window) if window.stretch.holds(&stretch) => {}
            _ => self.move_window(&stretch).await?,
        }
        let window = self.window.as_ref();
        let window = window.ok_or(SealFilesError::Read(stretch.file))?;
        Ok(stretch.within(&window.bytes, window.stretch.range.start))
    }

    /// Reads the window that begins where the stretch does, and begins to read the one after it.
    async fn move_window(&mut self, stretch: &Stretch) -> Result<(), SealFilesError> {
        let wanted = self.window_from(stretch.file, stretch.range.start);
        let reading = match self.ahead.take() {
            Some(ahead) if ahead.stretch == wanted => ahead,
            _ => self.begin(wanted)?,
        };
        self.window = None;
        let next = self.window_from(stretch.file, reading.stretch.range.end);
        if !next.range.is_empty() {
            self.ahead = Some(self.begin(next)?);
        }
        self.window = Some(reading.done().await?);
        Ok(())
    }

    /// The window of a file that begins here: whole chunks, for what is left over is put together
    /// with what follows it.
    fn window_from(&self, file: usize, from: u64) -> Stretch {
        let left = self.files[file].len().saturating_sub(from);
        let len = (left / self.chunk_len * self.chunk_len).min(WINDOW_LEN);
        Stretch {
            file,
            range: from..from + len,
        }
    }

    fn begin(&self, stretch: Stretch) -> Result<Reading, SealFilesError> {
        let failed = SealFilesError::Read(stretch.file);
        let Body::Blob(blob) = self.files[stretch.file].body else {
            return Err(failed);
        };
        let (start, end) = (stretch.range.start as f64, stretch.range.end as f64);
        let slice = blob.slice_with_f64_and_f64(start, end);
        Ok(Reading {
            stretch,
            bytes: slice.map_err(|_| failed)?.array_buffer(),
        })
    }
}

impl Reading {
    async fn done(self) -> Result<Window, SealFilesError> {
        let Self { stretch, bytes } = self;
        let failed = SealFilesError::Read(stretch.file);
        let bytes = JsFuture::from(bytes).await.map_err(|_| failed)?;
        let bytes = Uint8Array::new(&bytes);
        // A file that shrank gives what there is.
        if u64::from(bytes.length()) == stretch.range.end - stretch.range.start {
            Ok(Window { stretch, bytes })
        } else {
            Err(failed)
        }
    }
}

impl Stretch {
    /// The stretch that a source of an attachment's bytes is.
    fn of(source: Source<'_>) -> Self {
        match source {
            Source::Body {
                attachment,
                from,
                len,
            } => Self {
                file: attachment,
                range: from..from + len,
            },
            Source::Bytes(_) => unreachable!("a source of an attachment's bytes is meant"),
        }
    }

    fn holds(&self, other: &Self) -> bool {
        self.file == other.file
            && self.range.start <= other.range.start
            && other.range.end <= self.range.end
    }

    /// This stretch, of bytes that begin at `start` of the file.
    fn within(&self, bytes: &Uint8Array, start: u64) -> Uint8Array {
        let (from, to) = (self.range.start - start, self.range.end - start);
        bytes.subarray(from as u32, to as u32)
    }
}
