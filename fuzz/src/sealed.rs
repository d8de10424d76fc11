//! Puts any content into an envelope and takes it out again, by `docs/envelope.md` alone.
//!
//! The crate under test seals only what has the right form; this seals anything. The header is
//! made once, so that an envelope costs one pass of AES-GCM.

use std::io;
use std::sync::LazyLock;

use aes_gcm::Aes256Gcm;
use aes_gcm::aead::{Aead as _, KeyInit as _};
use envelope::{Attachment, Envelope, Identity, Label, PartHead, Payload, Receiver};
use hkdf::Hkdf;
use hmac::{Hmac, Mac as _};
use hpke::{Deserializable as _, OpModeR, OpModeS, Serializable as _};
use sha2::Sha256;

type Kem = hpke::kem::XWing;
type Kdf = hpke::kdf::HkdfSha256;
type Aead = hpke::aead::AesGcm256;

/// What the envelopes are sealed for, and its text.
pub const LABEL: Label = Label::Report;
const LABEL_TEXT: &[u8] = b"report";

/// Whom the envelopes are sealed to.
pub static IDENTITY: LazyLock<Identity> =
    LazyLock::new(|| Identity::from_seed([1; 32]).expect("any seed is an identity"));

const PREFIX_LEN: usize = 44;
const SLOT_LEN: usize = 1168;
const ENCAPSULATED_KEY_LEN: usize = 1120;
const HEADER_LEN: usize = 9420;
const CONTENT_KEY: [u8; 32] = [2; 32];
const SALT: [u8; 32] = [3; 32];

/// The header of envelopes of one bucket, and the key of what follows.
pub struct Header {
    bytes: Vec<u8>,
    payload_key: [u8; 32],
    bucket_len: usize,
}

impl Header {
    /// Makes the header for the bucket `2^bucket_log2`, 15 to 18: its payload is one chunk.
    #[must_use]
    pub fn make(bucket_log2: u8) -> Self {
        let mut bytes = b"SEALPOST\x01\x01\x08".to_vec();
        bytes.push(bucket_log2);
        bytes.extend_from_slice(&SALT);
        let recipient = IDENTITY.recipient().to_bytes();
        let recipient =
            <Kem as hpke::Kem>::PublicKey::from_bytes(&recipient).expect("a recipient is a key");
        let info = [&bytes, LABEL_TEXT].concat();
        let (encapsulated_key, ciphertext) = hpke::single_shot_seal::<Aead, Kdf, Kem>(
            &OpModeS::Base,
            &recipient,
            &info,
            &CONTENT_KEY,
            b"",
        )
        .expect("a good key can be sealed to");
        // Eight times the same slot; nothing forbids it, and the first is the one that opens.
        let slot = [encapsulated_key.to_bytes().as_slice(), &ciphertext].concat();
        bytes.extend(slot.repeat(8));
        let mac = Hmac::<Sha256>::new_from_slice(&derive(&CONTENT_KEY, &SALT, "header"))
            .expect("HMAC takes a key of any length")
            .chain_update(&bytes)
            .finalize();
        bytes.extend_from_slice(&mac.into_bytes());
        assert_eq!(bytes.len(), HEADER_LEN);
        Self {
            bytes,
            payload_key: derive(&CONTENT_KEY, &SALT, "payload"),
            bucket_len: 1 << bucket_log2,
        }
    }

    /// The length of the content.
    #[must_use]
    pub fn bucket_len(&self) -> usize {
        self.bucket_len
    }

    /// An envelope with this content, which is as long as the bucket.
    #[must_use]
    pub fn seal(&self, content: &[u8]) -> Envelope {
        let sealed = cipher(&self.payload_key)
            .encrypt(&nonce(0, true).into(), content)
            .expect("a chunk is far below AES-GCM's limit");
        let bytes = [&self.bytes[..], &sealed].concat();
        Envelope::parse(bytes).expect("the specification is what the crate takes")
    }
}

/// What is opened from a stream, collected.
#[derive(Default)]
pub struct Collected(Option<Payload>);

impl Collected {
    /// All that came.
    ///
    /// # Panics
    ///
    /// If nothing did.
    #[must_use]
    pub fn payload(self) -> Payload {
        self.0.expect("the first part is a document")
    }
}

impl Receiver for Collected {
    fn part(&mut self, head: PartHead<'_>) -> io::Result<()> {
        match (head, &mut self.0) {
            (PartHead::Document { .. }, none @ None) => {
                *none = Some(Payload::of_document(Vec::new()));
            }
            (PartHead::Attachment(head), Some(payload)) => payload.attachments.push(Attachment {
                name: head.name.to_owned(),
                media_type: head.media_type.to_owned(),
                bytes: Vec::new(),
            }),
            _ => panic!("a part that is out of order"),
        }
        Ok(())
    }

    fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        let payload = self.0.as_mut().expect("a part comes before its bytes");
        match payload.attachments.last_mut() {
            Some(attachment) => attachment.bytes.extend_from_slice(bytes),
            None => payload.document.extend_from_slice(bytes),
        }
        Ok(())
    }
}

/// The content of an envelope to [`IDENTITY`], with its padding.
#[must_use]
pub fn content(envelope: &Envelope) -> Vec<u8> {
    let bytes = envelope.as_bytes();
    let (header, payload) = bytes.split_at(HEADER_LEN);
    let info = [&header[..PREFIX_LEN], LABEL_TEXT].concat();
    let slots = header[PREFIX_LEN..].chunks_exact(SLOT_LEN);
    let content_key = slots.take(8).find_map(|it| open_slot(it, &info));
    let payload_key = derive(
        &content_key.expect("one slot is for the identity"),
        &header[12..PREFIX_LEN],
        "payload",
    );
    let chunks: Vec<&[u8]> = payload.chunks(256 * 1024 + 16).collect();
    let numbered = chunks.iter().enumerate().map(|(index, chunk)| {
        let nonce = nonce(index as u64, index + 1 == chunks.len());
        let opened = cipher(&payload_key).decrypt(&nonce.into(), *chunk);
        opened.expect("the envelope is sealed by the specification")
    });
    numbered.collect::<Vec<_>>().concat()
}

fn open_slot(slot: &[u8], info: &[u8]) -> Option<Vec<u8>> {
    let (encapsulated_key, ciphertext) = slot.split_at(ENCAPSULATED_KEY_LEN);
    let secret = <Kem as hpke::Kem>::PrivateKey::from_bytes(IDENTITY.seed());
    hpke::single_shot_open::<Aead, Kdf, Kem>(
        &OpModeR::Base,
        &secret.expect("a seed is a private key"),
        &<Kem as hpke::Kem>::EncappedKey::from_bytes(encapsulated_key).ok()?,
        info,
        ciphertext,
        b"",
    )
    .ok()
}

fn derive(content_key: &[u8], salt: &[u8], what: &str) -> [u8; 32] {
    let mut key = [0; 32];
    Hkdf::<Sha256>::new(Some(salt), content_key)
        .expand(format!("sealpost/v1/{what}").as_bytes(), &mut key)
        .expect("HKDF-SHA256 can give 32 bytes");
    key
}

fn cipher(key: &[u8; 32]) -> Aes256Gcm {
    Aes256Gcm::new(key.into())
}

fn nonce(index: u64, last: bool) -> [u8; 12] {
    let mut nonce = [0; 12];
    nonce[3..11].copy_from_slice(&index.to_be_bytes());
    nonce[11] = u8::from(last);
    nonce
}
