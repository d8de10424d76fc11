//! The module that fetches the app's program, checked, and starts it.

use base64ct::{Base64, Encoding};
use sha2::{Digest, Sha256, Sha384};

/// A file's value for the `integrity` attribute, as SHA-384: what Trunk writes as well, so that
/// the browser can use what it has preloaded.
pub(super) fn integrity(content: &[u8]) -> String {
    format!("sha384-{}", Base64::encode_string(&Sha384::digest(content)))
}

/// The loader's file name and text. The name carries its digest: it may be cached for ever.
///
/// Nothing is caught here: a program that cannot be fetched or started is an error of the page,
/// for which the page has its own words.
pub(super) fn loader(glue: &str, wasm: &str, wasm_integrity: &str) -> (String, String) {
    let text = format!(
        "import init from \"/{glue}\";\n\
         await init({{ module_or_path: fetch(\"/{wasm}\", {{ integrity: \"{wasm_integrity}\" }}) }});\n"
    );
    (format!("load-{}.js", short_digest(text.as_bytes())), text)
}

/// The first eight bytes of the SHA-256, as hex: enough to tell builds apart.
pub(super) fn short_digest(content: &[u8]) -> String {
    Sha256::digest(content)[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
