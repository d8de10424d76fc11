//! The three containers, put together by hand.

use img_parts::Bytes;
use img_parts::png::PngChunk;

/// A JPEG segment.
pub(crate) fn segment(marker: u8, contents: &[u8]) -> Vec<u8> {
    let len = u16::try_from(contents.len() + 2)
        .expect("a short segment")
        .to_be_bytes();
    [&[0xff, marker], &len[..], contents].concat()
}

/// A PNG chunk with its checksum.
pub(crate) fn chunk(kind: [u8; 4], contents: &[u8]) -> Vec<u8> {
    PngChunk::new(kind, Bytes::copy_from_slice(contents))
        .encoder()
        .bytes()
        .into()
}

/// A RIFF chunk, padded.
pub(crate) fn riff_chunk(id: &[u8; 4], contents: &[u8]) -> Vec<u8> {
    let len = u32::try_from(contents.len())
        .expect("a short chunk")
        .to_le_bytes();
    let padding = &[0][..contents.len() % 2];
    [&id[..], &len, contents, padding].concat()
}

/// A WebP file of these chunks.
pub(crate) fn webp(chunks: &[Vec<u8>]) -> Vec<u8> {
    riff_chunk(b"RIFF", &[b"WEBP".to_vec(), chunks.concat()].concat())
}

/// The names of the parts of a file: markers up to the first scan, chunk types, or chunk names.
pub(crate) fn parts(file: &[u8]) -> Vec<String> {
    let bytes = Bytes::copy_from_slice(file);
    let name = |id: [u8; 4]| String::from_utf8_lossy(&id).into_owned();
    match file {
        [0xff, ..] => {
            let jpeg = img_parts::jpeg::Jpeg::from_bytes(bytes).expect("a JPEG file");
            jpeg.segments()
                .iter()
                .map(|segment| format!("{:02x}", segment.marker()))
                .collect()
        }
        [0x89, ..] => {
            let png = img_parts::png::Png::from_bytes(bytes).expect("a PNG file");
            png.chunks()
                .iter()
                .map(|chunk| name(chunk.kind()))
                .collect()
        }
        _ => {
            let webp = img_parts::webp::WebP::from_bytes(bytes).expect("a WebP file");
            webp.chunks().iter().map(|chunk| name(chunk.id())).collect()
        }
    }
}
