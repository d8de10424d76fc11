mod streamed;

use std::io;

use envelope_format::Envelope;
use envelope_format::layout::TAG_LEN;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::content::{
    Attachment, ContentError, ContentReader, PartHead, Payload, ReadError, Receiver,
};
use crate::header::open_header;
use crate::key::Identity;
use crate::label::Label;
use crate::stream::{BadChunk, Chunks, SEALED_CHUNK_LEN};

pub use streamed::{OpenFromError, open_from};

/// Why an envelope did not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum OpenError {
    /// No slot opens with this identity: the envelope is for somebody else, or damaged,
    /// or sealed for another label. These cannot be told apart.
    #[error("the envelope is not for this key, or it is damaged")]
    NoSlotOpens,
    /// The header was changed after sealing.
    #[error("the envelope's header was changed")]
    HeaderChanged,
    /// A chunk of the payload was changed, moved or taken out. Chunks count from 0.
    #[error("part {0} of the envelope was changed")]
    ChunkChanged(u64),
    /// The envelope opened, but what is inside breaks the layout.
    #[error(transparent)]
    Content(#[from] ContentError),
}

/// Opens an envelope that is for `identity` and was sealed for `label`.
///
/// # Errors
///
/// [`OpenError`]; nothing of the payload is given out then.
pub fn open(identity: &Identity, label: Label, envelope: &Envelope) -> Result<Payload, OpenError> {
    // 1. The shape was checked when the bytes became an `Envelope`.
    // 2. and 3. The header.
    let header = envelope.header();
    let payload_key = open_header(identity, label, header)?;

    // 4. and 5. Open every chunk in order, and read the parts.
    let bucket_log2 = header.bucket_log2();
    let mut collected = Collected(Payload::of_document(Vec::new()));
    let chunks = Chunks::new(&payload_key, bucket_log2);
    let mut reader = ContentReader::new(bucket_log2);
    let mut chunk = Zeroizing::new(Vec::with_capacity(SEALED_CHUNK_LEN));
    for (index, sealed) in (0..).zip(envelope.payload().chunks(SEALED_CHUNK_LEN)) {
        chunk.clear();
        chunk.extend_from_slice(sealed);
        chunks.open_all(index, SEALED_CHUNK_LEN, &mut chunk)?;
        let opened = &chunk[..chunk.len() - TAG_LEN];
        reader
            .read(opened, &mut collected)
            .map_err(|error| match error {
                ReadError::Content(error) => error,
                ReadError::Receiver(_) => unreachable!("memory takes all that fits a bucket"),
            })?;
    }
    reader.finish()?;
    Ok(collected.0)
}

impl From<BadChunk> for OpenError {
    fn from(BadChunk(index): BadChunk) -> Self {
        Self::ChunkChanged(index)
    }
}

/// The parts, collected in memory.
struct Collected(Payload);

impl Receiver for Collected {
    fn part(&mut self, head: PartHead<'_>) -> io::Result<()> {
        // The lengths were checked against an envelope that is there. Reserved at once, so that no
        // shorter copy stays behind in memory.
        let room = |len: u64| Vec::with_capacity(usize::try_from(len).unwrap_or_default());
        match head {
            PartHead::Document { len } => self.0.document = room(len),
            PartHead::Attachment(head) => self.0.attachments.push(Attachment {
                name: head.name.to_owned(),
                media_type: head.media_type.to_owned(),
                bytes: room(head.len),
            }),
        }
        Ok(())
    }

    fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self.0.attachments.last_mut() {
            Some(attachment) => attachment.bytes.extend_from_slice(bytes),
            None => self.0.document.extend_from_slice(bytes),
        }
        Ok(())
    }
}
