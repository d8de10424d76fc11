//! Photographs of the screens on the way, for people to look at.

use crate::browser::devtools;
use base64ct::{Base64, Encoding};
use fantoccini::Client;
use serde_json::json;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs};

/// Their numbers, so that a folder shows them in the order of the way.
static TAKEN: AtomicUsize = AtomicUsize::new(1);

/// Takes the whole page, as PNG, when a folder for photographs is named.
pub(crate) async fn photograph(client: &Client, name: &str) {
    let Some(folder) = env::var_os("SEALPOST_SCREENSHOTS").map(PathBuf::from) else {
        return;
    };
    // From the top: what sticks to the window's edge would stand in the middle of the picture.
    client
        .execute("scrollTo(0, 0)", vec![])
        .await
        .expect("the page scrolls");
    let whole = json!({ "format": "png", "captureBeyondViewport": true });
    let answer = devtools(client, "Page.captureScreenshot", whole).await;
    let picture = answer["data"]
        .as_str()
        .expect("Chromium answers with a picture");
    let picture = Base64::decode_vec(picture).expect("the picture is in base64");
    let number = TAKEN.fetch_add(1, Ordering::Relaxed);
    fs::create_dir_all(&folder).expect("the folder can be made");
    fs::write(folder.join(format!("{number:02}-{name}.png")), picture).expect("a file is written");
}
