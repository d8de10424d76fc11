//! Another build of the packed app: one file changed, and the service worker told of it.

use base64ct::{Base64, Encoding};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::Path;

/// The file that the page runs before all others but the policy.
const FIRST: &str = "start.js";
const WORKER: &str = "sw.js";

/// Has the page, and each of its workers, run a script of the test before everything of its own.
pub(crate) fn run_first(app: &Path, script: &str) {
    for name in [FIRST, &post(app)] {
        change(app, name, |own| format!("{{{script}\n}}{own}"));
    }
}

/// The file that the app starts in workers.
fn post(app: &Path) -> String {
    let files = fs::read_dir(app).expect("the app is a folder");
    let names = files.filter_map(|it| it.ok()?.file_name().into_string().ok());
    let mut programs = names.filter(|it| it.starts_with("post-") && it.ends_with(".js"));
    programs.next().expect("the app has a post")
}

/// Changes a file of the app, and the service worker's list and version with it.
pub(crate) fn change(app: &Path, name: &str, edit: impl FnOnce(&str) -> String) {
    let before = read(app, name);
    let after = edit(&before);
    assert_ne!(before, after, "{name} stays as it was");
    let worker = read(app, WORKER);
    let listed = worker.replace(&digest(&before), &digest(&after));
    assert_ne!(worker, listed, "{name} is not on the service worker's list");
    write(app, name, &after);
    write(app, WORKER, &with_a_new_version(&listed));
}

fn with_a_new_version(worker: &str) -> String {
    const BEFORE: &str = "VERSION=\"";
    let (_, rest) = worker.split_once(BEFORE).expect("it has a version");
    let (old, _) = rest.split_once('"').expect("in quotes");
    let hex = |byte: &u8| format!("{byte:02x}");
    let new: String = Sha256::digest(worker)[..8].iter().map(hex).collect();
    worker.replacen(&format!("{BEFORE}{old}"), &format!("{BEFORE}{new}"), 1)
}

fn digest(content: &str) -> String {
    format!("sha256-{}", Base64::encode_string(&Sha256::digest(content)))
}

fn read(app: &Path, name: &str) -> String {
    fs::read_to_string(app.join(name)).expect("the app has this file, as text")
}

/// Without its compressed twin, which is what the intake would send.
fn write(app: &Path, name: &str, content: &str) {
    fs::write(app.join(name), content).expect("a file is written");
    fs::remove_file(app.join(format!("{name}.br"))).ok();
}
