//! One payload that opens under two keys: AES-GCM alone does not commit to its key.

use aes::Aes256;
use aes::cipher::{BlockCipherEncrypt as _, KeyInit as _};

use super::recipes::READER;
use super::sealer::{Keys, decoys, draw, hmac, info, nonce, prefix, seal_chunk, slot, stream};
use crate::identity;

/// Blocks of 16 bytes in the smallest bucket.
const BLOCKS: usize = (1 << 15) / 16;
/// The block that is chosen so that both tags agree. It lies in the document.
const FREE: usize = 4;

/// The envelope, and what the reader opens to whose key the header is committed.
pub(crate) struct TwoKeys {
    pub(crate) bytes: Vec<u8>,
    pub(crate) document: Vec<u8>,
}

impl TwoKeys {
    /// The reader's slot holds one content key and the second reader's another; the MAC is made
    /// with the first.
    pub(crate) fn make() -> Self {
        let mut rng = stream();
        // Not the content key of the other vectors.
        let _ = draw(&mut rng);
        let (first, salt, second) = (draw(&mut rng), draw(&mut rng), draw(&mut rng));
        let mut bytes = prefix(15, &salt);
        let info = info(&bytes, "report");
        let mut slots = vec![
            slot(&identity(READER).recipient(), &info, &first, &mut rng),
            slot(&identity(8).recipient(), &info, &second, &mut rng),
        ];
        decoys(&mut slots, &info, &mut rng);
        bytes.extend_from_slice(&slots.concat());
        let (first, second) = (Keys::derive(&first, &salt), Keys::derive(&second, &salt));
        bytes.extend_from_slice(&hmac(&first.header_key, &bytes));

        let mut document = [b'.'; 100];
        document[..19].copy_from_slice(b"for the first only:");
        let mut content = [&[1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 100], &document[..]].concat();
        content.resize(1 << 15, 0);
        let keys = [first.payload_key, second.payload_key];
        let payload = open_under_both(&keys, &mut content);
        bytes.extend_from_slice(&payload);
        let document = content[13..113].to_vec();
        Self { bytes, document }
    }
}

/// Seals the content under the first key, with its free block changed so that the ciphertext and
/// its tag are right under the second key as well.
fn open_under_both(keys: &[[u8; 32]; 2], content: &mut [u8]) -> Vec<u8> {
    let nonce = nonce(0, 1);
    content[FREE * 16..(FREE + 1) * 16].fill(0);
    let sealed = seal_chunk(&keys[0], &nonce, content);
    // The free block of the ciphertext is the key stream now. With zero in its place, what is
    // lacking for equal tags is (H1^e + H2^e) times the block to choose.
    let mut blocks: Vec<u128> = sealed[..1 << 15]
        .as_chunks::<16>()
        .0
        .iter()
        .map(block)
        .collect();
    let stream = std::mem::take(&mut blocks[FREE]);
    let [first, second] = keys.each_ref().map(|key| Gcm::new(key, &nonce));
    let lacking = first.tag(&blocks) ^ second.tag(&blocks);
    let exponent = (BLOCKS + 1 - FREE) as u128;
    let factor = power(first.hash_key, exponent) ^ power(second.hash_key, exponent);
    let chosen = multiply(lacking, power(factor, u128::MAX - 1));
    content[FREE * 16..(FREE + 1) * 16].copy_from_slice(&(chosen ^ stream).to_be_bytes());
    seal_chunk(&keys[0], &nonce, content)
}

/// The two secrets by which a tag is computed (NIST SP 800-38D, section 7.1).
struct Gcm {
    hash_key: u128,
    mask: u128,
}

impl Gcm {
    fn new(key: &[u8; 32], nonce: &[u8; 12]) -> Self {
        let cipher = Aes256::new(key.into());
        let encrypt = |input: u128| {
            let mut bytes = input.to_be_bytes().into();
            cipher.encrypt_block(&mut bytes);
            block(&bytes.into())
        };
        let mut counter = [0; 16];
        counter[..12].copy_from_slice(nonce);
        counter[15] = 1;
        Self {
            hash_key: encrypt(0),
            mask: encrypt(block(&counter)),
        }
    }

    fn tag(&self, ciphertext: &[u128]) -> u128 {
        let bits = ciphertext.len() as u128 * 128;
        let hash = ciphertext
            .iter()
            .chain([&bits])
            .fold(0, |sum, it| multiply(sum ^ it, self.hash_key));
        hash ^ self.mask
    }
}

fn block(bytes: &[u8; 16]) -> u128 {
    u128::from_be_bytes(*bytes)
}

/// In GF(2^128) with GCM's order of bits (NIST SP 800-38D, section 6.3).
fn multiply(one: u128, other: u128) -> u128 {
    let (mut product, mut shifted) = (0, other);
    for bit in (0..128).rev() {
        if one >> bit & 1 == 1 {
            product ^= shifted;
        }
        let carry = shifted & 1;
        shifted >>= 1;
        if carry == 1 {
            shifted ^= 0xe1 << 120;
        }
    }
    product
}

/// `u128::MAX - 1` is the exponent of the inverse.
fn power(base: u128, mut exponent: u128) -> u128 {
    let (mut result, mut square) = (1 << 127, base);
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = multiply(result, square);
        }
        square = multiply(square, square);
        exponent >>= 1;
    }
    result
}
