use core::fmt;

use crate::envelope::ParseError;
use crate::layout::{
    BUCKET_OFFSET, HEADER_LEN, MAC_OFFSET, MAGIC, MAX_BUCKET_LOG2, MIN_BUCKET_LOG2, PREFIX_LEN,
    SALT_LEN, SALT_OFFSET, SLOT_LEN, SLOTS, SLOTS_OFFSET, SUITE, SUITE_OFFSET, VERSION,
    VERSION_OFFSET, envelope_len,
};

/// The first 9420 bytes of an envelope, whose magic, version, suite, slot count and bucket are
/// right.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Header<'a>(pub(crate) &'a [u8; HEADER_LEN]);

impl<'a> Header<'a> {
    /// Takes bytes that have the shape of a header.
    ///
    /// # Errors
    ///
    /// [`ParseError`], of what can be seen before the payload.
    pub fn parse(bytes: &'a [u8; HEADER_LEN]) -> Result<Self, ParseError> {
        check_prefix(bytes)?;
        Ok(Self(bytes))
    }

    /// The base-2 logarithm of the padded payload's length, 15 to 36.
    #[must_use]
    pub fn bucket_log2(self) -> u8 {
        self.0[BUCKET_OFFSET]
    }

    /// The 44 bytes before the slots, which are bound into every slot.
    #[must_use]
    pub fn prefix(self) -> &'a [u8] {
        &self.0[..PREFIX_LEN]
    }

    /// The salt, 32 bytes.
    #[must_use]
    pub fn salt(self) -> &'a [u8] {
        &self.0[SALT_OFFSET..SALT_OFFSET + SALT_LEN]
    }

    /// The eight slots, 1168 bytes each.
    pub fn slots(self) -> impl Iterator<Item = &'a [u8]> {
        self.0[PREFIX_LEN..MAC_OFFSET].chunks_exact(SLOT_LEN)
    }

    /// The bytes the header's MAC covers: prefix and slots.
    #[must_use]
    pub fn authenticated(self) -> &'a [u8] {
        &self.0[..MAC_OFFSET]
    }

    /// The header's MAC, 32 bytes.
    #[must_use]
    pub fn mac(self) -> &'a [u8] {
        &self.0[MAC_OFFSET..]
    }
}

impl fmt::Debug for Header<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Header(bucket {})", self.bucket_log2())
    }
}

/// Checks that an envelope whose payload fills this bucket is `actual` bytes long.
///
/// `bucket_log2` is that of a [`Header`]. Together they are what [`Envelope::parse`] checks.
///
/// # Errors
///
/// [`ParseError::Truncated`] or [`ParseError::TrailingBytes`].
///
/// [`Envelope::parse`]: crate::Envelope::parse
pub fn check_len(bucket_log2: u8, actual: u64) -> Result<(), ParseError> {
    let expected = envelope_len(bucket_log2);
    if actual < expected {
        return Err(ParseError::Truncated { expected, actual });
    }
    match actual - expected {
        0 => Ok(()),
        more => Err(ParseError::TrailingBytes(more)),
    }
}

/// Checks what stands before the slots, and answers with the bucket.
pub(crate) fn check_prefix(bytes: &[u8]) -> Result<u8, ParseError> {
    if !bytes.starts_with(&MAGIC) {
        return Err(ParseError::NotAnEnvelope);
    }
    let prefix = bytes.get(..PREFIX_LEN).ok_or(ParseError::HeaderTruncated)?;
    match prefix[VERSION_OFFSET] {
        VERSION => {}
        other => return Err(ParseError::UnsupportedVersion(other)),
    }
    match prefix[SUITE_OFFSET] {
        SUITE => {}
        other => return Err(ParseError::UnsupportedSuite(other)),
    }
    if usize::from(prefix[SLOTS_OFFSET]) != SLOTS {
        return Err(ParseError::SlotCount(prefix[SLOTS_OFFSET]));
    }
    let bucket_log2 = prefix[BUCKET_OFFSET];
    if (MIN_BUCKET_LOG2..=MAX_BUCKET_LOG2).contains(&bucket_log2) {
        Ok(bucket_log2)
    } else {
        Err(ParseError::Bucket(bucket_log2))
    }
}
