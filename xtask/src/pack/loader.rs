//! The module that fetches the app's program, checked, and starts it.

use base64ct::{Base64, Encoding};
use sha2::{Digest, Sha256, Sha384};
use std::collections::BTreeMap;

/// A file's value for the `integrity` attribute, as SHA-384: what Trunk writes as well, so that
/// the browser can use what it has preloaded.
pub(super) fn integrity(content: &[u8]) -> String {
    format!("sha384-{}", Base64::encode_string(&Sha384::digest(content)))
}

/// A file as the finished page names it.
#[derive(Debug)]
pub(super) struct Linked {
    /// Its path below the app's folder.
    pub(super) path: String,
    /// Its value for the `integrity` attribute.
    pub(super) integrity: String,
}

/// Linked files by their addresses in the built page.
pub(super) type Links = BTreeMap<String, Linked>;

/// The loader's file name and text.
///
/// Nothing is caught here: a program that cannot be fetched or started is an error of the page,
/// for which the page has its own words.
pub(super) fn loader(glue: &Linked, wasm: &Linked) -> (String, String) {
    let (glue, program, integrity) = (&glue.path, &wasm.path, &wasm.integrity);
    let text = format!(
        "import init from \"/{glue}\";\n\
         await init({{ module_or_path: fetch(\"/{program}\", {{ integrity: \"{integrity}\" }}) }});\n"
    );
    (digest_name("load.js", text.as_bytes()), text)
}

/// `name-digest.kind` for `name.kind`, and for `name-olddigest.kind` as Trunk names files.
pub(super) fn digest_name(path: &str, content: &[u8]) -> String {
    let (stem, kind) = path.rsplit_once('.').unwrap_or((path, "bin"));
    let stem = stem.trim_end_matches("_bg");
    let name = stem.rsplit_once('-').map_or(stem, |(name, _)| name);
    format!("{name}-{}.{kind}", short_digest(content))
}

/// The first eight bytes of the SHA-256, as hex: enough to tell builds apart.
pub(super) fn short_digest(content: &[u8]) -> String {
    Sha256::digest(content)[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
