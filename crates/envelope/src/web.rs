//! Sealing files in the browser: their bytes go from the file through WebCrypto to the sink, a few
//! chunks at a time, and never enter this program's memory.
//!
//! The bytes are those that [`seal_to`](crate::seal_to) makes from the same randomness; a test
//! holds that.

mod chunk;
mod cipher;
mod reading;
mod turn;

use core::ops::ControlFlow;

use envelope_format::CHUNK_LEN;
use envelope_format::layout::chunk_count;
use js_sys::Uint8Array;
use rand_core::CryptoRng;
use thiserror::Error;
use web_sys::Blob;

use crate::content::{AttachmentHead, Outline};
use crate::header::write_header;
use crate::key::Recipient;
use crate::label::Label;
use crate::seal::{SealError, randomness};
use chunk::Chunks;
use cipher::Cipher;
use turn::Turns;

/// A file that is to travel with a document.
#[derive(Clone, Copy)]
pub struct WebFile<'a> {
    /// What it is called, 1 to 255 bytes of UTF-8.
    pub name: &'a str,
    /// Its media type, 1 to 127 bytes of printable ASCII.
    pub media_type: &'a str,
    /// Its bytes.
    pub body: Body<'a>,
}

/// Where the bytes of a file are.
#[derive(Clone, Copy)]
pub enum Body<'a> {
    /// Wherever the browser has them: on the device's disk, for a file that a person chose.
    Blob(&'a Blob),
    /// In the browser's memory: an image that was drawn anew.
    Bytes(&'a Uint8Array),
}

/// Why files were not sealed. What the sink got until then is no envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SealFilesError {
    /// Nothing could be sealed at all; the sink got nothing.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The envelope would be longer than allowed: both in bytes.
    #[error("the envelope would have {len} bytes, and {limit} are allowed")]
    OverLimit {
        /// How long it would be.
        len: u64,
        /// How long it may be.
        limit: u64,
    },
    /// A file could not be read: it was changed, moved or taken away. Files count from 0.
    #[error("file {0} cannot be read any more")]
    Read(usize),
    /// The browser's cryptography refused to work.
    #[error("the browser's cryptography cannot be used")]
    Crypto,
    /// The sink did not take what was sealed.
    #[error("what was sealed cannot be kept")]
    Sink,
    /// Whoever watches the progress stopped it.
    #[error("stopped")]
    Stopped,
}

/// The sink did not take a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SinkFull;

/// A piece of an envelope, in the browser's memory.
pub type Piece = Uint8Array;

/// Takes an envelope in pieces, in order: the header, then each sealed chunk.
pub trait Sink {
    /// The next piece; when this is done, it is kept.
    ///
    /// # Errors
    ///
    /// [`SinkFull`], whatever the reason: sealing stops.
    fn take(&mut self, piece: Piece) -> impl Future<Output = Result<(), SinkFull>>;
}

/// Seals a document and files to one to eight `recipients`, handing the envelope to `sink`.
///
/// `limit` is the most bytes the envelope may have; more is refused before anything is sealed.
/// `progress` is told how many bytes of the content are sealed and how many there are; it may stop
/// the work. Of a blob, no more is held in the browser's memory than the browser reads at once. The
/// browser gets its turn every 8 ms.
///
/// # Errors
///
/// [`SealFilesError`].
pub async fn seal_files(
    recipients: &[Recipient],
    label: Label,
    document: &[u8],
    files: &[WebFile<'_>],
    limit: u64,
    sink: &mut impl Sink,
    progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<(), SealFilesError> {
    let rng = &mut randomness()?;
    seal_files_with_rng(
        recipients, label, document, files, limit, sink, progress, rng,
    )
    .await
}

/// Seals with randomness of the caller's. Only for tests: whoever can guess the randomness can
/// open the envelope.
///
/// # Errors
///
/// [`SealFilesError`].
#[expect(
    clippy::too_many_arguments,
    reason = "those of `seal_files` and the randomness"
)]
pub async fn seal_files_with_rng(
    recipients: &[Recipient],
    label: Label,
    document: &[u8],
    files: &[WebFile<'_>],
    limit: u64,
    sink: &mut impl Sink,
    progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
    rng: &mut impl CryptoRng,
) -> Result<(), SealFilesError> {
    let heads: Vec<_> = files.iter().map(WebFile::head).collect();
    let outline = Outline::new(document, &heads).map_err(SealError::from)?;
    let len = outline.envelope_len();
    if len > limit {
        return Err(SealFilesError::OverLimit { len, limit });
    }
    let bucket_log2 = outline.bucket_log2();
    let mut header = Vec::new();
    let payload_key = write_header(recipients, label, bucket_log2, rng, &mut header)?;
    let cipher = Cipher::new(&payload_key).await?;
    drop(payload_key);
    keep(sink, Uint8Array::from(&header[..])).await?;

    let total = 1_u64 << bucket_log2;
    let (count, chunk_len) = (chunk_count(bucket_log2), total.min(CHUNK_LEN as u64));
    let (mut chunks, mut turns) = (Chunks::new(&outline, files, chunk_len), Turns::new());
    for index in 0..count {
        turns.give().await;
        let chunk = chunks.next().await?;
        keep(
            sink,
            cipher
                .seal(index, index + 1 == count, chunk.bytes())
                .await?,
        )
        .await?;
        if progress((index + 1) * chunk_len, total).is_break() {
            return Err(SealFilesError::Stopped);
        }
    }
    Ok(())
}

async fn keep(sink: &mut impl Sink, piece: Uint8Array) -> Result<(), SealFilesError> {
    let taken = sink.take(piece).await;
    taken.map_err(|SinkFull| SealFilesError::Sink)
}

impl WebFile<'_> {
    fn head(&self) -> AttachmentHead<'_> {
        AttachmentHead {
            name: self.name,
            media_type: self.media_type,
            len: self.len(),
        }
    }

    /// How many bytes it has.
    fn len(&self) -> u64 {
        match self.body {
            // The browser counts in floating point, exactly up to 2^53.
            Body::Blob(blob) => blob.size() as u64,
            Body::Bytes(bytes) => u64::from(bytes.length()),
        }
    }
}

impl core::fmt::Debug for WebFile<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        self.head().fmt(f)
    }
}
