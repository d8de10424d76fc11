//! The payload's chunks (`docs/envelope.md`, "Payload").

use std::num::NonZero;
use std::thread;

use aes_gcm::Aes256Gcm;
use aes_gcm::aead::inout::InOutBuf;
use aes_gcm::aead::{AeadInOut, KeyInit, Nonce, Tag};
use envelope_format::CHUNK_LEN;
use envelope_format::layout::{TAG_LEN, chunk_count};

/// A chunk did not open: its number, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct BadChunk(pub(crate) u64);

/// How many chunks are worth handing to several threads at once: 4 MiB of them.
const BATCH: usize = 16;

/// Seals and opens the chunks of one payload.
pub(crate) struct Chunks {
    cipher: Aes256Gcm,
    count: u64,
}

impl Chunks {
    /// For the payload that fills the bucket `2^bucket_log2`.
    pub(crate) fn new(payload_key: &[u8; 32], bucket_log2: u8) -> Self {
        Self {
            cipher: Aes256Gcm::new(payload_key.into()),
            count: chunk_count(bucket_log2),
        }
    }

    /// How many bytes of sealed chunks to work on at once.
    pub(crate) fn batch_len(&self, bucket_log2: u8) -> usize {
        let count = usize::try_from(self.count).map_or(BATCH, |it| it.min(BATCH));
        count * sealed_len(bucket_log2)
    }

    /// Seals the chunk with this number in place, and answers with its tag.
    pub(crate) fn seal(&self, index: u64, chunk: &mut [u8]) -> [u8; TAG_LEN] {
        self.cipher
            .encrypt_inout_detached(&self.nonce(index), b"", InOutBuf::from(chunk))
            .expect("a chunk is far below AES-GCM's limit of 64 GiB")
            .into()
    }

    /// Seals chunks that each have room for a tag behind them, in place; `first` is the number of
    /// the first. `len` is the length of a chunk with its tag.
    pub(crate) fn seal_all(&self, first: u64, len: usize, chunks: &mut [u8]) {
        let seal = |first: u64, chunks: &mut [u8]| {
            for (index, chunk) in (first..).zip(chunks.chunks_mut(len)) {
                if let Some((chunk, tag)) = chunk.split_last_chunk_mut() {
                    *tag = self.seal(index, chunk);
                }
            }
            Ok(())
        };
        in_parallel(first, len, chunks, &seal).expect("sealing does not fail");
    }

    /// Opens sealed chunks in place; `first` is the number of the first. Nothing of them may be
    /// used when this fails. `len` is the length of a chunk with its tag.
    pub(crate) fn open_all(
        &self,
        first: u64,
        len: usize,
        sealed: &mut [u8],
    ) -> Result<(), BadChunk> {
        let open = |first: u64, sealed: &mut [u8]| {
            for (index, sealed) in (first..).zip(sealed.chunks_mut(len)) {
                let bad = BadChunk(index);
                let (chunk, tag) = sealed.split_last_chunk_mut().ok_or(bad)?;
                let tag = Tag::<Aes256Gcm>::from(*tag);
                self.cipher
                    .decrypt_inout_detached(&self.nonce(index), b"", InOutBuf::from(chunk), &tag)
                    .map_err(|_| bad)?;
            }
            Ok(())
        };
        in_parallel(first, len, sealed, &open)
    }

    fn nonce(&self, index: u64) -> Nonce<Aes256Gcm> {
        chunk_nonce(index, index + 1 == self.count).into()
    }
}

/// The length of a sealed chunk of the bucket `2^bucket_log2`, its tag included.
pub(crate) fn sealed_len(bucket_log2: u8) -> usize {
    1_usize
        .checked_shl(bucket_log2.into())
        .map_or(CHUNK_LEN, |bucket| bucket.min(CHUNK_LEN))
        + TAG_LEN
}

// nonce = counter || last
// counter = i as 11 bytes; last = 0x01 for the last chunk, 0x00 for every other
pub(crate) fn chunk_nonce(index: u64, last: bool) -> [u8; 12] {
    let mut nonce = [0; 12];
    nonce[3..11].copy_from_slice(&index.to_be_bytes());
    nonce[11] = u8::from(last);
    nonce
}

/// Works on chunks of `len` bytes with as many threads as the machine runs at once. Of several
/// chunks that fail, the first is named.
fn in_parallel(
    first: u64,
    len: usize,
    chunks: &mut [u8],
    work: &(impl Fn(u64, &mut [u8]) -> Result<(), BadChunk> + Sync),
) -> Result<(), BadChunk> {
    let count = chunks.len().div_ceil(len);
    let threads = match count {
        // No thread pays for itself here.
        0..4 => 1,
        _ => thread::available_parallelism().map_or(1, NonZero::get),
    };
    let share = count.div_ceil(threads).max(1);
    if share >= count {
        return work(first, chunks);
    }
    thread::scope(|scope| {
        let shares = chunks.chunks_mut(share * len);
        let firsts = (first..).step_by(share);
        let running: Vec<_> = firsts
            .zip(shares)
            .map(|(first, chunks)| scope.spawn(move || work(first, chunks)))
            .collect();
        running
            .into_iter()
            .try_for_each(|it| it.join().expect("the work does not panic"))
    })
}
