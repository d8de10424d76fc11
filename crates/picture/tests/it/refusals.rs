//! What cannot be cleaned is refused, and the refusal says what it is.

use picture::{Format, OtherKind, StripError, strip};

use crate::formats::{chunk, riff_chunk, segment, webp};
use crate::photos;
use crate::test;

#[test]
fn other_kinds_are_named() {
    let cases: [(&[u8], OtherKind); 17] = [
        (b"", OtherKind::Unknown),
        (b"\0", OtherKind::Unknown),
        (b"a letter", OtherKind::Unknown),
        (b"RIFF\x04\0\0\0WAVE", OtherKind::Unknown),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", OtherKind::Heic),
        (b"\0\0\0\x18ftypmif1\0\0\0\0", OtherKind::Heic),
        (b"\0\0\0\x1cftypavif\0\0\0\0", OtherKind::Avif),
        (b"\0\0\0\x14ftypqt  \0\0\0\0", OtherKind::Video),
        (b"\0\0\0\x18ftypmp42\0\0\0\0", OtherKind::Video),
        (b"GIF89a\x01\0\x01\0", OtherKind::Gif),
        (b"%PDF-1.7\n", OtherKind::Pdf),
        (b"II*\0\x08\0\0\0", OtherKind::Tiff),
        (b"MM\0*\0\0\0\x08", OtherKind::Tiff),
        (b"BM\x36\0\0\0", OtherKind::Bmp),
        (b"\xff\x0a\0\0", OtherKind::JpegXl),
        (b"\0\0\0\x0cJXL \r\n\x87\n", OtherKind::JpegXl),
        (b"<?xml version='1.0'?>\n<svg xmlns=''/>", OtherKind::Svg),
    ];
    for (bytes, kind) in cases {
        assert_eq!(
            strip(bytes),
            Err(StripError::Unsupported(kind)),
            "{bytes:?}"
        );
    }
}

#[test]
fn a_file_cut_anywhere_is_refused() {
    for photo in photos::all() {
        // A whole file without what is behind the end: the stripped one.
        let whole = strip(&photo.bytes).expect("a picture").bytes;
        for len in 16..whole.len() {
            let refused = strip(&whole[..len]).expect_err("a part is not a picture");
            assert!(
                matches!(refused, StripError::Truncated(_) | StripError::Damaged(_)),
                "{} cut to {len}",
                photo.name
            );
        }
        let last = strip(&whole[..whole.len() - 1]).expect_err("a part is not a picture");
        assert!(
            matches!(last, StripError::Truncated(_)),
            "{}: {last}",
            photo.name
        );
    }
}

/// A file, and whether it is refused as damaged or as cut.
#[test]
fn files_that_are_not_as_their_format_says_are_refused() {
    let jpeg = strip(&photos::thumbnail()).expect("a picture").bytes;
    let body = &jpeg[..jpeg.len() - 2];
    let png = strip(&photos::all()[3].bytes).expect("a picture").bytes;
    let (png_head, png_rest) = png.split_at(33);
    let cases = [
        (
            "no end, a video instead",
            [body, b"\0\0\xff\x42ftyp", &jpeg].concat(),
            Format::Jpeg,
        ),
        (
            "no end, a picture instead",
            [body, &jpeg].concat(),
            Format::Jpeg,
        ),
        ("no picture", b"\xff\xd8\xff\xd9".to_vec(), Format::Jpeg),
        (
            "no frame",
            [b"\xff\xd8", &segment(0xda, b"\0")[..], b"\0\xff\xd9"].concat(),
            Format::Jpeg,
        ),
        ("two frames", jpeg_with_two_frames(&jpeg), Format::Jpeg),
        (
            "unknown segment",
            [b"\xff\xd8", &segment(0xf7, b"\0")[..], &jpeg[2..]].concat(),
            Format::Jpeg,
        ),
        (
            "no length",
            [body, b"\xff\xfe\0\x01", &jpeg[2..]].concat(),
            Format::Jpeg,
        ),
        (
            "Apple's own",
            [png_head, &chunk(*b"CgBI", &[0; 4]), png_rest].concat(),
            Format::Png,
        ),
        (
            "first is not IHDR",
            [&png[..8], png_rest].concat(),
            Format::Png,
        ),
        (
            "checksum",
            [&png[..29], b"\0\0\0\0", png_rest].concat(),
            Format::Png,
        ),
        (
            "end with contents",
            [png_head, &chunk(*b"IDAT", b""), &chunk(*b"IEND", b"note")].concat(),
            Format::Png,
        ),
        (
            "no pixels",
            [png_head, &chunk(*b"IEND", b"")].concat(),
            Format::Png,
        ),
        ("no picture", webp(&[]), Format::WebP),
        (
            "short head",
            webp(&[riff_chunk(b"VP8X", b"\0"), riff_chunk(b"VP8 ", b"")]),
            Format::WebP,
        ),
        (
            "short frame",
            webp(&[riff_chunk(b"ANMF", b"\0")]),
            Format::WebP,
        ),
    ];
    for (name, file, format) in cases {
        assert_eq!(
            strip(&file),
            Err(StripError::Damaged(format)),
            "{format}: {name}"
        );
    }
}

fn jpeg_with_two_frames(jpeg: &[u8]) -> Vec<u8> {
    let frame = jpeg
        .windows(2)
        .position(|pair| pair == [0xff, 0xc0])
        .expect("has a frame");
    let len = usize::from(jpeg[frame + 3]) + 2;
    [&jpeg[..frame + len], &jpeg[frame..]].concat()
}

#[test]
fn a_refusal_and_a_result_show_nothing_of_the_file() {
    let stripped = strip(&photos::thumbnail()).expect("a picture");
    let len = stripped.bytes.len();
    let shown = format!("Stripped {{ len: {len}, format: Jpeg, profile_removed: false }}");
    assert_eq!(format!("{stripped:?}"), shown);
    let refused = strip(b"GIF89a secret").expect_err("not cleanable");
    assert_eq!(refused.to_string(), "a GIF picture cannot be cleaned");
}
