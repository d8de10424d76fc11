//! Sealing in constant memory: chunk by chunk, from readers into a writer.

use std::io::{self, Read, Write};

use envelope_format::layout::{TAG_LEN, chunk_count};
use envelope_format::{Digest, Digester};
use rand_core::CryptoRng;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::content::{Outline, Source};
use crate::header::write_header;
use crate::key::Recipient;
use crate::label::Label;
use crate::seal::{SealError, randomness};
use crate::stream::{Chunks, sealed_len};

/// Why sealing to a writer stopped. What was written until then is no envelope.
#[derive(Debug, Error)]
pub enum SealToError {
    /// Nothing could be sealed at all; nothing was written.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// An attachment could not be read. Attachments count from 0.
    #[error("attachment {0} cannot be read: {1}")]
    Read(usize, #[source] io::Error),
    /// An attachment has fewer or more bytes than was said of it.
    #[error("attachment {0} changed its length while it was sealed")]
    Length(usize),
    /// The envelope could not be written.
    #[error("the envelope cannot be written: {0}")]
    Write(#[source] io::Error),
}

/// Seals what `outline` describes to one to eight `recipients`, reading the attachments' bytes
/// from `bodies`, in the same order, and writing the envelope to `out`.
///
/// It holds at most 4 MiB in memory, whatever the size, and seals them with as many threads as the
/// machine runs at once. The answer is the envelope's name.
///
/// # Errors
///
/// [`SealToError`].
pub fn seal_to(
    recipients: &[Recipient],
    label: Label,
    outline: &Outline<'_>,
    bodies: &mut [&mut dyn Read],
    out: &mut dyn Write,
) -> Result<Digest, SealToError> {
    let rng = &mut randomness()?;
    seal_to_with_rng(recipients, label, outline, bodies, out, rng)
}

/// Seals with randomness of the caller's. Only for test vectors: whoever can guess the
/// randomness can open the envelope.
///
/// # Errors
///
/// [`SealToError`].
pub fn seal_to_with_rng(
    recipients: &[Recipient],
    label: Label,
    outline: &Outline<'_>,
    bodies: &mut [&mut dyn Read],
    out: &mut dyn Write,
    rng: &mut impl CryptoRng,
) -> Result<Digest, SealToError> {
    let bucket_log2 = outline.bucket_log2();
    let mut header = Vec::new();
    let payload_key = write_header(recipients, label, bucket_log2, rng, &mut header)?;
    let mut out = Out {
        writer: out,
        digester: Digester::default(),
    };
    out.write(&header)?;

    let chunks = Chunks::new(&payload_key, bucket_log2);
    let len = sealed_len(bucket_log2);
    let mut batch = Zeroizing::new(vec![0; chunks.batch_len(bucket_log2)]);
    let in_batch = batch.len() / len;
    for first in (0..chunk_count(bucket_log2)).step_by(in_batch) {
        for (index, sealed) in (first..).zip(batch.chunks_mut(len)) {
            let chunk = &mut sealed[..len - TAG_LEN];
            let start = index * chunk.len() as u64;
            let sources = outline.within(start..start + chunk.len() as u64);
            fill(chunk, sources, bodies)?;
        }
        chunks.seal_all(first, len, &mut batch);
        out.write(&batch)?;
    }
    for (index, body) in bodies.iter_mut().enumerate() {
        let more = body.read(&mut [0]);
        if more.map_err(|error| SealToError::Read(index, error))? > 0 {
            return Err(SealToError::Length(index));
        }
    }
    out.writer.flush().map_err(SealToError::Write)?;
    Ok(out.digester.finish())
}

/// Fills a chunk with what it is made of, and zero bytes after that.
fn fill<'a>(
    chunk: &mut [u8],
    sources: impl Iterator<Item = Source<'a>>,
    bodies: &mut [&mut dyn Read],
) -> Result<(), SealToError> {
    let mut rest = chunk;
    for source in sources {
        let len = usize::try_from(source.len()).expect("it is part of a chunk");
        let (here, after) = std::mem::take(&mut rest).split_at_mut(len);
        rest = after;
        match source {
            Source::Bytes(bytes) => here.copy_from_slice(bytes),
            Source::Body { attachment, .. } => read_exactly(attachment, bodies, here)?,
        }
    }
    rest.fill(0);
    Ok(())
}

fn read_exactly(
    attachment: usize,
    bodies: &mut [&mut dyn Read],
    into: &mut [u8],
) -> Result<(), SealToError> {
    let body = bodies.get_mut(attachment);
    let body = body.ok_or(SealToError::Length(attachment))?;
    body.read_exact(into).map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => SealToError::Length(attachment),
        _ => SealToError::Read(attachment, error),
    })
}

/// What is written, and its name.
struct Out<'a> {
    writer: &'a mut dyn Write,
    digester: Digester,
}

impl Out<'_> {
    fn write(&mut self, bytes: &[u8]) -> Result<(), SealToError> {
        self.digester.update(bytes);
        self.writer.write_all(bytes).map_err(SealToError::Write)
    }
}
