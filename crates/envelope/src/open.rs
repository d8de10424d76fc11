use envelope_format::Envelope;
use thiserror::Error;

use crate::content::{ContentError, Payload};
use crate::key::Identity;
use crate::label::Label;
use crate::schedule::Schedule;
use crate::slot::open_slot;
use crate::stream::{BadChunk, open_chunks};

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

    // 2. Try the slots with the identity. The first that opens gives the content key.
    let info = label.info(envelope.prefix());
    let content_key = envelope
        .slots()
        .find_map(|slot| open_slot(identity, &info, slot))
        .ok_or(OpenError::NoSlotOpens)?;

    // 3. Derive the header key, compute the MAC and compare it in constant time.
    let schedule = Schedule::derive(&content_key, envelope.salt());
    if !schedule.mac_is_right(envelope.authenticated_header(), envelope.mac()) {
        return Err(OpenError::HeaderChanged);
    }

    // 4. Derive the payload key; open every chunk in order.
    let content = open_chunks(&schedule.payload_key, envelope.payload())
        .map_err(|BadChunk(index)| OpenError::ChunkChanged(index))?;

    // 5. Read the parts.
    Ok(Payload::from_content(&content, envelope.bucket_log2())?)
}
