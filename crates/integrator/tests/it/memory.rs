//! However large an envelope is, the command holds little of it at once.

use std::fs::File;

use crate::harness::{Desk, STAFF};

/// 96 MiB go through each command while it may not have 32 MiB of memory of its own. The system
/// refuses it more, and it would end without an answer.
#[cfg(target_os = "linux")]
#[test]
fn large_files_take_little_memory() {
    const LIMIT: &str = "ulimit -d 32768;";
    const LEN: u64 = 96 << 20;
    let desk = Desk::new();
    let recipient = desk.keygen("reader");
    desk.write("report.json", STAFF);
    let film = File::create(desk.path("film.mp4")).expect("a new file");
    film.set_len(LEN).expect("a hole takes no room");

    let must = |arguments: &str| {
        let arguments: Vec<&str> = arguments.split(' ').collect();
        let done = desk.run_after(LIMIT, &arguments);
        assert_eq!(done.code, 0, "{arguments:?}: {done:?}");
        done.json()
    };
    let sealed = must(&format!(
        "seal --json --recipient={recipient} --report report.json --attach film.mp4 -o film.envelope"
    ));
    // The largest an intake takes.
    assert_eq!(sealed["size"], submission::MAX_ENVELOPE_LEN);
    let shown = must("inspect --json film.envelope");
    assert_eq!(shown["digest"], sealed["digest"]);
    let opened = must("open --json -i reader.key --attachments saved film.envelope");
    assert_eq!(opened["digest"], sealed["digest"]);
    let path = opened["attachments"][0]["savedAs"].as_str().expect("saved");
    let saved = std::fs::metadata(desk.path(path)).expect("it is there");
    assert_eq!(saved.len(), LEN);
}
