use std::os::unix::fs::PermissionsExt as _;

use super::*;

#[test]
fn a_key_is_made_once_and_for_its_owner_alone() {
    let data = tempfile::tempdir().expect("a folder");
    let made = load_or_make_receipt_key(data.path()).expect("a new key");
    let mode = fs::metadata(data.path().join(FILE))
        .expect("the file")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(fs::read_dir(data.path()).expect("the folder").count(), 1);

    let loaded = load_or_make_receipt_key(data.path()).expect("the same key");
    assert_eq!(loaded.receipt_key(), made.receipt_key());
}

#[test]
fn programs_that_make_it_at_once_agree() {
    let data = tempfile::tempdir().expect("a folder");
    let make = || {
        load_or_make_receipt_key(data.path())
            .expect("a key")
            .receipt_key()
    };
    let keys: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..16).map(|_| scope.spawn(make)).collect();
        threads
            .into_iter()
            .map(|it| it.join().expect("no panic"))
            .collect()
    });
    assert!(keys.iter().all(|it| *it == keys[0]), "{keys:?}");
}

#[test]
fn a_broken_key_is_never_replaced() {
    let good = text(&ReceiptSigningKey::from_seed(&[7; 32]));
    let cases: [(&str, &[u8]); 5] = [
        ("empty", b""),
        ("cut off", &good.as_bytes()[..40]),
        ("no prefix", &good.as_bytes()[PREFIX.len()..]),
        ("twice", &[good.as_bytes(), good.as_bytes()].concat()),
        ("not text", b"\xff\xfe"),
    ];
    for (name, content) in cases {
        let data = tempfile::tempdir().expect("a folder");
        fs::write(data.path().join(FILE), content).expect("written");
        let result = load_or_make_receipt_key(data.path());
        assert!(
            matches!(result, Err(ReceiptKeyFileError::Malformed(_))),
            "{name}"
        );
        let after = fs::read(data.path().join(FILE)).expect("still there");
        assert_eq!(after, content, "{name}");
    }
}
