//! How a picture has to be turned to stand upright: the one thing kept from its metadata.

/// The value of EXIF's tag `Orientation`, 2 to 8. Upright, 1, needs no tag and has no value here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Orientation(u8);

/// `Orientation` in the tables of EXIF 3.0 (CIPA DC-008), section 4.6.5.
const TAG: u16 = 0x0112;
/// The type of a 16-bit number (TIFF 6.0, section 2).
const SHORT: u16 = 3;
/// One entry of a TIFF directory.
const ENTRY_LEN: usize = 12;

impl Orientation {
    /// Looks for the tag in the first directory of an EXIF block, which begins with a TIFF header.
    ///
    /// `None` when the block is not readable, has no such tag, or says that the picture is upright.
    pub(crate) fn read(tiff: &[u8]) -> Option<Self> {
        let big_endian = match tiff.get(..4)? {
            b"MM\0*" => true,
            b"II*\0" => false,
            _ => return None,
        };
        let short = |bytes: &[u8]| -> Option<u16> {
            let bytes = bytes.first_chunk::<2>()?;
            Some(if big_endian {
                u16::from_be_bytes(*bytes)
            } else {
                u16::from_le_bytes(*bytes)
            })
        };
        let offset = *tiff[4..].first_chunk::<4>()?;
        let offset = if big_endian {
            u32::from_be_bytes(offset)
        } else {
            u32::from_le_bytes(offset)
        };
        let directory = tiff.get(usize::try_from(offset).ok()?..)?;
        let count = usize::from(short(directory)?);
        let entry = directory[2..]
            .chunks_exact(ENTRY_LEN)
            .take(count)
            .find(|entry| short(entry) == Some(TAG) && short(&entry[2..]) == Some(SHORT))?;
        let value = short(&entry[8..])?;
        u8::try_from(value)
            .ok()
            .filter(|value| (2..=8).contains(value))
            .map(Self)
    }

    /// An EXIF block, TIFF header first, that holds this tag and nothing else.
    pub(crate) fn to_tiff(self) -> Vec<u8> {
        let [tag, kind] = [TAG, SHORT].map(u16::to_be_bytes);
        [
            // The header; the first directory follows at offset 8.
            &b"MM\0*\0\0\0\x08"[..],
            // One entry: tag, type, one value, in the first two of four bytes.
            &[0, 1],
            &tag,
            &kind,
            &[0, 0, 0, 1],
            &[0, self.0, 0, 0],
            // No further directory, which would be the thumbnail's.
            &[0, 0, 0, 0],
        ]
        .concat()
    }
}
