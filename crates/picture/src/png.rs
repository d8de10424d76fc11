//! PNG: the W3C's specification, third edition; the numbers below are its sections.

use img_parts::ImageEXIF;
use img_parts::png::{Png, PngChunk};
use zeroize::Zeroizing;

use crate::kind::Format;
use crate::orientation::Orientation;
use crate::{StripError, Stripped, wiped};

const DAMAGED: StripError = StripError::Damaged(Format::Png);

pub(crate) fn strip(bytes: &[u8]) -> Result<Stripped, StripError> {
    // The parser stops at the end mark: what is behind it is gone here.
    let mut png = Png::from_bytes(wiped(bytes.to_vec()))
        .map_err(|error| StripError::parts(&error, Format::Png))?;
    let [first, .., last] = png.chunks().as_slice() else {
        return Err(StripError::Truncated(Format::Png));
    };
    if first.kind() != *b"IHDR" {
        return Err(DAMAGED);
    }
    if last.kind() != *b"IEND" {
        return Err(StripError::Truncated(Format::Png));
    }
    if png.chunk_by_type(*b"IDAT").is_none() || png.chunks().iter().any(is_unknown_and_critical) {
        return Err(DAMAGED);
    }
    let orientation = png.exif().and_then(|exif| Orientation::read(&exif));
    let profile_removed = png.chunk_by_type(*b"iCCP").is_some();

    png.chunks_mut().retain(stays);
    if let Some(orientation) = orientation {
        png.set_exif(Some(orientation.to_tiff().into()));
    }
    Ok(Stripped {
        bytes: Zeroizing::new(png.encoder().bytes().into()),
        format: Format::Png,
        profile_removed,
    })
}

/// Whether a chunk decides how the picture looks, and has a length with which it can do that:
/// a longer one would be a place to put something else.
fn stays(chunk: &PngChunk) -> bool {
    let len = chunk.contents().len();
    match &chunk.kind() {
        // Critical chunks (11.2).
        b"IHDR" => len == 13,
        b"PLTE" => len <= 256 * 3,
        b"IDAT" => true,
        b"IEND" => len == 0,
        // Transparency (11.3.1).
        b"tRNS" => len <= 256,
        // Colour (11.3.2), but not `iCCP`: see the crate's documentation.
        b"gAMA" | b"cICP" => len == 4,
        b"cHRM" => len == 32,
        b"sRGB" => len == 1,
        b"sBIT" => len <= 4,
        b"mDCV" => len == 24,
        b"cLLI" => len == 8,
        // Background and the shape of a pixel (11.3.4).
        b"bKGD" => len <= 6,
        b"pHYs" => len == 9,
        // Animation (11.3.6).
        b"acTL" => len == 8,
        b"fcTL" => len == 26,
        b"fdAT" => true,
        _ => false,
    }
}

/// A chunk without which the picture cannot be shown (5.4: its name begins with a capital), but
/// which is none of PNG's own, or not as PNG has it.
fn is_unknown_and_critical(chunk: &PngChunk) -> bool {
    chunk.kind()[0].is_ascii_uppercase() && !stays(chunk)
}
