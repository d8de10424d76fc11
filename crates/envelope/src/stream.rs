//! The payload's chunks (`docs/envelope.md`, "Payload").

use aes_gcm::Aes256Gcm;
use aes_gcm::aead::inout::InOutBuf;
use aes_gcm::aead::{AeadInOut, KeyInit, Nonce, Tag};
use envelope_format::CHUNK_LEN;
use envelope_format::layout::TAG_LEN;
use zeroize::Zeroizing;

/// Chunk `0` onwards did not open: the number of the first one that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BadChunk(pub(crate) u64);

/// Appends the chunks of the padded `content` to `out`.
pub(crate) fn seal_chunks(payload_key: &[u8; 32], content: &[u8], out: &mut Vec<u8>) {
    let cipher = Aes256Gcm::new(payload_key.into());
    let chunks = content.chunks(CHUNK_LEN);
    let last = chunks.len() - 1;
    for (index, chunk) in chunks.enumerate() {
        let start = out.len();
        out.extend_from_slice(chunk);
        let tag = cipher
            .encrypt_inout_detached(
                &nonce(index as u64, index == last),
                b"",
                InOutBuf::from(&mut out[start..]),
            )
            .expect("a chunk is far below AES-GCM's limit of 64 GiB");
        out.extend_from_slice(&tag);
    }
}

/// The padded content, when every chunk opens.
pub(crate) fn open_chunks(
    payload_key: &[u8; 32],
    payload: &[u8],
) -> Result<Zeroizing<Vec<u8>>, BadChunk> {
    let cipher = Aes256Gcm::new(payload_key.into());
    let chunks = payload.chunks(CHUNK_LEN + TAG_LEN);
    let last = chunks.len().saturating_sub(1);
    let mut content = Zeroizing::new(Vec::with_capacity(payload.len()));
    for (index, sealed) in chunks.enumerate() {
        let bad = BadChunk(index as u64);
        let (chunk, tag) = sealed.split_last_chunk::<TAG_LEN>().ok_or(bad)?;
        let start = content.len();
        content.extend_from_slice(chunk);
        cipher
            .decrypt_inout_detached(
                &nonce(index as u64, index == last),
                b"",
                InOutBuf::from(&mut content[start..]),
                &Tag::<Aes256Gcm>::from(*tag),
            )
            .map_err(|_| bad)?;
    }
    Ok(content)
}

// nonce = counter || last
// counter = i as 11 bytes; last = 0x01 for the last chunk, 0x00 for every other
fn nonce(index: u64, last: bool) -> Nonce<Aes256Gcm> {
    let mut nonce = [0; 12];
    nonce[3..11].copy_from_slice(&index.to_be_bytes());
    nonce[11] = u8::from(last);
    nonce.into()
}
