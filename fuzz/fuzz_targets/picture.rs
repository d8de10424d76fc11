//! Whatever a file is, stripping it does not panic. What comes out is of the same kind, hardly longer
//! than what went in, and has nothing left to strip.

#![no_main]

use img_parts::Bytes;
use img_parts::png::PngChunk;
use libfuzzer_sys::fuzz_target;
use picture::{LOOK_LEN, Look, MAX_GROWTH, look, strip};
use sealpost_fuzz::seeds;

/// What a PNG file begins with (W3C, third edition, 5.2).
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

fuzz_target!(init: seeds::write_if_asked(files), |input: &[u8]| {
    check(input);
    // A wrong checksum is refused early, and the fuzzer does not find a right one.
    if let Some(chunks) = input.strip_prefix(PNG) {
        check(&[PNG, &with_checksums(chunks)].concat());
    }
});

fn check(file: &[u8]) {
    let looked = look(&file[..file.len().min(LOOK_LEN as usize)]);
    let Ok(stripped) = strip(file) else { return };
    assert_eq!(looked, Look::Strippable, "looks like something else");
    assert!(stripped.bytes.len() <= file.len() + MAX_GROWTH, "grew");
    let again = strip(&stripped.bytes).expect("what was stripped is a picture");
    assert_eq!(again.format, stripped.format, "of another kind");
    assert!(
        again.bytes == stripped.bytes,
        "stripped better the second time"
    );
    assert!(!again.profile_removed, "a profile was left");
}

/// PNG chunks with the checksums that belong to them, as far as the bytes are chunks.
fn with_checksums(mut rest: &[u8]) -> Vec<u8> {
    let mut chunks = Vec::with_capacity(rest.len());
    while let Some((chunk, after)) = split_chunk(rest) {
        chunks.extend_from_slice(&chunk);
        rest = after;
    }
    chunks.extend_from_slice(rest);
    chunks
}

/// The first chunk, written anew, and what is behind it.
fn split_chunk(bytes: &[u8]) -> Option<(Bytes, &[u8])> {
    let (len, rest) = bytes.split_first_chunk::<4>()?;
    let (kind, rest) = rest.split_first_chunk::<4>()?;
    let len = usize::try_from(u32::from_be_bytes(*len)).ok()?;
    let (contents, rest) = rest.split_at_checked(len)?;
    let (_checksum, rest) = rest.split_at_checked(4)?;
    Some((chunk(*kind, contents).into(), rest))
}

fn chunk(kind: [u8; 4], contents: &[u8]) -> Vec<u8> {
    let chunk = PngChunk::new(kind, Bytes::copy_from_slice(contents));
    chunk.encoder().bytes().into()
}

/// An EXIF block that turns the picture and has a text behind its one entry.
const EXIF: &[u8] = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0Here";

/// One file of each kind and some that must be refused; what is pixels is not looked at.
fn files() -> Vec<Vec<u8>> {
    let png = [
        PNG,
        &chunk(*b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]),
        &chunk(*b"iCCP", b"A\0\0B"),
        &chunk(*b"eXIf", EXIF),
        &chunk(*b"acTL", &[0, 0, 0, 1, 0, 0, 0, 0]),
        &chunk(*b"fcTL", &[0; 26]),
        &chunk(*b"IDAT", b"pixels"),
        &chunk(*b"tEXt", b"Comment\0Here"),
        &chunk(*b"IEND", b""),
        b"more",
    ];
    vec![
        jpeg(),
        png.concat(),
        webp(),
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec(),
    ]
}

/// Two scans, with a comment between them and another file behind the end.
fn jpeg() -> Vec<u8> {
    let segment = |marker: u8, contents: &[u8]| {
        let len = u16::try_from(contents.len() + 2).expect("a short one");
        [&[0xff, marker], &len.to_be_bytes()[..], contents].concat()
    };
    let scan = [
        &segment(0xda, &[1, 1, 0, 0, 63, 0])[..],
        b"pixels\xff\0\xff\xd0more",
    ]
    .concat();
    [
        b"\xff\xd8",
        &segment(0xe0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0")[..],
        &segment(0xe1, &[b"Exif\0\0", EXIF].concat()),
        &segment(0xe2, b"ICC_PROFILE\0\x01\x01A"),
        &segment(0xee, b"Adobe\0d\0\0\0\0\x01"),
        &segment(0xdb, &[0; 65]),
        &segment(0xc2, &[8, 0, 8, 0, 8, 1, 1, 0x11, 0]),
        &segment(0xc4, &[0; 17]),
        &scan,
        &segment(0xfe, b"Here"),
        &scan,
        b"\xff\xd9\xff\xd8",
    ]
    .concat()
}

/// A picture with everything that `VP8X` announces, and an animation of one frame.
fn webp() -> Vec<u8> {
    let chunk = |id: &[u8; 4], contents: &[u8]| {
        let len = u32::try_from(contents.len()).expect("a short one");
        let padding = &[0][..contents.len() % 2];
        [&id[..], &len.to_le_bytes(), contents, padding].concat()
    };
    let picture = [chunk(b"ALPH", b"alpha"), chunk(b"VP8 ", b"pixels")].concat();
    let chunks = [
        b"WEBP",
        &chunk(b"VP8X", &[0b0011_1110, 0, 0, 0, 0, 0, 0, 0, 0, 0])[..],
        &chunk(b"ICCP", b"A"),
        &chunk(b"ANIM", &[0; 6]),
        &chunk(
            b"ANMF",
            &[&[0; 16], &picture[..], &chunk(b"ABCD", b"Here")].concat(),
        ),
        &picture,
        &chunk(b"EXIF", EXIF),
        &chunk(b"XMP ", b"Here"),
    ];
    chunk(b"RIFF", &chunks.concat())
}
