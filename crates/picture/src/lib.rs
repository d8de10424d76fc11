//! Takes everything out of a picture file that is not the picture.
//!
//! A photograph carries more than it shows: where and when it was taken, the camera's serial
//! number, its owner's name, a thumbnail of what was cut away, the video around it. [`strip`]
//! removes all of that from a JPEG, PNG or WebP file, and touches no pixel.
//!
//! # Where to start
//!
//! 1. [`strip`]: bytes in, bytes out. What a file is, its bytes decide, never its name.
//! 2. `jpeg`, `png`, `webp`: for each format, the list of what is kept. Everything else goes, so
//!    that a kind of metadata that nobody has thought of yet goes too.
//! 3. `orientation`: the one thing that is read from the metadata and written again.
//!
//! # What decides how a picture looks, and so stays
//!
//! - Every coded pixel, table and frame, in the same bytes.
//! - The orientation, in a new EXIF block that holds nothing else and stands where the old one
//!   stood for. So each viewer that turned the original turns the stripped one, in the same way;
//!   in JPEG that is nearly every viewer, in PNG and WebP some.
//! - JPEG's JFIF and Adobe marks, reduced to their numbers; they say how the colours are coded and
//!   what shape a pixel has.
//! - PNG's chunks for transparency, colour, pixel shape and animation; WebP's for transparency and
//!   animation.
//!
//! # Colour profiles go
//!
//! An ICC profile may hold the serial number of a screen or camera, the date on which it was
//! calibrated, and free text, and there are too many to know the harmless ones. The profile that
//! could safely be kept, a well-known sRGB, is the one that is not needed: a picture without a
//! profile is shown as sRGB. So none is kept, and [`Stripped::profile_removed`] says when there was
//! one. A picture in a wider colour space then looks a little duller; its pixels are the same.
//!
//! # What stays although it may tell something
//!
//! What can be seen in the picture; the noise of a sensor in its pixels; and the tables with which
//! it was compressed, which are alike for all cameras of a model. Taking those out would need a
//! new picture. Bytes that somebody hid on purpose inside the coded pixels are not looked for: they
//! are not decoded here. For the same reason, a JPEG file that lacks its end mark and has something
//! else behind its pixels is refused only when that is seen not to be pixels, by its first mark or
//! by having no mark at all.

mod jpeg;
mod png;
mod webp;

mod error;
mod kind;
mod orientation;

pub use error::StripError;
pub use kind::{Format, LOOK_LEN, Look, OtherKind, look};

use core::fmt;
use img_parts::Bytes;
use kind::Kind;
use zeroize::Zeroizing;

/// A picture file without metadata.
#[derive(Clone, PartialEq, Eq)]
pub struct Stripped {
    /// The whole file, wiped on drop. Never longer than the original, but for [`MAX_GROWTH`] bytes.
    pub bytes: Zeroizing<Vec<u8>>,
    /// What it is, by its bytes.
    pub format: Format,
    /// Whether the original had a colour profile, without which it may look duller.
    pub profile_removed: bool,
}

/// The most bytes by which a stripped file is longer than the original: the EXIF block that holds
/// the orientation alone, with the head that JPEG, PNG or WebP puts before it.
pub const MAX_GROWTH: usize = 38;

impl fmt::Debug for Stripped {
    /// Without the picture.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stripped")
            .field("len", &self.bytes.len())
            .field("format", &self.format)
            .field("profile_removed", &self.profile_removed)
            .finish()
    }
}

/// Removes every piece of metadata from a picture file, and changes no pixel.
///
/// Stripping a stripped file again gives the same bytes.
///
/// # Errors
///
/// [`StripError`] when the bytes are no JPEG, PNG or WebP file, or not a whole and well-formed
/// one. Then nothing of the file should be sent as cleaned.
pub fn strip(bytes: &[u8]) -> Result<Stripped, StripError> {
    match kind::of(bytes) {
        Kind::Picture(Format::Jpeg) => jpeg::strip(bytes),
        Kind::Picture(Format::Png) => png::strip(bytes),
        Kind::Picture(Format::WebP) => webp::strip(bytes),
        Kind::Other(kind) => Err(StripError::Unsupported(kind)),
    }
}

/// Bytes of a picture for the parsers, wiped when the last part of them is dropped.
fn wiped(bytes: Vec<u8>) -> Bytes {
    Bytes::from_owner(Zeroizing::new(bytes))
}
