//! A sealer of the tests' own, from `docs/envelope.md`: it also makes what `seal` never would.

use aes_gcm::aead::{Aead as _, KeyInit as _};
use aes_gcm::{Aes256Gcm, Nonce};
use envelope::{Identity, Recipient};
use hkdf::Hkdf;
use hmac::{Hmac, Mac as _};
use hpke::{Deserializable as _, Kem as _, OpModeS, Serializable as _};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use sha2::Sha256;

use crate::identity;

type Kem = hpke::kem::XWing;

pub(crate) const PREFIX_LEN: usize = 44;
pub(crate) const SLOT_LEN: usize = 1168;
pub(crate) const MAC_OFFSET: usize = PREFIX_LEN + 8 * SLOT_LEN;
pub(crate) const HEADER_LEN: usize = MAC_OFFSET + 32;
pub(crate) const CHUNK_LEN: usize = 256 * 1024;
pub(crate) const SEALED_CHUNK_LEN: usize = CHUNK_LEN + 16;

/// In place of randomness. One stream for all vectors: those with the same readers and the same
/// bucket have the same header, and all have the same content key and salt.
pub(crate) fn stream() -> ChaCha20Rng {
    ChaCha20Rng::from_seed([42; 32])
}

/// What is to be sealed, and how.
pub(crate) struct Sealing<'a> {
    /// The identities' seed bytes.
    pub(crate) readers: &'a [u8],
    pub(crate) label: &'a str,
    pub(crate) bucket: u8,
    /// Padded by the caller.
    pub(crate) content: Vec<u8>,
    /// The nonce's last byte for a chunk, from its number and the number of chunks.
    pub(crate) flag: fn(usize, usize) -> u8,
}

/// An envelope and what its maker knows of it.
pub(crate) struct Sealed {
    pub(crate) bytes: Vec<u8>,
    /// The slot of each reader, counted from 0.
    pub(crate) places: Vec<usize>,
    pub(crate) keys: Keys,
}

impl Sealing<'_> {
    /// The steps of "Sealing", drawing in the order in which `seal_with_rng` draws.
    pub(crate) fn seal(&self) -> Sealed {
        let mut rng = stream();
        let (content_key, salt) = (draw(&mut rng), draw(&mut rng));
        let prefix = prefix(self.bucket, &salt);
        let info = info(&prefix, self.label);
        let recipients = self.readers.iter().map(|byte| identity(*byte).recipient());
        let mut slots: Vec<_> = recipients
            .map(|recipient| slot(&recipient, &info, &content_key, &mut rng))
            .collect();
        decoys(&mut slots, &info, &mut rng);
        let mut order: Vec<usize> = (0..8).collect();
        for last in (1..8_usize).rev() {
            order.swap(last, (rng.next_u64() % (last as u64 + 1)) as usize);
        }
        let place = |reader| order.iter().position(|from| *from == reader);
        let keys = Keys::derive(&content_key, &salt);
        let mut bytes = prefix;
        order
            .iter()
            .for_each(|from| bytes.extend_from_slice(&slots[*from]));
        bytes.extend_from_slice(&hmac(&keys.header_key, &bytes));
        let chunks: Vec<_> = self.content.chunks(CHUNK_LEN).collect();
        for (index, chunk) in chunks.iter().enumerate() {
            let nonce = nonce(index, (self.flag)(index, chunks.len()));
            bytes.extend_from_slice(&seal_chunk(&keys.payload_key, &nonce, chunk));
        }
        Sealed {
            bytes,
            places: (0..self.readers.len()).filter_map(place).collect(),
            keys,
        }
    }
}

/// `0x01` for the last chunk, `0x00` for every other.
pub(crate) fn right_flag(index: usize, count: usize) -> u8 {
    u8::from(index + 1 == count)
}

/// All keys of one envelope.
pub(crate) struct Keys {
    pub(crate) content_key: [u8; 32],
    pub(crate) prk: [u8; 32],
    pub(crate) header_key: [u8; 32],
    pub(crate) payload_key: [u8; 32],
}

impl Keys {
    pub(crate) fn derive(content_key: &[u8; 32], salt: &[u8]) -> Self {
        let (prk, expand) = Hkdf::<Sha256>::extract(Some(salt), content_key);
        let key = |info: &[u8]| {
            let mut key = [0; 32];
            expand.expand(info, &mut key).expect("32 bytes are few");
            key
        };
        Self {
            content_key: *content_key,
            prk: prk.into(),
            header_key: key(b"sealpost/v1/header"),
            payload_key: key(b"sealpost/v1/payload"),
        }
    }
}

pub(crate) fn draw(rng: &mut ChaCha20Rng) -> [u8; 32] {
    let mut bytes = [0; 32];
    rng.fill_bytes(&mut bytes);
    bytes
}

pub(crate) fn prefix(bucket: u8, salt: &[u8; 32]) -> Vec<u8> {
    [b"SEALPOST".as_slice(), &[1, 1, 8, bucket], salt].concat()
}

pub(crate) fn info(prefix: &[u8], label: &str) -> Vec<u8> {
    [prefix, label.as_bytes()].concat()
}

pub(crate) fn slot(to: &Recipient, info: &[u8], key: &[u8; 32], rng: &mut ChaCha20Rng) -> Vec<u8> {
    let to = <Kem as hpke::Kem>::PublicKey::from_bytes(&to.to_bytes()).expect("a public key");
    seal_slot(&to, info, key, rng)
}

/// Fills up to eight.
pub(crate) fn decoys(slots: &mut Vec<Vec<u8>>, info: &[u8], rng: &mut ChaCha20Rng) {
    let (_, throw_away) = Kem::gen_keypair_with_rng(rng);
    while slots.len() < 8 {
        let noise = draw(rng);
        slots.push(seal_slot(&throw_away, info, &noise, rng));
    }
}

fn seal_slot(
    to: &<Kem as hpke::Kem>::PublicKey,
    info: &[u8],
    key: &[u8; 32],
    rng: &mut ChaCha20Rng,
) -> Vec<u8> {
    type Aead = hpke::aead::AesGcm256;
    type Kdf = hpke::kdf::HkdfSha256;
    let base = OpModeS::Base;
    let (encapsulated_key, ciphertext) =
        hpke::single_shot_seal_with_rng::<Aead, Kdf, Kem>(&base, to, info, key, b"", rng)
            .expect("a key is sealed");
    [encapsulated_key.to_bytes().as_slice(), &ciphertext].concat()
}

/// The content key in a slot.
pub(crate) fn open_slot(identity: &Identity, info: &[u8], slot: &[u8]) -> Vec<u8> {
    type Aead = hpke::aead::AesGcm256;
    type Kdf = hpke::kdf::HkdfSha256;
    let secret = <Kem as hpke::Kem>::PrivateKey::from_bytes(identity.seed()).expect("a seed");
    let encapsulated_key =
        <Kem as hpke::Kem>::EncappedKey::from_bytes(&slot[..1120]).expect("its length is right");
    hpke::single_shot_open::<Aead, Kdf, Kem>(
        &hpke::OpModeR::Base,
        &secret,
        &encapsulated_key,
        info,
        &slot[1120..],
        b"",
    )
    .expect("the slot is for this identity")
}

pub(crate) fn hmac(key: &[u8; 32], data: &[u8]) -> [u8; 32] {
    let mut hmac = Hmac::<Sha256>::new_from_slice(key).expect("any length is a key");
    hmac.update(data);
    hmac.finalize().into_bytes().into()
}

pub(crate) fn nonce(index: usize, flag: u8) -> [u8; 12] {
    let mut nonce = [0; 12];
    nonce[3..11].copy_from_slice(&(index as u64).to_be_bytes());
    nonce[11] = flag;
    nonce
}

pub(crate) fn seal_chunk(key: &[u8; 32], nonce: &[u8; 12], chunk: &[u8]) -> Vec<u8> {
    Aes256Gcm::new(key.into())
        .encrypt(&Nonce::from(*nonce), chunk)
        .expect("a chunk is short")
}

/// Whether a single chunk opens.
pub(crate) fn opens(key: &[u8; 32], chunk: &[u8]) -> bool {
    let cipher = Aes256Gcm::new(key.into());
    cipher.decrypt(&Nonce::from(nonce(0, 1)), chunk).is_ok()
}
