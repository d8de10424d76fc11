//! Photographs as phones, cameras and editors make them, with everything in them that has to go.

use std::io::Cursor;

use image::{ImageFormat, RgbImage};
use jpeg_encoder::{ColorType, Encoder};

use crate::formats::{chunk, riff_chunk, segment, webp};
use crate::metadata::{IN_EXIF, exif};
use crate::secrets::text;

/// A file and the secrets in it, by the names of the search.
pub(crate) struct Photo {
    pub(crate) name: &'static str,
    pub(crate) bytes: Vec<u8>,
    pub(crate) secrets: Vec<&'static str>,
}

pub(crate) fn all() -> Vec<Photo> {
    vec![
        of_phone(),
        of_editor(),
        of_press(),
        png(),
        animated_png(),
        lossless_webp(),
        webp_with_alpha(),
        animated_webp(),
    ]
}

fn secrets(more: &[&'static str]) -> Vec<&'static str> {
    [&IN_EXIF[..], more, &["behind the end"]].concat()
}

/// Bytes that look like a photograph to a coder: smooth, with some noise.
pub(crate) fn pixels(width: usize, height: usize, channels: usize) -> Vec<u8> {
    let mut noise = 12345_u32;
    (0..width * height * channels)
        .map(|at| {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let smooth = at / channels / width * 3 + at / channels % width * 2 + at % channels * 60;
            u8::try_from((smooth + (noise >> 27) as usize) % 256).expect("a remainder")
        })
        .collect()
}

/// A JPEG file without any metadata but JFIF's or Adobe's mark.
fn jpeg(size: u16, color: ColorType, set: fn(&mut Encoder<&mut Vec<u8>>)) -> Vec<u8> {
    let channels = if color == ColorType::Rgb { 3 } else { 4 };
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 90);
    set(&mut encoder);
    let pixels = pixels(size.into(), size.into(), channels);
    encoder
        .encode(&pixels, size, size, color)
        .expect("a picture that can be coded");
    bytes
}

/// The small picture inside the EXIF block.
pub(crate) fn thumbnail() -> Vec<u8> {
    jpeg(16, ColorType::Rgb, |_| {})
}

/// A JPEG file with segments put after its first mark, and a video behind its end.
fn with_segments(jpeg: &[u8], segments: &[Vec<u8>]) -> Vec<u8> {
    let video = [
        b"\0\0\0\x18ftypmp42",
        text("behind the end").as_bytes(),
        &thumbnail(),
    ]
    .concat();
    [&jpeg[..2], &segments.concat(), &jpeg[2..], &video].concat()
}

fn exif_segment(little_endian: bool) -> Vec<u8> {
    segment(0xe1, &[b"Exif\0\0".to_vec(), exif(little_endian)].concat())
}

fn xmp_segment() -> Vec<u8> {
    let mark = "http://ns.adobe.com/xap/1.0/\0";
    segment(0xe1, [mark, text("XMP")].concat().as_bytes())
}

/// One scan with restart marks, everything before it, and a thumbnail in JFIF's own mark.
fn of_phone() -> Photo {
    let jpeg = jpeg(40, ColorType::Rgb, |encoder| {
        encoder.set_restart_interval(2)
    });
    // The coder's JFIF mark is 18 bytes long, after two for the start.
    let jfif = [
        b"JFIF\0\x01\x02\x01\0\x48\0\x48\x02\x02",
        text("JFIF thumbnail").as_bytes(),
    ];
    let segments = [
        segment(0xe0, &jfif.concat()),
        exif_segment(true),
        xmp_segment(),
        segment(
            0xe2,
            &[b"ICC_PROFILE\0\x01\x01", text("profile").as_bytes()].concat(),
        ),
        segment(0xe2, &[b"MPF\0", text("MPF").as_bytes()].concat()),
        segment(
            0xed,
            &[b"Photoshop 3.0\0", text("IPTC").as_bytes()].concat(),
        ),
        segment(0xfe, text("comment").as_bytes()),
    ];
    Photo {
        name: "JPEG of a phone",
        bytes: with_segments(&[&jpeg[..2], &jpeg[20..]].concat(), &segments),
        secrets: secrets(&["XMP", "profile", "MPF", "IPTC", "comment", "JFIF thumbnail"]),
    }
}

/// Several scans, with a comment between two of them.
fn of_editor() -> Photo {
    let mut jpeg = jpeg(40, ColorType::Rgb, |encoder| encoder.set_progressive(true));
    let scans: Vec<usize> = (0..jpeg.len() - 1)
        .filter(|at| jpeg[*at..].starts_with(&[0xff, 0xda]))
        .collect();
    assert!(scans.len() > 3, "several scans");
    let comment = segment(0xfe, text("between scans").as_bytes());
    jpeg.splice(scans[2]..scans[2], comment);
    Photo {
        name: "JPEG of an editor",
        bytes: with_segments(&jpeg, &[exif_segment(false), xmp_segment()]),
        secrets: secrets(&["between scans", "XMP"]),
    }
}

/// CMYK, which is shown wrong without Adobe's mark.
fn of_press() -> Photo {
    let jpeg = jpeg(24, ColorType::CmykAsYcck, |_| {});
    let comment = segment(0xfe, text("comment").as_bytes());
    Photo {
        name: "JPEG for the press",
        bytes: with_segments(&jpeg, &[exif_segment(true), comment]),
        secrets: secrets(&["comment"]),
    }
}

fn coded(format: ImageFormat) -> Vec<u8> {
    let picture = RgbImage::from_raw(20, 20, pixels(20, 20, 3)).expect("as many bytes as pixels");
    let mut bytes = Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, format)
        .expect("a picture that can be coded");
    bytes.into_inner()
}

/// The length of PNG's signature and its first chunk, and of its last chunk.
const PNG_HEAD: usize = 8 + 25;
const PNG_END: usize = 12;

/// The coder's one chunk of pixels, without its frame.
fn png_pixels(png: &[u8]) -> &[u8] {
    &png[PNG_HEAD + 8..png.len() - PNG_END - 4]
}

fn png_with(chunks: &[Vec<u8>], pixels: &[Vec<u8>]) -> Vec<u8> {
    let png = coded(ImageFormat::Png);
    let end = &png[png.len() - PNG_END..];
    let behind = text("behind the end").as_bytes();
    [
        &png[..PNG_HEAD],
        &chunks.concat(),
        &pixels.concat(),
        end,
        behind,
    ]
    .concat()
}

fn png_metadata() -> [Vec<u8>; 6] {
    let with_zeros = |parts: &[&str]| parts.join("\0").into_bytes();
    [
        chunk(
            *b"iCCP",
            &with_zeros(&[text("compressed profile's name"), "\x78\x01\x03"]),
        ),
        chunk(*b"eXIf", &exif(false)),
        chunk(*b"tEXt", &with_zeros(&["Comment", text("comment")])),
        chunk(
            *b"iTXt",
            &with_zeros(&["XML:com.adobe.xmp", "", "", "", text("XMP")]),
        ),
        chunk(*b"tIME", &[7, 234, 11, 24, 16, 31, 8]),
        chunk(*b"caBX", text("unknown chunk").as_bytes()),
    ]
}

const IN_PNG: [&str; 4] = [
    "compressed profile's name",
    "comment",
    "XMP",
    "unknown chunk",
];

fn png() -> Photo {
    let colour = [
        chunk(*b"gAMA", &45455_u32.to_be_bytes()),
        chunk(*b"sBIT", &[8, 8, 8]),
        chunk(*b"pHYs", &[0, 0, 11, 19, 0, 0, 11, 19, 1]),
        // One colour is seen through: that of the first pixel.
        chunk(
            *b"tRNS",
            &pixels(20, 20, 3)[..3]
                .iter()
                .flat_map(|value| [0, *value])
                .collect::<Vec<_>>(),
        ),
    ];
    let pixels = chunk(*b"IDAT", png_pixels(&coded(ImageFormat::Png)));
    Photo {
        name: "PNG",
        bytes: png_with(&[&png_metadata()[..], &colour].concat(), &[pixels]),
        secrets: secrets(&IN_PNG),
    }
}

fn animated_png() -> Photo {
    let pixels = png_pixels(&coded(ImageFormat::Png)).to_vec();
    let frame = |number: u32| {
        let head = [number, 20, 20, 0, 0].map(u32::to_be_bytes).concat();
        chunk(*b"fcTL", &[&head[..], &[0, 1, 0, 10, 0, 0]].concat())
    };
    let frames = [
        chunk(*b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]),
        frame(0),
        chunk(*b"IDAT", &pixels),
        chunk(*b"tEXt", text("inside a frame").as_bytes()),
        frame(1),
        chunk(*b"fdAT", &[&2_u32.to_be_bytes()[..], &pixels].concat()),
    ];
    Photo {
        name: "animated PNG",
        bytes: png_with(&png_metadata(), &frames),
        secrets: secrets(&[&IN_PNG[..], &["inside a frame"]].concat()),
    }
}

/// A WebP file with `VP8X`, whose flags say that all this metadata is there.
fn webp_with(flags: u8, size: u8, pictures: &[Vec<u8>]) -> Vec<u8> {
    const ICC_EXIF_XMP: u8 = 0b0010_1100;
    let size = size - 1;
    let chunks = [
        &[
            riff_chunk(
                b"VP8X",
                &[flags | ICC_EXIF_XMP, 0, 0, 0, size, 0, 0, size, 0, 0],
            ),
            riff_chunk(b"ICCP", text("profile").as_bytes()),
        ],
        pictures,
        &[
            riff_chunk(b"EXIF", &exif(true)),
            riff_chunk(b"XMP ", text("XMP").as_bytes()),
            riff_chunk(b"ABCD", text("unknown chunk").as_bytes()),
        ],
    ];
    [webp(&chunks.concat()), text("behind the end").into()].concat()
}

const IN_WEBP: [&str; 3] = ["profile", "XMP", "unknown chunk"];

fn lossless_webp() -> Photo {
    // The coder's file is a head of 12 bytes and one chunk.
    let picture = coded(ImageFormat::WebP)[12..].to_vec();
    Photo {
        name: "lossless WebP",
        bytes: webp_with(0, 20, &[picture]),
        secrets: secrets(&IN_WEBP),
    }
}

/// One pixel, half seen through, in the lossy coding.
fn webp_with_alpha() -> Photo {
    let alpha = riff_chunk(b"ALPH", b"\x11\x07\x10\x11\xfd\x0f\x44\x44\xff\x03\0\0");
    let picture = b"\x14\x01\0\x9d\x01\x2a\x01\0\x01\0\0\0\xfe\0\0\x0d\xc0\0\xfe\xe6\xb5\0\0\0";
    Photo {
        name: "WebP with transparency",
        bytes: webp_with(0b0001_0000, 1, &[alpha, riff_chunk(b"VP8 ", picture)]),
        secrets: secrets(&IN_WEBP),
    }
}

fn animated_webp() -> Photo {
    let still = coded(ImageFormat::WebP)[12..].to_vec();
    let hidden = riff_chunk(b"ABCD", text("inside a frame").as_bytes());
    // At the left upper corner, 20 by 20, for 100 milliseconds.
    let head = [0, 0, 0, 0, 0, 0, 19, 0, 0, 19, 0, 0, 100, 0, 0, 0].to_vec();
    let frame = riff_chunk(b"ANMF", &[head, still, hidden].concat());
    let animation = riff_chunk(b"ANIM", &[255, 255, 255, 255, 0, 0]);
    Photo {
        name: "animated WebP",
        bytes: webp_with(0b0000_0010, 20, &[animation, frame.clone(), frame]),
        secrets: secrets(&[&IN_WEBP[..], &["inside a frame"]].concat()),
    }
}
