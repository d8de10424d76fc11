//! Opening in constant memory: chunk by chunk, from a reader into a receiver.

use std::io::{self, Read};

use envelope_format::layout::{HEADER_LEN, TAG_LEN, chunk_count};
use envelope_format::{Header, ParseError, envelope_len};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::content::{ContentReader, ReadError, Receiver};
use crate::header::{PayloadKey, open_header};
use crate::key::Identity;
use crate::label::Label;
use crate::open::OpenError;
use crate::stream::{Chunks, sealed_len};

/// Why an envelope did not open from a reader. What the receiver got until then is to be thrown
/// away.
#[derive(Debug, Error)]
pub enum OpenFromError {
    /// It is no envelope, or not a whole one. Of bytes after its end, the first is counted.
    #[error(transparent)]
    Parse(#[from] ParseError),
    /// It does not open.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// It could not be read.
    #[error("the envelope cannot be read: {0}")]
    Read(#[source] io::Error),
    /// The receiver did not take what was opened.
    #[error("what was opened cannot be kept: {0}")]
    Receiver(#[source] io::Error),
}

/// Opens an envelope that is for one of the `identities` and was sealed for `label`, reading it
/// from `from` to its end and handing its parts to `to`.
///
/// It holds at most 4 MiB of it in memory, whatever the size, and opens those with as many threads
/// as the machine runs at once. The answer is which of the identities opened it, counted from 0.
///
/// # Errors
///
/// [`OpenFromError`].
pub fn open_from(
    identities: &[Identity],
    label: Label,
    from: &mut dyn Read,
    to: &mut dyn Receiver,
) -> Result<usize, OpenFromError> {
    let mut sealed = Sealed {
        from,
        read: 0,
        expected: HEADER_LEN as u64,
    };
    // 1. Check the shape, as far as it can be seen before the payload.
    let mut header = [0; HEADER_LEN];
    sealed.read_header(&mut header)?;
    let header = Header::parse(&header)?;
    let bucket_log2 = header.bucket_log2();
    sealed.expected = envelope_len(bucket_log2);

    // 2. and 3. The header.
    let (identity, payload_key) = open_with_any(identities, label, header)?;

    // 4. and 5. Open every chunk in order, and read the parts.
    let chunks = Chunks::new(&payload_key, bucket_log2);
    let mut reader = ContentReader::new(bucket_log2);
    let len = sealed_len(bucket_log2);
    let mut batch = Zeroizing::new(vec![0; chunks.batch_len(bucket_log2)]);
    let in_batch = batch.len() / len;
    for first in (0..chunk_count(bucket_log2)).step_by(in_batch) {
        sealed.read(&mut batch)?;
        chunks
            .open_all(first, len, &mut batch)
            .map_err(OpenError::from)?;
        for chunk in batch.chunks(len) {
            reader
                .read(&chunk[..len - TAG_LEN], to)
                .map_err(|error| match error {
                    ReadError::Content(error) => OpenError::from(error).into(),
                    ReadError::Receiver(error) => OpenFromError::Receiver(error),
                })?;
        }
    }
    reader.finish().map_err(OpenError::from)?;
    sealed.end()?;
    Ok(identity)
}

fn open_with_any(
    identities: &[Identity],
    label: Label,
    header: Header<'_>,
) -> Result<(usize, PayloadKey), OpenError> {
    for (index, identity) in identities.iter().enumerate() {
        match open_header(identity, label, header) {
            Ok(key) => return Ok((index, key)),
            Err(OpenError::NoSlotOpens) => {}
            Err(error) => return Err(error),
        }
    }
    Err(OpenError::NoSlotOpens)
}

/// The bytes of the envelope as they come.
struct Sealed<'a> {
    from: &'a mut dyn Read,
    read: u64,
    /// How many there must be.
    expected: u64,
}

impl Sealed<'_> {
    fn read(&mut self, into: &mut [u8]) -> Result<(), OpenFromError> {
        let len = self.read_up_to(into)?;
        if len == into.len() {
            return Ok(());
        }
        Err(OpenFromError::Parse(ParseError::Truncated {
            expected: self.expected,
            actual: self.read,
        }))
    }

    /// Reads the header. One that is cut off is refused for its own reason where it has one.
    fn read_header(&mut self, header: &mut [u8; HEADER_LEN]) -> Result<(), OpenFromError> {
        let len = self.read_up_to(header)?;
        if len < HEADER_LEN {
            // Too short to be an envelope: `parse` says in which way.
            let bytes = header[..len].to_vec();
            let refused = envelope_format::Envelope::parse(bytes).err();
            let cut = ParseError::HeaderTruncated;
            return Err(OpenFromError::Parse(refused.unwrap_or(cut)));
        }
        Ok(())
    }

    fn read_up_to(&mut self, into: &mut [u8]) -> Result<usize, OpenFromError> {
        let mut len = 0;
        while len < into.len() {
            match self.from.read(&mut into[len..]) {
                Ok(0) => break,
                Ok(more) => len += more,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(OpenFromError::Read(error)),
            }
        }
        self.read += len as u64;
        Ok(len)
    }

    /// Nothing may follow.
    fn end(&mut self) -> Result<(), OpenFromError> {
        match self.read_up_to(&mut [0])? {
            0 => Ok(()),
            more => Err(ParseError::TrailingBytes(more as u64).into()),
        }
    }
}
