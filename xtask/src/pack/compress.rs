//! A brotli twin beside every file.

use super::tree::Files;

/// The best ratio; the work is done once, at build time.
const QUALITY: i32 = 11;
/// A window of 4 MiB: larger than any file of the app.
const WINDOW_LOG2: i32 = 22;

/// How large a file is, as it is and over the wire, in bytes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Sizes {
    /// The file's path below the app's folder.
    pub(crate) path: String,
    /// Its own length.
    pub(crate) plain: usize,
    /// The length of its compressed twin, or its own where compression gains nothing.
    pub(crate) wire: usize,
}

/// Adds `x.br` beside each `x` that gets smaller by it.
pub(super) fn add_twins(files: &mut Files) -> Vec<Sizes> {
    let mut sizes = Vec::with_capacity(files.len());
    let mut twins = Files::new();
    for (path, content) in &*files {
        let twin = compress(content);
        let wire = twin.len().min(content.len());
        sizes.push(Sizes {
            path: path.clone(),
            plain: content.len(),
            wire,
        });
        if twin.len() < content.len() {
            twins.insert(format!("{path}.br"), twin);
        }
    }
    files.extend(twins);
    sizes
}

fn compress(content: &[u8]) -> Vec<u8> {
    let params = brotli::enc::BrotliEncoderParams {
        quality: QUALITY,
        lgwin: WINDOW_LOG2,
        size_hint: content.len(),
        ..Default::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &*content, &mut compressed, &params)
        .expect("reading from and writing to memory does not fail");
    compressed
}
