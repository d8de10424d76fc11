//! Files travel with a report: out as they went in, all of them or none, under names that do no harm.

mod opening;
mod pictures;
mod sealing;

use crate::harness::{Desk, STAFF};

/// A desk with `reader.key` and `report.json`; and the recipient.
fn desk() -> (Desk, String) {
    let desk = Desk::new();
    let recipient = desk.keygen("reader");
    desk.write("report.json", STAFF);
    (desk, recipient)
}

/// The arguments that seal `report.json` and these files as `report.envelope`.
fn seal<'a>(recipient: &'a str, files: &[&'a str]) -> Vec<&'a str> {
    let mut arguments = vec![
        "seal",
        "--json",
        "--recipient",
        recipient,
        "--report",
        "report.json",
        "--output",
        "report.envelope",
    ];
    arguments.extend(files.iter().flat_map(|it| ["--attach", *it]));
    arguments
}

/// The arguments that open `report.envelope` and save its attachments into `saved`.
const OPEN: [&str; 7] = [
    "open",
    "--json",
    "-i",
    "reader.key",
    "report.envelope",
    "--attachments",
    "saved",
];

/// So many bytes that do not repeat themselves.
fn bytes(len: usize) -> Vec<u8> {
    let mut word = 0x9e37_79b9_7f4a_7c15_u64;
    let words = std::iter::repeat_with(|| {
        // Xorshift (Marsaglia 2003).
        word ^= word << 13;
        word ^= word >> 7;
        word ^= word << 17;
        word.to_le_bytes()
    });
    words.flatten().take(len).collect()
}

#[test]
fn files_come_out_as_they_went_in() {
    let (desk, recipient) = desk();
    std::fs::create_dir(desk.path("folder")).expect("a new folder");
    let files = [
        ("empty.txt", 0, "text/plain", "empty.txt"),
        ("folder/photo.JPG", 300_000, "image/jpeg", "photo.JPG"),
        ("film.mp4", 20 << 20, "video/mp4", "film.mp4"),
        ("notes", 1, "application/octet-stream", "notes"),
        (
            r"..\..\C:evil.exe",
            9,
            "application/octet-stream",
            ".._.._C_evil.exe",
        ),
        ("a\u{202e}gpj.html", 10, "text/html", "a_gpj.html"),
        ("b\u{200f}.b", 11, "application/octet-stream", "b_.b"),
        ("صورة.png", 12, "image/png", "صورة.png"),
        ("--help\n.zip", 13, "application/zip", "--help_.zip"),
    ];
    for (path, len, ..) in files {
        desk.write(path, bytes(len));
    }
    let paths = files.map(|(path, ..)| format!("./{path}"));
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let sealed = desk.must(&seal(&recipient, &paths)).json();
    // A bucket of 32 MiB: 128 chunks.
    assert_eq!(sealed["size"], 9420 + (32 << 20) + 128 * 16);

    let opened = desk.must(&OPEN).json();
    assert_eq!(opened["digest"], sealed["digest"]);
    let sent: serde_json::Value = serde_json::from_str(STAFF).expect("JSON");
    assert_eq!(opened["report"], sent);
    let prefix = &sealed["digest"].as_str().expect("a text")[..16];
    for (index, (path, len, media_type, safe)) in files.into_iter().enumerate() {
        let said = &opened["attachments"][index];
        let name = path.strip_prefix("folder/").unwrap_or(path);
        let saved_as = format!("saved/{prefix}-{}-{safe}", index + 1);
        let expected = serde_json::json!({
            "name": name, "mediaType": media_type, "size": len, "savedAs": saved_as,
        });
        assert_eq!(*said, expected);
        assert!(desk.read(&saved_as) == bytes(len), "{path}");
        assert_eq!(crate::harness::mode(&desk.path(&saved_as)), 0o600);
    }
    assert_eq!(desk.list("saved").len(), files.len());

    let shown = desk.must(&["open", "-i", "reader.key", "report.envelope"]);
    assert!(shown.stdout.contains("a⟨U+202E⟩gpj.html"), "{shown:?}");
    assert!(shown.stdout.contains("20971520"), "{shown:?}");
    assert_eq!(shown.stderr, "", "no progress where no terminal is");
}
