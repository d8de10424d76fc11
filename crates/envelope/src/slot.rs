//! The slots (`docs/envelope.md`, "Slots").

use envelope_format::layout::{CONTENT_KEY_LEN, ENCAPSULATED_KEY_LEN, SLOT_LEN, SLOTS};
use hpke::{Deserializable, HpkeError, Kem as _, OpModeR, OpModeS, Serializable};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::key::{Identity, Recipient};
use crate::schedule::ContentKey;
use crate::suite::{Aead, EncapsulatedKey, Kdf, Kem};

/// Makes the eight slots: one for each recipient, the rest decoys, in random order.
///
/// There are at most eight recipients.
pub(crate) fn make_slots(
    recipients: &[Recipient],
    info: &[u8],
    content_key: &ContentKey,
    rng: &mut impl CryptoRng,
) -> Result<Vec<u8>, HpkeError> {
    let mut slots = Vec::with_capacity(SLOTS);
    for recipient in recipients {
        slots.push(seal_slot(recipient, info, content_key, rng)?);
    }
    let (_, throw_away) = Kem::gen_keypair_with_rng(rng);
    let throw_away = Recipient(throw_away);
    while slots.len() < SLOTS {
        let mut noise = ContentKey::default();
        rng.fill_bytes(noise.as_mut());
        slots.push(seal_slot(&throw_away, info, &noise, rng)?);
    }
    shuffle(&mut slots, rng);
    Ok(slots.concat())
}

// encapsulated key, ciphertext = HPKE.Seal(recipient, info, aad = "", content key)
// slot = encapsulated key || ciphertext
fn seal_slot(
    recipient: &Recipient,
    info: &[u8],
    content_key: &ContentKey,
    rng: &mut impl CryptoRng,
) -> Result<Vec<u8>, HpkeError> {
    let (encapsulated_key, ciphertext) = hpke::single_shot_seal_with_rng::<Aead, Kdf, Kem>(
        &OpModeS::Base,
        &recipient.0,
        info,
        content_key.as_ref(),
        b"",
        rng,
    )?;
    let slot = [encapsulated_key.to_bytes().as_slice(), &ciphertext].concat();
    debug_assert_eq!(slot.len(), SLOT_LEN);
    Ok(slot)
}

/// The content key, when `slot` is for `identity`.
pub(crate) fn open_slot(identity: &Identity, info: &[u8], slot: &[u8]) -> Option<ContentKey> {
    let (encapsulated_key, ciphertext) = slot.split_at_checked(ENCAPSULATED_KEY_LEN)?;
    let encapsulated_key = EncapsulatedKey::from_bytes(encapsulated_key).ok()?;
    let opened = hpke::single_shot_open::<Aead, Kdf, Kem>(
        &OpModeR::Base,
        identity.secret(),
        &encapsulated_key,
        info,
        ciphertext,
        b"",
    );
    let opened = Zeroizing::new(opened.ok()?);
    let content_key: [u8; CONTENT_KEY_LEN] = opened.as_slice().try_into().ok()?;
    Some(Zeroizing::new(content_key))
}

/// Fisher and Yates; the bias of a 64-bit remainder below 8 is under 2^-60.
fn shuffle<T>(items: &mut [T], rng: &mut impl CryptoRng) {
    for last in (1..items.len()).rev() {
        let range = last as u64 + 1;
        let other = usize::try_from(rng.next_u64() % range).expect("the remainder is below 8");
        items.swap(last, other);
    }
}
