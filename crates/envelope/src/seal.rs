mod streamed;

use envelope_format::layout::{HEADER_LEN, TAG_LEN};
use envelope_format::{CHUNK_LEN, Envelope};
use getrandom::SysRng;
use rand_core::{CryptoRng, UnwrapErr};
use thiserror::Error;

use crate::content::{ContentError, Payload, document_content};
use crate::header::write_header;
use crate::key::Recipient;
use crate::label::Label;
use crate::stream::Chunks;

pub use streamed::{SealToError, seal_to, seal_to_with_rng};

/// Why nothing was sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SealError {
    /// There is nobody to seal to.
    #[error("there is no reader to seal to")]
    NoRecipients,
    /// There are more recipients than slots.
    #[error("there are {0} readers, and an envelope has room for 8")]
    TooManyRecipients(usize),
    /// A recipient is named twice.
    #[error("a reader is named twice")]
    RepeatedRecipient,
    /// The payload cannot be written.
    #[error(transparent)]
    Content(#[from] ContentError),
    /// A recipient's key cannot be sealed to.
    #[error("a reader's key cannot be used")]
    Recipient,
    /// The operating system or browser gives no random bytes.
    #[error("no random numbers are to be had on this device")]
    Randomness,
}

/// Seals `payload` to one to eight `recipients`.
///
/// # Errors
///
/// [`SealError`]; nothing is sealed then.
pub fn seal(
    recipients: &[Recipient],
    label: Label,
    payload: &Payload,
) -> Result<Envelope, SealError> {
    seal_with_rng(recipients, label, payload, &mut randomness()?)
}

/// Seals a document without attachments to one to eight `recipients`: the same as [`seal()`], with
/// less code, which travels to browsers over bad lines.
///
/// # Errors
///
/// [`SealError`]; nothing is sealed then.
pub fn seal_document(
    recipients: &[Recipient],
    label: Label,
    document: &[u8],
) -> Result<Envelope, SealError> {
    let (content, bucket_log2) = document_content(document)?;
    seal_content(recipients, label, &content, bucket_log2, &mut randomness()?)
}

/// Seals with randomness of the caller's. Only for test vectors: whoever can guess the
/// randomness can open the envelope.
///
/// # Errors
///
/// [`SealError`]; nothing is sealed then.
pub fn seal_with_rng(
    recipients: &[Recipient],
    label: Label,
    payload: &Payload,
    rng: &mut impl CryptoRng,
) -> Result<Envelope, SealError> {
    let outline = payload.outline()?;
    let content = payload.content(&outline)?;
    seal_content(recipients, label, &content, outline.bucket_log2(), rng)
}

/// The randomness of the device. It is asked once where a refusal is an error; after that it does
/// not fail.
pub(crate) fn randomness() -> Result<UnwrapErr<SysRng>, SealError> {
    getrandom::fill(&mut [0; 32]).map_err(|_| SealError::Randomness)?;
    Ok(UnwrapErr(SysRng))
}

/// Seals the padded content of the bucket `2^bucket_log2`.
fn seal_content(
    recipients: &[Recipient],
    label: Label,
    content: &[u8],
    bucket_log2: u8,
    rng: &mut impl CryptoRng,
) -> Result<Envelope, SealError> {
    // 1. The content was built and padded.

    // 2. to 4. Make the header.
    let mut bytes = Vec::with_capacity(content.len() + HEADER_LEN + TAG_LEN);
    let payload_key = write_header(recipients, label, bucket_log2, rng, &mut bytes)?;

    // 5. Derive the payload key; seal the chunks.
    let chunks = Chunks::new(&payload_key, bucket_log2);
    for (index, chunk) in (0..).zip(content.chunks(CHUNK_LEN)) {
        let start = bytes.len();
        bytes.extend_from_slice(chunk);
        let tag = chunks.seal(index, &mut bytes[start..]);
        bytes.extend_from_slice(&tag);
    }

    // 6. The content, the content key and the derived keys are wiped as they are dropped.
    Ok(Envelope::parse(bytes).expect("these steps write the layout that parse checks"))
}
