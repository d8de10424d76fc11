//! The header's two ways: made for readers, and opened by one (`docs/envelope.md`).

use envelope_format::Header;
use envelope_format::layout::{HEADER_LEN, MAGIC, PREFIX_LEN, SALT_LEN, SLOTS, SUITE, VERSION};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::key::{Identity, Recipient};
use crate::label::Label;
use crate::open::OpenError;
use crate::schedule::{ContentKey, Schedule};
use crate::seal::SealError;
use crate::slot::{make_slots, open_slot};

/// The key of a payload's chunks, 32 bytes, wiped on drop.
pub(crate) type PayloadKey = Zeroizing<[u8; 32]>;

/// Appends the header for these recipients to `bytes`, which is empty, and answers with the key of
/// the payload that belongs behind it.
pub(crate) fn write_header(
    recipients: &[Recipient],
    label: Label,
    bucket_log2: u8,
    rng: &mut impl CryptoRng,
    bytes: &mut Vec<u8>,
) -> Result<PayloadKey, SealError> {
    check_recipients(recipients)?;

    // 2. Draw content key and salt. Write the prefix.
    let mut content_key = ContentKey::default();
    let mut salt = [0; SALT_LEN];
    rng.fill_bytes(content_key.as_mut());
    rng.fill_bytes(&mut salt);
    bytes.extend_from_slice(&MAGIC);
    bytes.extend_from_slice(&[VERSION, SUITE, SLOTS as u8, bucket_log2]);
    bytes.extend_from_slice(&salt);
    debug_assert_eq!(bytes.len(), PREFIX_LEN);

    // 3. Make the eight slots and put them in random order.
    let info = label.info(bytes);
    let slots =
        make_slots(recipients, &info, &content_key, rng).map_err(|_| SealError::Recipient)?;
    bytes.extend_from_slice(&slots);

    // 4. Derive the header key; compute the MAC.
    let schedule = Schedule::derive(&content_key, &salt);
    let mac = schedule.mac(bytes);
    bytes.extend_from_slice(&mac);
    debug_assert_eq!(bytes.len(), HEADER_LEN);
    Ok(schedule.payload_key)
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

/// The key of the payload, when the header opens with the identity and was not changed.
pub(crate) fn open_header(
    identity: &Identity,
    label: Label,
    header: Header<'_>,
) -> Result<PayloadKey, OpenError> {
    // 2. Try the slots with the identity. The first that opens gives the content key.
    let info = label.info(header.prefix());
    let content_key = header
        .slots()
        .find_map(|slot| open_slot(identity, &info, slot))
        .ok_or(OpenError::NoSlotOpens)?;

    // 3. Derive the header key, compute the MAC and compare it in constant time.
    let schedule = Schedule::derive(&content_key, header.salt());
    if schedule.mac_is_right(header.authenticated(), header.mac()) {
        Ok(schedule.payload_key)
    } else {
        Err(OpenError::HeaderChanged)
    }
}
