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

/// What the loader has in the place of the program's path and integrity value, until both are known.
const PROGRAM: &str = "@PROGRAM@";
const INTEGRITY: &str = "@INTEGRITY@";

/// The module that starts the program whose glue is the file `glue` beside it.
///
/// Nothing is caught here: a program that cannot be fetched or started is an error of the page,
/// for which the page has its own words.
pub(crate) fn loader(glue: &str) -> String {
    format!(
        "import init from \"./{glue}\";\n\
         await init({{ module_or_path: fetch(\"{PROGRAM}\", {{ integrity: \"{INTEGRITY}\" }}) }});\n"
    )
}

/// The loader's text with the program it fetches; nothing when it is not a loader's text.
pub(super) fn filled(script: &[u8], wasm: &Linked) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(script).ok()?;
    let once = |part: &str| text.matches(part).count() == 1;
    (once(PROGRAM) && once(INTEGRITY)).then(|| {
        text.replace(PROGRAM, &format!("/{}", wasm.path))
            .replace(INTEGRITY, &wasm.integrity)
            .into_bytes()
    })
}

/// `name-digest.kind` for `name.kind`, and for `name-olddigest.kind` as Trunk names files.
pub(super) fn digest_name(path: &str, content: &[u8]) -> String {
    let (stem, kind) = path.rsplit_once('.').unwrap_or((path, "bin"));
    let stem = stem.trim_end_matches("_bg");
    let name = stem.rsplit_once('-').map_or(stem, |(name, _)| name);
    format!("{name}-{}.{kind}", short_digest(content))
}

/// The first eight bytes of the SHA-256, as hex: enough to tell builds apart.
pub(crate) fn short_digest(content: &[u8]) -> String {
    Sha256::digest(content)[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
