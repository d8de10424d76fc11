//! Looks for what was typed in everything that is left on a medium.
//!
//! Each file is searched as it lies there, databases included, and Firefox's packed session also
//! unpacked. Not looked into are other packed blocks (LevelDB tables and the values of Firefox's
//! databases in Snappy, caches in gzip or Brotli): Snappy and LZ4 leave the first occurrence of a
//! text as it is, so that it would be seen; gzip and Brotli come from the network alone, where
//! nothing that was typed comes from.

use base64ct::{Base64, Encoding};
use memchr::memmem::Finder;
use std::fs;
use std::path::{Path, PathBuf};

/// What begins a file that Firefox has packed: then four bytes of length and one LZ4 block.
const PACKED_BY_FIREFOX: &[u8] = b"mozLz40\0";

/// Texts in every form in which a browser may have written them.
pub(crate) struct Traces {
    needles: Vec<(&'static str, Finder<'static>)>,
}

/// Where something was found.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Trace {
    /// The file.
    pub(crate) path: PathBuf,
    /// In which form.
    pub(crate) form: &'static str,
    /// How many bytes in all.
    pub(crate) bytes: usize,
}

impl Traces {
    /// Looks for these.
    pub(crate) fn of(texts: &[&str]) -> Self {
        let forms = texts.iter().flat_map(|text| forms(text));
        let needles = forms.map(|(form, bytes)| (form, Finder::new(&bytes).into_owned()));
        Self {
            needles: needles.collect(),
        }
    }

    /// What is found in the files of a folder.
    pub(crate) fn in_folder(&self, folder: &Path) -> Vec<Trace> {
        let mut found = vec![];
        for path in paths(folder) {
            // A running browser may have removed it meanwhile.
            let content = fs::read(&path).unwrap_or_default();
            let unpacked = unpacked(&content).unwrap_or_default();
            for (form, needle) in &self.needles {
                let times =
                    needle.find_iter(&content).count() + needle.find_iter(&unpacked).count();
                if times > 0 {
                    let bytes = times * needle.needle().len();
                    let path = path.clone();
                    found.push(Trace { path, form, bytes });
                }
            }
        }
        found
    }
}

/// A text in UTF-8, in UTF-16 of both byte orders, and within a longer text in base64, which has
/// three ways to begin.
fn forms(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let little = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut forms = vec![
        ("UTF-8", text.as_bytes().to_vec()),
        ("UTF-16LE", little),
        ("UTF-16BE", big),
    ];
    forms.extend((0..3).map(|before| ("base64", in_base64(text.as_bytes(), before))));
    forms
}

/// The digits that stand for these bytes alone when `before` bytes stand before them.
fn in_base64(bytes: &[u8], before: usize) -> Vec<u8> {
    let whole = [&vec![0; before], bytes].concat();
    let digits = Base64::encode_string(&whole).into_bytes();
    // A digit is six bits: those that hold bits of a neighbour are left out.
    digits[(before * 8).div_ceil(6)..whole.len() * 8 / 6].to_vec()
}

/// What Firefox has packed.
fn unpacked(content: &[u8]) -> Option<Vec<u8>> {
    let packed = content.strip_prefix(PACKED_BY_FIREFOX)?;
    lz4_flex::block::decompress_size_prepended(packed).ok()
}

/// Every file below a folder.
pub(crate) fn paths(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let (folders, mut files): (Vec<_>, Vec<_>) = entries
        .map(|entry| entry.path())
        .partition(|path| path.is_dir() && !path.is_symlink());
    files.retain(|path| path.is_file());
    files.extend(folders.iter().flat_map(|folder| paths(folder)));
    files
}

#[test]
fn the_search_finds_a_text_in_every_form() {
    let folder = tempfile::TempDir::new().expect("a temporary folder can be made");
    let text = "ድምጺ canary سمعت 🕊️";
    let long = |before: usize| [&b"xyz"[..before], text.as_bytes(), b"!"].concat();
    let wide = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect();
    // Behind its own halves in the other order, so that it is packed as two references.
    let (begin, end) = text.as_bytes().split_at(12);
    let halves = [end, begin, text.as_bytes(), &[b'.'; 16]].concat();
    let packed = lz4_flex::block::compress_prepend_size(&halves);
    let as_it_is = Finder::new(text).find(&packed);
    assert_eq!(as_it_is, None, "it is seen without unpacking");
    let cases: [(&str, Vec<u8>); 7] = [
        ("UTF-8", [b"\0\x01", text.as_bytes()].concat()),
        ("UTF-8", [PACKED_BY_FIREFOX, &packed].concat()),
        ("UTF-16LE", wide(u16::to_le_bytes)),
        ("UTF-16BE", wide(u16::to_be_bytes)),
        ("base64", Base64::encode_string(&long(0)).into_bytes()),
        ("base64", Base64::encode_string(&long(1)).into_bytes()),
        ("base64", Base64::encode_string(&long(2)).into_bytes()),
    ];
    for (form, content) in cases {
        fs::write(folder.path().join("file"), content).expect("a file is written");
        let found = Traces::of(&[text]).in_folder(folder.path());
        let forms: Vec<_> = found.iter().map(|it| it.form).collect();
        assert!(forms.contains(&form), "{form} is not among {forms:?}");
    }
    fs::write(folder.path().join("file"), "ድምጺ").expect("a file is written");
    assert_eq!(Traces::of(&[text]).in_folder(folder.path()), []);
}
