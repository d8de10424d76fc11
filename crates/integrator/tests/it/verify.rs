//! Receipts that somebody kept.

use serde_json::{Value, json};
use submission::ReceiptSigningKey;

use crate::harness::{Desk, Done, STAFF};

/// A desk with a sealed envelope and the receipt for it.
struct Kept {
    desk: Desk,
    key: String,
    receipt: String,
}

fn kept() -> Kept {
    let desk = Desk::new();
    let recipient = desk.keygen("reader");
    let digest = desk.seal("sealed", STAFF, &recipient);
    let digest = digest.parse().expect("a digest");
    let intake = ReceiptSigningKey::from_seed(&[7; 32]);
    let day = "2026-11-24".parse().expect("a day");
    let receipt = intake.sign(digest, 42_204, day).to_json();
    desk.write("receipt.json", &receipt);
    let key = intake.receipt_key().to_string();
    Kept { desk, key, receipt }
}

impl Kept {
    fn verify(&self, more: &[&str]) -> Done {
        let words = ["--json", "verify", "receipt.json", "--key", &self.key];
        self.desk.run(&[&words, more].concat())
    }
}

#[test]
fn a_receipt_is_the_intakes_word_for_these_bytes() {
    let kept = kept();
    let done = kept.verify(&["--envelope", "sealed.envelope"]);
    assert_eq!(done.code, 0, "{done:?}");
    let said: Value = serde_json::from_str(&done.stdout).expect("one line of JSON");
    let receipt: Value = serde_json::from_str(&kept.receipt).expect("a receipt is JSON");
    assert_eq!(
        said,
        json!({ "digest": receipt["digest"], "size": 42_204, "day": "2026-11-24", "envelope": true })
    );
    let alone = kept.verify(&[]);
    let said: Value = serde_json::from_str(&alone.stdout).expect("one line of JSON");
    assert_eq!(said["envelope"], false);
    let text = kept
        .desk
        .run(&["verify", "receipt.json", "--key", &kept.key]);
    assert!(text.stdout.contains("no bytes were compared"), "{text:?}");
}

#[test]
fn whatever_is_changed_in_it_it_proves_nothing() {
    let kept = kept();
    let receipt: Value = serde_json::from_str(&kept.receipt).expect("a receipt is JSON");
    let changed = |member: &str, value: Value| {
        let mut receipt = receipt.clone();
        receipt[member] = value;
        receipt.to_string()
    };
    let other = "ab".repeat(32);
    let cases = [
        changed("digest", json!(other)),
        changed("size", json!(42_205)),
        changed("day", json!("2026-11-25")),
        changed("version", json!(2)),
        changed("signature", json!("A".repeat(86))),
        changed("more", json!(1)),
        String::new(),
        "{}".to_owned(),
        "<html>Received</html>".to_owned(),
        kept.receipt[..kept.receipt.len() - 2].to_owned(),
        " ".repeat(5 << 20),
    ];
    for case in cases {
        kept.desk.write("receipt.json", &case);
        let done = kept.verify(&[]);
        assert_eq!((done.code, &*done.stdout), (6, ""), "{done:?}");
        let said: Value = serde_json::from_str(&done.stderr).expect("one line of JSON");
        assert!(said["advice"].as_str().is_some_and(|it| !it.is_empty()));
    }
}

#[test]
fn another_key_or_other_bytes_are_named() {
    let kept = kept();
    let other = ReceiptSigningKey::from_seed(&[8; 32])
        .receipt_key()
        .to_string();
    let envelope = kept.desk.read("sealed.envelope");
    let mut changed = envelope.clone();
    changed[20_000] ^= 1;
    kept.desk.write("changed", changed);
    kept.desk.write("no-envelope", "hello");
    let cases: [(&[&str], i32); 6] = [
        (&["verify", "receipt.json", "--key", &other], 6),
        (&["verify", "receipt.json", "--key", "short"], 6),
        (
            &[
                "verify",
                "receipt.json",
                "--key",
                &kept.key,
                "--envelope",
                "changed",
            ],
            6,
        ),
        (
            &[
                "verify",
                "receipt.json",
                "--key",
                &kept.key,
                "--envelope",
                "no-envelope",
            ],
            6,
        ),
        (&["verify", "none.json", "--key", &kept.key], 1),
        (&["verify", "receipt.json"], 2),
    ];
    for (words, code) in cases {
        let done = kept.desk.run(words);
        assert_eq!(
            (done.code, &*done.stdout),
            (code, ""),
            "{words:?}: {done:?}"
        );
    }
}
