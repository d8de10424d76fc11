//! What a file is, by its first bytes.

use core::fmt;

/// A kind of picture that can be cleaned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// JPEG (ITU-T T.81), as most photographs are.
    Jpeg,
    /// PNG (W3C, third edition), as most screenshots are; animated ones too.
    Png,
    /// WebP (RFC 9649); animated ones too.
    WebP,
}

impl Format {
    /// The media type under which such a file is attached.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::WebP => "WebP",
        })
    }
}

/// A kind of file that cannot be cleaned, as far as its first bytes tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OtherKind {
    /// HEIC or HEIF, as iPhones photograph unless told otherwise.
    Heic,
    /// AVIF.
    Avif,
    /// GIF.
    Gif,
    /// TIFF, and the raw photographs of many cameras, which are built like it.
    Tiff,
    /// BMP.
    Bmp,
    /// JPEG XL.
    JpegXl,
    /// SVG, which is a text that may load other files.
    Svg,
    /// PDF.
    Pdf,
    /// A video in an MP4 or QuickTime file.
    Video,
    /// Something else, or nothing at all.
    Unknown,
}

impl fmt::Display for OtherKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Heic => "a HEIC picture",
            Self::Avif => "an AVIF picture",
            Self::Gif => "a GIF picture",
            Self::Tiff => "a TIFF picture",
            Self::Bmp => "a BMP picture",
            Self::JpegXl => "a JPEG XL picture",
            Self::Svg => "an SVG picture",
            Self::Pdf => "a PDF file",
            Self::Video => "a video",
            Self::Unknown => "a file of an unknown kind",
        })
    }
}

/// How many bytes of a file are enough to [`look`] at it.
pub const LOOK_LEN: u64 = 64;

/// What can be done about a file's metadata, by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Look {
    /// A kind of picture that [`strip`](crate::strip()) takes.
    Strippable,
    /// Another picture; it would have to be drawn anew.
    OtherPicture,
    /// No picture made of pixels.
    NoPicture,
}

/// Looks at the first [`LOOK_LEN`] bytes of a file, or at all when there are fewer.
#[must_use]
pub fn look(beginning: &[u8]) -> Look {
    match of(beginning) {
        Kind::Picture(_) => Look::Strippable,
        Kind::Other(
            OtherKind::Heic
            | OtherKind::Avif
            | OtherKind::Gif
            | OtherKind::Tiff
            | OtherKind::Bmp
            | OtherKind::JpegXl,
        ) => Look::OtherPicture,
        Kind::Other(OtherKind::Svg | OtherKind::Pdf | OtherKind::Video | OtherKind::Unknown) => {
            Look::NoPicture
        }
    }
}

/// The answer of [`of`].
pub(crate) enum Kind {
    Picture(Format),
    Other(OtherKind),
}

pub(crate) fn of(bytes: &[u8]) -> Kind {
    match bytes {
        [0xff, 0xd8, ..] => Kind::Picture(Format::Jpeg),
        [0x89, b'P', b'N', b'G', ..] => Kind::Picture(Format::Png),
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => Kind::Picture(Format::WebP),
        _ => Kind::Other(other(bytes)),
    }
}

fn other(bytes: &[u8]) -> OtherKind {
    const BEGINNINGS: [(&[u8], OtherKind); 9] = [
        (b"GIF8", OtherKind::Gif),
        (b"%PDF-", OtherKind::Pdf),
        (b"II*\0", OtherKind::Tiff),
        (b"MM\0*", OtherKind::Tiff),
        (b"II+\0", OtherKind::Tiff),
        (b"MM\0+", OtherKind::Tiff),
        (b"BM", OtherKind::Bmp),
        (b"\xff\x0a", OtherKind::JpegXl),
        (b"\0\0\0\x0cJXL \r\n\x87\n", OtherKind::JpegXl),
    ];
    let beginning = BEGINNINGS
        .iter()
        .find(|(begin, _)| bytes.starts_with(begin));
    if let Some((_, kind)) = beginning {
        return *kind;
    }
    match (bytes.get(4..8), bytes.get(8..12)) {
        (Some(b"ftyp"), Some(brand)) => of_brand(brand),
        _ if is_svg(bytes) => OtherKind::Svg,
        _ => OtherKind::Unknown,
    }
}

/// The major brand of an ISO base media file (ISO/IEC 14496-12; brands as registered at mp4ra.org).
fn of_brand(brand: &[u8]) -> OtherKind {
    match brand {
        b"avif" | b"avis" => OtherKind::Avif,
        b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"msf1" => {
            OtherKind::Heic
        }
        b"qt  " | b"isom" | b"avc1" | b"M4V " => OtherKind::Video,
        [b'i', b's', b'o', _] | [b'm', b'p', b'4', _] | [b'3', b'g', ..] => OtherKind::Video,
        _ => OtherKind::Unknown,
    }
}

/// Whether a text begins that names SVG early. A wrong guess changes a message, nothing else.
fn is_svg(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(1024)];
    start.trim_ascii_start().starts_with(b"<") && start.windows(4).any(|window| window == b"<svg")
}
