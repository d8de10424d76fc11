use envelope_format::Envelope;
use envelope_format::layout::{MAGIC, PREFIX_LEN, SALT_LEN, SLOTS, SUITE, VERSION, envelope_len};
use getrandom::SysRng;
use rand_core::{CryptoRng, UnwrapErr};
use thiserror::Error;

use crate::content::{ContentError, Payload};
use crate::key::Recipient;
use crate::label::Label;
use crate::schedule::{ContentKey, Schedule};
use crate::slot::make_slots;
use crate::stream::seal_chunks;

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
    // Asked once where a refusal is an error; after that the source does not fail.
    getrandom::fill(&mut [0; 32]).map_err(|_| SealError::Randomness)?;
    seal_with_rng(recipients, label, payload, &mut UnwrapErr(SysRng))
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
    check_recipients(recipients)?;

    // 1. Build the content and pad it to its bucket.
    let (content, bucket_log2) = payload.to_content()?;

    // 2. Draw content key and salt. Write the prefix.
    let mut content_key = ContentKey::default();
    let mut salt = [0; SALT_LEN];
    rng.fill_bytes(content_key.as_mut());
    rng.fill_bytes(&mut salt);
    let capacity =
        usize::try_from(envelope_len(bucket_log2)).map_err(|_| ContentError::TooLarge)?;
    let mut bytes = Vec::with_capacity(capacity);
    bytes.extend_from_slice(&MAGIC);
    bytes.extend_from_slice(&[VERSION, SUITE, SLOTS as u8, bucket_log2]);
    bytes.extend_from_slice(&salt);
    debug_assert_eq!(bytes.len(), PREFIX_LEN);

    // 3. Make the eight slots and put them in random order.
    let info = label.info(&bytes);
    let slots =
        make_slots(recipients, &info, &content_key, rng).map_err(|_| SealError::Recipient)?;
    bytes.extend_from_slice(&slots);

    // 4. Derive the header key; compute the MAC.
    let schedule = Schedule::derive(&content_key, &salt);
    let mac = schedule.mac(&bytes);
    bytes.extend_from_slice(&mac);

    // 5. Derive the payload key; seal the chunks.
    seal_chunks(&schedule.payload_key, &content, &mut bytes);

    // 6. The content, the content key and the derived keys are wiped as they are dropped.
    Ok(Envelope::parse(bytes).expect("these steps write the layout that parse checks"))
}

fn check_recipients(recipients: &[Recipient]) -> Result<(), SealError> {
    if recipients.is_empty() {
        return Err(SealError::NoRecipients);
    }
    if recipients.len() > SLOTS {
        return Err(SealError::TooManyRecipients(recipients.len()));
    }
    let repeated = |(index, recipient)| recipients[..index].contains(recipient);
    if recipients.iter().enumerate().any(repeated) {
        return Err(SealError::RepeatedRecipient);
    }
    Ok(())
}
