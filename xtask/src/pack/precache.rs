//! The service worker, which knows the digest of every file of the app.

use super::loader::short_digest;
use super::tree::Files;
use base64ct::{Base64, Encoding};
use sha2::{Digest, Sha256};

/// The service worker's file name. It must stand at the root to serve the whole app.
pub(super) const NAME: &str = "sw.js";

const VERSION: &str = "\"@VERSION@\"";
const FILES: &str = "\"@FILES@\"";

/// Fills the template with the list of files and with a version that is the list's digest.
pub(super) fn service_worker(template: &str, files: &Files) -> String {
    let list = list(files);
    let version = format!("\"{}\"", short_digest(list.as_bytes()));
    template
        .replacen(VERSION, &version, 1)
        .replacen(FILES, &list, 1)
}

/// `[["/","sha256-…"],["/x.js","sha256-…"]]`: JavaScript and JSON at once.
fn list(files: &Files) -> String {
    let entries = files.iter().map(|(path, content)| {
        // The page is fetched and stored under the one address it is shown at.
        let address = if path == "index.html" { "" } else { path };
        let digest = Base64::encode_string(&Sha256::digest(content));
        format!("[\"/{address}\",\"sha256-{digest}\"]")
    });
    format!("[{}]", entries.collect::<Vec<_>>().join(","))
}
