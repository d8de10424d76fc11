//! What decides how a picture looks is still there.

use std::io::Cursor;

use exif::{In, Reader, Tag};
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::{AnimationDecoder, ImageDecoder, RgbaImage, load_from_memory};
use picture::strip;

use crate::formats::{chunk, parts, riff_chunk, segment, webp};
use crate::test;
use crate::{metadata, photos};

/// Every frame of a file, turned by nothing.
fn frames(file: &[u8]) -> Vec<RgbaImage> {
    let still = load_from_memory(file).expect("decodes").into_rgba8();
    let reader = Cursor::new(file);
    let frames = match file[0] {
        0x89 => {
            let png = PngDecoder::new(reader).expect("decodes");
            if !png.is_apng().expect("decodes") {
                return vec![still];
            }
            png.apng().expect("decodes").into_frames()
        }
        b'R' => {
            let webp = WebPDecoder::new(reader).expect("decodes");
            if !webp.has_animation() {
                return vec![still];
            }
            webp.into_frames()
        }
        _ => return vec![still],
    };
    frames
        .map(|frame| frame.expect("decodes").into_buffer())
        .collect()
}

/// All that an EXIF block says: each tag with its value. Nothing when there is none.
fn exif(file: &[u8]) -> Vec<(Tag, In, Option<u32>)> {
    let Ok(exif) = Reader::new().read_from_container(&mut Cursor::new(file)) else {
        return vec![];
    };
    exif.fields()
        .map(|field| (field.tag, field.ifd_num, field.value.get_uint(0)))
        .collect()
}

#[test]
fn every_pixel_of_every_frame_is_the_same() {
    for photo in photos::all() {
        let stripped = strip(&photo.bytes).expect("a picture").bytes;
        let (before, after) = (frames(&photo.bytes), frames(&stripped));
        assert!(before == after, "{}", photo.name);
        let animated = photo.name.contains("animated");
        assert_eq!(before.len(), if animated { 2 } else { 1 }, "{}", photo.name);
    }
}

#[test]
fn the_orientation_stays_and_nothing_else_of_exif() {
    for photo in photos::all() {
        assert!(exif(&photo.bytes).len() > 10, "{}", photo.name);
        let stripped = strip(&photo.bytes).expect("a picture").bytes;
        let turned = vec![(Tag::Orientation, In::PRIMARY, Some(metadata::TURNED.into()))];
        assert_eq!(exif(&stripped), turned, "{}", photo.name);

        let mut decoder = image::ImageReader::new(Cursor::new(&stripped))
            .with_guessed_format()
            .expect("reads")
            .into_decoder()
            .expect("decodes");
        let orientation = decoder.orientation().expect("reads").to_exif();
        assert_eq!(u16::from(orientation), metadata::TURNED, "{}", photo.name);
    }
}

#[test]
fn every_orientation_is_read_in_both_byte_orders() {
    let plain = strip(&photos::thumbnail()).expect("a picture").bytes;
    for little_endian in [false, true] {
        for value in 0..=9 {
            let block = [
                &b"Exif\0\0"[..],
                &metadata::orientation(value, little_endian),
            ]
            .concat();
            let file = [&plain[..2], &segment(0xe1, &block), &plain[2..]].concat();
            let stripped = strip(&file).expect("a picture").bytes;
            if (2..=8).contains(&value) {
                let turned = vec![(Tag::Orientation, In::PRIMARY, Some(value.into()))];
                assert_eq!(exif(&stripped), turned);
            } else {
                assert_eq!(stripped, plain, "{value} needs no turn");
            }
        }
    }
}

#[test]
fn only_parts_of_the_list_stay() {
    let cases = [
        ("JPEG of a phone", "e0 e1 c0 db db c4 c4 c4 c4 dd da"),
        ("JPEG of an editor", "e0 e1 c2 db db c4 c4 c4 c4 da"),
        ("JPEG for the press", "e0 e1 ee c0 db db c4 c4 c4 c4 da"),
        ("PNG", "IHDR eXIf gAMA sBIT pHYs tRNS IDAT IEND"),
        ("animated PNG", "IHDR eXIf acTL fcTL IDAT fcTL fdAT IEND"),
        ("lossless WebP", "VP8X VP8L EXIF"),
        ("WebP with transparency", "VP8X ALPH VP8  EXIF"),
        ("animated WebP", "VP8X ANIM ANMF ANMF EXIF"),
    ];
    for (photo, (name, expected)) in photos::all().iter().zip(cases) {
        assert_eq!(photo.name, name);
        let stripped = strip(&photo.bytes).expect("a picture");
        assert_eq!(parts(&stripped.bytes).join(" "), expected, "{name}");
    }
}

#[test]
fn a_removed_profile_is_told() {
    let told = photos::all()
        .iter()
        .filter(|photo| !strip(&photo.bytes).expect("a picture").profile_removed)
        .map(|photo| photo.name)
        .collect::<Vec<_>>();
    assert_eq!(told, ["JPEG of an editor", "JPEG for the press"]);
}

#[test]
fn the_flags_of_webp_say_what_is_left() {
    let flags = |file: &[u8]| file[20];
    for photo in photos::all()
        .iter()
        .filter(|photo| photo.name.contains("WebP"))
    {
        let stripped = strip(&photo.bytes).expect("a picture").bytes;
        let exif_alone = flags(&photo.bytes) & !0b0010_0100;
        assert_eq!(flags(&stripped), exif_alone, "{}", photo.name);
    }
    // Without an orientation there is no block, and no flag for one.
    let lossy = riff_chunk(
        b"VP8 ",
        b"\x30\x01\0\x9d\x01\x2a\x01\0\x01\0\x0e\xc0\xfe\x25\xa4\0\x03\x70\0\0\0\0",
    );
    let head = |flags| riff_chunk(b"VP8X", &[flags, 1, 2, 3, 0, 0, 0, 0, 0, 0]);
    let file = webp(&[head(0b1000), lossy.clone(), riff_chunk(b"EXIF", b"II*\0")]);
    let stripped = strip(&file).expect("a picture").bytes;
    let mut expected = webp(&[head(0), lossy]);
    expected[21..24].fill(0);
    assert_eq!(*stripped, expected);
    assert_eq!(frames(&stripped), frames(&file));
}

#[test]
fn chunks_that_are_too_long_for_their_kind_go() {
    let png = strip(&photos::all()[3].bytes).expect("a picture").bytes;
    let long = chunk(*b"gAMA", b"\0\0\xb1\x8fand a note");
    let file = [&png[..33], &long, &png[33..]].concat();
    assert_eq!(strip(&file).expect("a picture").bytes, png);
}
