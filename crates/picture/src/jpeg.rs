//! JPEG: ITU-T T.81, with the segments of JFIF (T.871), EXIF (CIPA DC-008) and Adobe (T.872).

mod scans;

use img_parts::ImageEXIF;
use img_parts::jpeg::{Jpeg, JpegSegment, markers};
use zeroize::Zeroizing;

use crate::kind::Format;
use crate::orientation::Orientation;
use crate::{StripError, Stripped, wiped};

const DAMAGED: StripError = StripError::Damaged(Format::Jpeg);

pub(crate) fn strip(bytes: &[u8]) -> Result<Stripped, StripError> {
    let mut jpeg = Jpeg::from_bytes(wiped(bytes.to_vec()))
        .map_err(|error| StripError::parts(&error, Format::Jpeg))?;
    let orientation = jpeg.exif().and_then(|exif| Orientation::read(&exif));
    let profile_removed = jpeg.segments().iter().any(is_profile);

    let kept = keep(jpeg.segments(), bytes)?;
    *jpeg.segments_mut() = kept;
    if let Some(orientation) = orientation {
        jpeg.set_exif(Some(orientation.to_tiff().into()));
    }
    Ok(Stripped {
        bytes: Zeroizing::new(jpeg.encoder().bytes().into()),
        format: Format::Jpeg,
        profile_removed,
    })
}

fn is_profile(segment: &JpegSegment) -> bool {
    segment.marker() == markers::APP2 && segment.contents().starts_with(b"ICC_PROFILE\0")
}

/// The segments without which the picture would not be the same.
fn keep(segments: &[JpegSegment], file: &[u8]) -> Result<Vec<JpegSegment>, StripError> {
    let mut kept = Vec::with_capacity(segments.len());
    let mut frames = 0;
    for segment in segments {
        match segment.marker() {
            markers::APP0 => kept.extend(jfif(segment.contents())),
            markers::APP14 => kept.extend(adobe(segment.contents())),
            markers::APP1..=markers::APP15 | markers::COM => {}
            markers::DQT | markers::DHT | markers::DAC | markers::DRI => kept.push(segment.clone()),
            marker if is_frame(marker) => {
                frames += 1;
                kept.push(segment.clone());
            }
            // The parser stops here: it takes the rest of the file for coded pixels.
            markers::SOS if frames == 1 => {
                let rest = segment.len_with_entropy() - segment.len();
                let scans = scans::strip(&file[file.len() - rest..])?;
                let contents = segment.contents().clone();
                kept.push(JpegSegment::new_with_entropy(
                    markers::SOS,
                    contents,
                    wiped(scans),
                ));
                return Ok(kept);
            }
            // JPEG-LS, hierarchical pictures, extensions: hardly any viewer shows them.
            _ => return Err(DAMAGED),
        }
    }
    // An end mark before any scan: there is no picture.
    Err(DAMAGED)
}

/// The frame heads, T.81 table B.1: all of `0xc0` to `0xcf` but DHT, JPG and DAC.
fn is_frame(marker: u8) -> bool {
    matches!(marker, markers::SOF0..=markers::SOF15)
        && !matches!(marker, markers::DHT | markers::JPG | markers::DAC)
}

/// The shape of a pixel, and that colours are coded as JFIF says. Without JFIF's thumbnail, and
/// not JFIF's extension, which is one.
fn jfif(contents: &[u8]) -> Option<JpegSegment> {
    // "JFIF", zero; version; unit; density in x and y; the thumbnail's width and height.
    let numbers = contents.strip_prefix(b"JFIF\0")?.first_chunk::<7>()?;
    let contents = [&b"JFIF\0"[..], numbers, &[0, 0]].concat();
    Some(JpegSegment::new_with_contents(
        markers::APP0,
        contents.into(),
    ))
}

/// How the colours are coded. Nobody reads the version and the flags before it.
fn adobe(contents: &[u8]) -> Option<JpegSegment> {
    let numbers = contents.strip_prefix(b"Adobe")?.first_chunk::<7>()?;
    let contents = [&b"Adobe"[..], &[0, 100, 0, 0, 0, 0], &numbers[6..]].concat();
    Some(JpegSegment::new_with_contents(
        markers::APP14,
        contents.into(),
    ))
}
