use envelope_format::{Digest, envelope_len};

/// The smallest envelope, which every report without files has: 42,204 bytes.
const BUCKET_LOG2: u8 = 15;

/// Bytes of an envelope's shape. As in a sealed one, nothing in them can be compressed.
pub(crate) struct Made {
    pub(crate) bytes: Vec<u8>,
    pub(crate) digest: Digest,
}

impl Made {
    /// The one of this number, always the same.
    pub(crate) fn new(number: u64) -> Self {
        let len = usize::try_from(envelope_len(BUCKET_LOG2)).expect("42,204");
        let mut bytes = Vec::with_capacity(len + 8);
        let mut state = number.wrapping_mul(0xd134_2543_de82_ef95);
        while bytes.len() < len {
            bytes.extend_from_slice(&split_mix(&mut state).to_be_bytes());
        }
        bytes.truncate(len);
        bytes[..8].copy_from_slice(b"SEALPOST");
        bytes[8..12].copy_from_slice(&[1, 1, 8, BUCKET_LOG2]);
        let digest = Digest::of(&bytes);
        Self { bytes, digest }
    }
}

/// SplitMix64 (Steele, Lea and Flood, 2014).
fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut it = *state;
    it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    it ^ (it >> 31)
}
