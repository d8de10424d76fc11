//! WebP: RFC 9649; the numbers below are its sections.

use img_parts::Bytes;
use img_parts::riff::{RiffChunk, RiffContent};
use zeroize::Zeroizing;

use crate::kind::Format;
use crate::orientation::Orientation;
use crate::{StripError, Stripped, wiped};

const DAMAGED: StripError = StripError::Damaged(Format::WebP);

/// The flags of what stays, in the first byte of `VP8X` (2.7): transparency and animation.
const KEPT_FLAGS: u8 = 0b0001_0010;
/// The flag of EXIF metadata, there.
const EXIF_FLAG: u8 = 0b0000_1000;
/// A frame of an animation begins with its place, size and time, 16 bytes (2.7.1.1, `ANMF`).
const FRAME_HEAD_LEN: usize = 16;

pub(crate) fn strip(bytes: &[u8]) -> Result<Stripped, StripError> {
    // The parser stops at the length in the head: what is behind it is gone here.
    let chunks = parse(wiped(bytes.to_vec()))?;
    let profile_removed = chunks.iter().any(|chunk| chunk.id() == *b"ICCP");
    // Without `VP8X` nothing says that there is EXIF, and no viewer looks for it.
    let orientation = chunks
        .iter()
        .find(|chunk| chunk.id() == *b"EXIF")
        .filter(|_| chunks.iter().any(|chunk| chunk.id() == *b"VP8X"))
        .and_then(|chunk| Orientation::read(tiff(chunk.content().data()?)));

    let mut kept = Vec::with_capacity(chunks.len() + 1);
    for chunk in &chunks {
        kept.extend(keep(chunk, orientation.is_some())?);
    }
    if !kept
        .iter()
        .any(|chunk| matches!(&chunk.id(), b"VP8 " | b"VP8L" | b"ANMF"))
    {
        return Err(DAMAGED);
    }
    if let Some(orientation) = orientation {
        kept.push(data(*b"EXIF", orientation.to_tiff().into()));
    }
    let content = RiffContent::List {
        kind: Some(*b"WEBP"),
        subchunks: kept,
    };
    let riff = RiffChunk::new(*b"RIFF", content);
    Ok(Stripped {
        bytes: Zeroizing::new(riff.encoder().bytes().into()),
        format: Format::WebP,
        profile_removed,
    })
}

fn data(id: [u8; 4], bytes: Bytes) -> RiffChunk {
    RiffChunk::new(id, RiffContent::Data(bytes))
}

/// The chunks of a file.
fn parse(file: Bytes) -> Result<Vec<RiffChunk>, StripError> {
    let riff =
        RiffChunk::from_bytes(file).map_err(|error| StripError::parts(&error, Format::WebP))?;
    match riff.content() {
        RiffContent::List {
            kind: Some([b'W', b'E', b'B', b'P']),
            subchunks,
        } => Ok(subchunks.clone()),
        _ => Err(DAMAGED),
    }
}

/// EXIF begins with a TIFF header (2.7.1.5), but some programs write JPEG's mark before it.
fn tiff(exif: &[u8]) -> &[u8] {
    exif.strip_prefix(b"Exif\0\0").unwrap_or(exif)
}

/// The chunk as it stays, if it decides how the picture looks.
fn keep(chunk: &RiffChunk, turned: bool) -> Result<Option<RiffChunk>, StripError> {
    let Some(content) = chunk.content().data() else {
        return Ok(None);
    };
    Ok(match &chunk.id() {
        b"VP8 " | b"VP8L" | b"ALPH" => Some(chunk.clone()),
        b"VP8X" => Some(data(*b"VP8X", extended(content, turned)?)),
        // Background and number of rounds.
        b"ANIM" => {
            let numbers = content.first_chunk::<6>().ok_or(DAMAGED)?;
            Some(data(*b"ANIM", Bytes::copy_from_slice(numbers)))
        }
        b"ANMF" => Some(data(*b"ANMF", frame(content)?)),
        _ => None,
    })
}

/// The contents of `VP8X`: flags, three bytes that mean nothing, and the picture's size.
fn extended(content: &[u8], turned: bool) -> Result<Bytes, StripError> {
    let [flags, _, _, _, size @ ..] = content.first_chunk::<10>().ok_or(DAMAGED)?;
    let exif = if turned { EXIF_FLAG } else { 0 };
    Ok([&[flags & KEPT_FLAGS | exif, 0, 0, 0], &size[..]]
        .concat()
        .into())
}

/// The contents of `ANMF`, which has chunks of its own (2.7.1.1), among them unknown ones.
fn frame(content: &[u8]) -> Result<Bytes, StripError> {
    let (head, chunks) = content.split_at_checked(FRAME_HEAD_LEN).ok_or(DAMAGED)?;
    // As if they were a file, since there is one parser.
    let len = u32::try_from(chunks.len() + 4).map_err(|_| DAMAGED)?;
    let file = [&b"RIFF"[..], &len.to_le_bytes(), b"WEBP", chunks].concat();
    // With room for all of it, so that none stays behind where it stood before.
    let mut frame = Vec::with_capacity(content.len());
    frame.extend_from_slice(head);
    for chunk in parse(wiped(file))? {
        if matches!(&chunk.id(), b"VP8 " | b"VP8L" | b"ALPH") {
            frame.extend_from_slice(&chunk.encoder().bytes());
        }
    }
    Ok(wiped(frame))
}
