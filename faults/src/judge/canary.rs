//! Typed text where it must not be: in the clear, in UTF-16, in base64.

use std::path::Path;
use std::{fs, io};

use base64ct::{Base64Unpadded, Encoding as _};
use memchr::memmem;

/// A text in every form in which it is looked for.
pub(crate) struct Canary(Vec<Vec<u8>>);

impl Canary {
    /// UTF-8, UTF-16 in both orders, and base64 of UTF-8 at each of the three places it may begin.
    pub(crate) fn of(text: &str) -> Self {
        let utf16 = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect();
        let mut forms = vec![
            text.as_bytes().to_vec(),
            utf16(u16::to_le_bytes),
            utf16(u16::to_be_bytes),
        ];
        forms.extend((0..3).map(|before| base64_after(before, text.as_bytes())));
        Self(forms)
    }

    /// How many bytes of these are the text in one of its forms.
    pub(crate) fn bytes_in(&self, bytes: &[u8]) -> u64 {
        let found = |form: &Vec<u8>| memmem::find_iter(bytes, form).count() * form.len();
        self.0.iter().map(found).sum::<usize>() as u64
    }

    /// The same for a file, or for every file in a folder.
    pub(crate) fn bytes_below(&self, path: &Path) -> io::Result<u64> {
        if !path.is_dir() {
            return Ok(self.bytes_in(&fs::read(path)?));
        }
        let mut found = 0;
        for entry in fs::read_dir(path)? {
            found += self.bytes_below(&entry?.path())?;
        }
        Ok(found)
    }
}

/// What is sure to stand in the base64 of the text after so many other bytes: without the letters
/// that other bytes have a part in.
fn base64_after(before: usize, text: &[u8]) -> Vec<u8> {
    let padded = [&[0; 2][..before], text].concat();
    let encoded = Base64Unpadded::encode_string(&padded).into_bytes();
    // Six bits a letter: letters that hold a bit of what stands before, and the one that would
    // hold a bit of what stands after.
    let first = (before * 8).div_ceil(6);
    let last = padded.len() * 8 / 6;
    encoded[first..last].to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_found_in_every_form_and_nothing_else_is() {
        let canary = Canary::of("blankets and a door");
        let text = "He said: blankets and a door, twice.";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(canary.bytes_in(text.as_bytes()), 19);
        // In the middle of a text both orders fit, but for one byte.
        assert!(canary.bytes_in(&little) >= 38);
        assert!(canary.bytes_in(&big) >= 38);
        for cut in 0..6 {
            let encoded = Base64Unpadded::encode_string(&text.as_bytes()[cut..]);
            assert!(canary.bytes_in(encoded.as_bytes()) >= 24, "after {cut}");
        }
        assert_eq!(canary.bytes_in(b"blankets and a dooR"), 0);
    }

    #[test]
    fn every_file_of_a_folder_is_searched() {
        let folder = tempfile::tempdir().expect("a folder");
        let inner = folder.path().join("inner");
        fs::create_dir(&inner).expect("made");
        fs::write(inner.join("log"), "x blankets and a door").expect("written");
        fs::write(folder.path().join("db"), "nothing").expect("written");
        let found = Canary::of("blankets and a door").bytes_below(folder.path());
        assert_eq!(found.expect("readable"), 19);
    }
}
