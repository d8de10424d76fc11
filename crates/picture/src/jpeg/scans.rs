//! The coded pixels of a JPEG file: what follows the head of the first scan.
//!
//! `img-parts` leaves it as it is. But metadata may stand between the scans, and behind the end
//! mark phones put videos, second pictures and pages of notes about the photograph.

use img_parts::jpeg::markers;

use super::DAMAGED;
use crate::StripError;
use crate::kind::Format;

const TRUNCATED: StripError = StripError::Truncated(Format::Jpeg);

/// The scans up to the end mark, without the metadata between them.
pub(super) fn strip(rest: &[u8]) -> Result<Vec<u8>, StripError> {
    let mut scans = Vec::with_capacity(rest.len());
    let mut input = Input { rest };
    loop {
        // Behind a scan's head come coded pixels, up to a mark.
        let pixels = input.pixels()?;
        scans.extend_from_slice(pixels);
        // Then segments, until the next scan's head or the end.
        loop {
            let marker = input.marker()?;
            match marker {
                markers::EOI => {
                    scans.extend_from_slice(&[markers::P, markers::EOI]);
                    return Ok(scans);
                }
                markers::APP0..=markers::APP15 | markers::COM => {
                    input.segment()?;
                }
                markers::DHT
                | markers::DAC
                | markers::DQT
                | markers::DRI
                | markers::DNL
                | markers::SOS => {
                    scans.extend_from_slice(&[markers::P, marker]);
                    scans.extend_from_slice(input.segment()?);
                }
                // Also what is not JPEG at all, but behind it without an end mark between.
                _ => return Err(DAMAGED),
            }
            if marker == markers::SOS {
                break;
            }
        }
    }
}

/// What has not been read yet.
struct Input<'a> {
    rest: &'a [u8],
}

impl<'a> Input<'a> {
    fn take(&mut self, len: usize) -> Result<&'a [u8], StripError> {
        let (taken, rest) = self.rest.split_at_checked(len).ok_or(TRUNCATED)?;
        self.rest = rest;
        Ok(taken)
    }

    /// Everything up to the next mark that is not part of coded pixels.
    ///
    /// T.81 B.1.1.5: in coded pixels `0xff` is followed by a zero or is a restart mark.
    fn pixels(&mut self) -> Result<&'a [u8], StripError> {
        let len = self
            .rest
            .windows(2)
            .position(|pair| {
                pair[0] == markers::P
                    && !matches!(
                        pair[1],
                        markers::Z | markers::P | markers::RST0..=markers::RST7
                    )
            })
            .ok_or(TRUNCATED)?;
        self.take(len)
    }

    /// The second byte of a mark, before which there may be more of the first (T.81 B.1.1.2).
    fn marker(&mut self) -> Result<u8, StripError> {
        let [first] = self.take(1)? else {
            return Err(TRUNCATED);
        };
        if *first != markers::P {
            return Err(DAMAGED);
        }
        let fill = self
            .rest
            .iter()
            .take_while(|byte| **byte == markers::P)
            .count();
        self.take(fill)?;
        Ok(self.take(1)?[0])
    }

    /// A segment's length and contents.
    fn segment(&mut self) -> Result<&'a [u8], StripError> {
        let len = self.rest.first_chunk::<2>().ok_or(TRUNCATED)?;
        let len = usize::from(u16::from_be_bytes(*len));
        if len < 2 {
            return Err(DAMAGED);
        }
        self.take(len)
    }
}
