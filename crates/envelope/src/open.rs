mod streamed;

use core::slice;
use std::io;

use envelope_format::Envelope;
use thiserror::Error;

use crate::content::{Attachment, ContentError, PartHead, Payload, Receiver};
use crate::key::Identity;
use crate::label::Label;
use crate::stream::BadChunk;

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
    let mut collected = Collected(Payload::of_document(Vec::new()));
    let (identities, from) = (slice::from_ref(identity), &mut envelope.as_bytes());
    match open_from(identities, label, from, &mut collected) {
        Ok(_) => Ok(collected.0),
        Err(OpenFromError::Open(error)) => Err(error),
        Err(OpenFromError::Parse(_)) => unreachable!("an envelope has the shape of one"),
        Err(OpenFromError::Read(_) | OpenFromError::Receiver(_)) => {
            unreachable!("memory can be read, and takes all that fits a bucket")
        }
    }
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
