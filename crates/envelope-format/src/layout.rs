//! Sizes and offsets of envelope version 1 (`docs/envelope.md`, "Layout"). All sizes are bytes.

/// The first eight bytes of every envelope.
pub const MAGIC: [u8; 8] = *b"SEALPOST";
/// The version of the format, at offset 8.
pub const VERSION: u8 = 1;
/// The one suite of version 1, at offset 9: HPKE with X-Wing, HKDF-SHA256, AES-256-GCM.
pub const SUITE: u8 = 1;
/// The number of slots, fixed, so that nobody can count the readers. Stands at offset 10.
pub const SLOTS: usize = 8;

/// Offset of the version byte.
pub const VERSION_OFFSET: usize = 8;
/// Offset of the suite byte.
pub const SUITE_OFFSET: usize = 9;
/// Offset of the slot count byte.
pub const SLOTS_OFFSET: usize = 10;
/// Offset of the bucket byte: the base-2 logarithm of the padded payload's length.
pub const BUCKET_OFFSET: usize = 11;
/// Offset of the salt.
pub const SALT_OFFSET: usize = 12;
/// Length of the salt, fresh and random for each envelope.
pub const SALT_LEN: usize = 32;
/// Length of the prefix, all that stands before the slots. It is bound into every slot.
pub const PREFIX_LEN: usize = SALT_OFFSET + SALT_LEN;

/// Length of X-Wing's encapsulated key: an ML-KEM-768 ciphertext and an X25519 public key
/// (draft-connolly-cfrg-xwing-kem, section 5.4).
pub const ENCAPSULATED_KEY_LEN: usize = 1120;
/// Length of the content key that each slot wraps.
pub const CONTENT_KEY_LEN: usize = 32;
/// Length of AES-GCM's tag (NIST SP 800-38D).
pub const TAG_LEN: usize = 16;
/// Length of one slot: an encapsulated key and the sealed content key.
pub const SLOT_LEN: usize = ENCAPSULATED_KEY_LEN + CONTENT_KEY_LEN + TAG_LEN;

/// Offset of the header's HMAC-SHA256.
pub const MAC_OFFSET: usize = PREFIX_LEN + SLOTS * SLOT_LEN;
/// Length of the header's HMAC-SHA256.
pub const MAC_LEN: usize = 32;
/// Length of the header. The payload's first chunk follows.
pub const HEADER_LEN: usize = MAC_OFFSET + MAC_LEN;

/// Plaintext bytes in each chunk of the payload but the last.
pub const CHUNK_LEN: usize = 256 * 1024;

/// The smallest bucket, 32 KiB: every report without attachments has this size.
pub const MIN_BUCKET_LOG2: u8 = 15;
/// The largest bucket, 64 GiB: within what one AES-GCM key may seal and one counter may count.
pub const MAX_BUCKET_LOG2: u8 = 36;

/// The number of chunks of a payload in the bucket `2^bucket_log2`.
#[must_use]
pub const fn chunk_count(bucket_log2: u8) -> u64 {
    (1_u64 << bucket_log2).div_ceil(CHUNK_LEN as u64)
}

/// The length of an envelope whose payload fills the bucket `2^bucket_log2`, in bytes.
///
/// `bucket_log2` is at most [`MAX_BUCKET_LOG2`].
#[must_use]
pub const fn envelope_len(bucket_log2: u8) -> u64 {
    HEADER_LEN as u64 + (1_u64 << bucket_log2) + chunk_count(bucket_log2) * TAG_LEN as u64
}

/// The smallest bucket that holds `content_len` bytes and the end mark after them,
/// or nothing when it would be over [`MAX_BUCKET_LOG2`].
#[must_use]
pub const fn bucket_for(content_len: u64) -> Option<u8> {
    let mut bucket_log2 = MIN_BUCKET_LOG2;
    while bucket_log2 <= MAX_BUCKET_LOG2 {
        if content_len < 1_u64 << bucket_log2 {
            return Some(bucket_log2);
        }
        bucket_log2 += 1;
    }
    None
}

/// The bucket of an envelope that is `len` bytes long, or nothing when no envelope is.
#[must_use]
pub const fn bucket_of(len: u64) -> Option<u8> {
    let mut bucket_log2 = MIN_BUCKET_LOG2;
    while bucket_log2 <= MAX_BUCKET_LOG2 {
        if envelope_len(bucket_log2) == len {
            return Some(bucket_log2);
        }
        bucket_log2 += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_those_of_the_specification() {
        assert_eq!(
            (PREFIX_LEN, SLOT_LEN, MAC_OFFSET, HEADER_LEN),
            (44, 1168, 9388, 9420)
        );
        for (bucket_log2, chunks, len) in [
            (15, 1, 42_204),
            (17, 1, 140_508),
            (18, 1, 271_580),
            (19, 2, 533_740),
            (26, 256, 67_122_380),
        ] {
            assert_eq!(chunk_count(bucket_log2), chunks, "bucket {bucket_log2}");
            assert_eq!(envelope_len(bucket_log2), len, "bucket {bucket_log2}");
        }
    }

    #[test]
    fn a_length_tells_the_bucket() {
        for bucket_log2 in MIN_BUCKET_LOG2..=MAX_BUCKET_LOG2 {
            let len = envelope_len(bucket_log2);
            assert_eq!(bucket_of(len), Some(bucket_log2));
            assert_eq!((bucket_of(len - 1), bucket_of(len + 1)), (None, None));
        }
        for len in [0, envelope_len(14), envelope_len(37), u64::MAX] {
            assert_eq!(bucket_of(len), None, "{len}");
        }
    }

    #[test]
    fn a_bucket_leaves_room_for_the_end_mark() {
        for (content, bucket) in [
            (0, Some(15)),
            (32_767, Some(15)),
            (32_768, Some(16)),
            ((1 << 36) - 1, Some(36)),
            (1 << 36, None),
            (u64::MAX, None),
        ] {
            assert_eq!(bucket_for(content), bucket, "content {content}");
        }
    }
}
