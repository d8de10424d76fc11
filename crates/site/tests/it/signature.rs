//! The operator's signature.

use base64ct::{Base64, Encoding};
use site::{OperatorKey, SiteError, verify};

use crate::operator::{manifest, operator_key, sign};

#[test]
fn the_operators_own_manifest_is_taken() {
    let text = manifest().to_string();
    let site = verify(&text, &sign(&text), &operator_key()).expect("it is signed");
    assert_eq!(site.id(), "demo");
}

/// Every single byte counts.
#[test]
fn changed_bytes_are_refused() {
    let text = manifest().to_string();
    let signature = sign(&text);
    for changed in [
        text.replacen("\"sequence\":1", "\"sequence\":2", 1),
        format!("{text}\n"),
        text[1..].to_owned(),
        String::new(),
    ] {
        assert_ne!(changed, text);
        let refused = verify(&changed, &signature, &operator_key());
        assert_eq!(refused, Err(SiteError::SignatureWrong));
    }
}

#[test]
fn another_operators_signature_is_refused() {
    let text = manifest().to_string();
    let other = minisign::KeyPair::generate_unencrypted_keypair().expect("randomness is there");
    let other: OperatorKey = other.pk.to_base64().parse().expect("a key");
    assert_eq!(
        verify(&text, &sign(&text), &other),
        Err(SiteError::SignatureWrong)
    );
}

/// The trusted comment is signed too.
#[test]
fn a_changed_trusted_comment_is_refused() {
    let text = manifest().to_string();
    let changed = sign(&text).replace("timestamp:", "timestamp:1");
    assert_eq!(
        verify(&text, &changed, &operator_key()),
        Err(SiteError::SignatureWrong)
    );
}

/// Made by the `minisign` command over the four bytes "test"; as minisign-verify's own tests have
/// it. A signature that is right leads to the manifest, which this is not.
const KEY: &str = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";
const PREHASHED: &str = "untrusted comment: signature from minisign secret key\n\
    RUQf6LRCGA9i559r3g7V1qNyJDApGip8MfqcadIgT9CuhV3EMhHoN1mGTkUidF/z7SrlQgXdy8ofjb7bNJJylDOocrCo8KLzZwo=\n\
    trusted comment: timestamp:1633700835\tfile:test\tprehashed\n\
    wLMDjy9FLAuxZ3q4NlEvkgtyhrr0gtTu6KC4KBJdITbbOeAi1zBIYo0v4iTgt8jJpIidRJnp94ABQkJAgAooBQ==\n";

/// The same with `minisign -S -l`: the old kind signs the file itself.
const LEGACY: &str = "untrusted comment: signature from minisign secret key\n\
    RWQf6LRCGA9i59SLOFxz6NxvASXDJeRtuZykwQepbDEGt87ig1BNpWaVWuNrm73YiIiJbq71Wi+dP9eKL8OC351vwIasSSbXxwA=\n\
    trusted comment: timestamp:1555779966\tfile:test\n\
    QtKMXWyYcwdpZAlPF7tE2ENJkRd1ujvKjlj1m9RtHTBnZPa5WKU5uWRs5GoP5M/VqE81QFuMKI5k/SfNQUaOAA==\n";

#[test]
fn the_minisign_commands_own_signature_is_taken() {
    let key: OperatorKey = KEY.parse().expect("a key");
    let taken = Err(SiteError::Malformed);
    for signature in [
        PREHASHED.to_owned(),
        PREHASHED.replace('\n', "\r\n"),
        PREHASHED.trim_end().to_owned(),
        PREHASHED.replace("signature from minisign secret key", ""),
    ] {
        assert_eq!(verify("test", &signature, &key), taken, "{signature}");
    }
}

#[test]
fn a_signature_of_the_old_kind_is_refused() {
    let key: OperatorKey = KEY.parse().expect("a key");
    assert!(minisign_takes(LEGACY), "the vector itself must be right");
    // Under its own name, under that of the present kind, and the present kind under its name.
    for signature in [
        with_bytes(PREHASHED, 1, |it| it[..2].copy_from_slice(b"Ed")),
        LEGACY.to_owned(),
        with_bytes(LEGACY, 1, |it| it[..2].copy_from_slice(b"ED")),
    ] {
        let refused = verify("test", &signature, &key);
        assert_eq!(refused, Err(SiteError::SignatureWrong), "{signature}");
    }
}

fn minisign_takes(signature: &str) -> bool {
    let key = minisign::PublicKey::from_base64(KEY).expect("a key");
    let signature = minisign::SignatureBox::from_string(signature).expect("a signature");
    let signed = std::io::Cursor::new("test");
    minisign::verify(&key, &signature, signed, true, false, true).is_ok()
}

/// Nothing but the comparison holds this: the key id is not signed.
#[test]
fn a_signature_that_names_another_key_is_refused() {
    let text = manifest().to_string();
    for byte in 2..10 {
        let other = with_bytes(&sign(&text), 1, |it| it[byte] ^= 1);
        let refused = verify(&text, &other, &operator_key());
        assert_eq!(refused, Err(SiteError::SignatureWrong), "byte {byte}");
    }
}

#[test]
fn every_byte_of_both_signatures_counts() {
    let text = manifest().to_string();
    let signature = sign(&text);
    for (line, first) in [(1, 10), (3, 0)] {
        for byte in first..first + 64 {
            let changed = with_bytes(&signature, line, |it| it[byte] ^= 1);
            let refused = verify(&text, &changed, &operator_key());
            assert_eq!(refused, Err(SiteError::SignatureWrong), "{line}, {byte}");
        }
    }
}

/// The second signature ties the trusted comment to the first one.
#[test]
fn a_trusted_comment_of_another_signature_is_refused() {
    let text = manifest().to_string();
    let (own, other) = (sign(&text), sign("another file"));
    let own: Vec<&str> = own.lines().take(2).collect();
    let other: Vec<&str> = other.lines().skip(2).collect();
    let mixed = [own, other].concat().join("\n");
    assert_eq!(
        verify(&text, &mixed, &operator_key()),
        Err(SiteError::SignatureWrong)
    );
}

#[test]
fn what_is_no_signature_is_refused() {
    let text = manifest().to_string();
    let signature = sign(&text);
    let lines: Vec<&str> = signature.lines().collect();
    let changed = |line: usize, to: &str| {
        let mut lines = lines.clone();
        lines[line] = to;
        lines.join("\n")
    };
    let cases = [
        ("nothing", String::new()),
        ("a page", "<html>".to_owned()),
        ("two lines", lines[..2].join("\n")),
        ("three lines", lines[..3].join("\n")),
        ("five lines", format!("{signature}x\n")),
        ("a line before", format!("\n{signature}")),
        ("no untrusted comment", changed(0, "comment")),
        (
            "no trusted comment",
            signature.replace("\ntrusted comment: ", "\n"),
        ),
        ("a short signature", changed(1, "RU")),
        ("a short second signature", changed(3, "RU")),
        ("the first for the second", changed(3, lines[1])),
        ("the second for the first", changed(1, lines[3])),
        ("no padding", changed(1, lines[1].trim_end_matches('='))),
        (
            "no second padding",
            changed(3, lines[3].trim_end_matches('=')),
        ),
        ("a blank", changed(1, &format!("{} ", lines[1]))),
        (
            "another alphabet",
            changed(1, &format!("RUQ-_{}", &lines[1][5..])),
        ),
        (
            "another algorithm",
            with_bytes(&signature, 1, |it| it[0] = b'X'),
        ),
        (
            "another variant",
            with_bytes(&signature, 1, |it| it[1] = b'X'),
        ),
        (
            "a byte too few",
            with_bytes(&signature, 1, |it| it.truncate(73)),
        ),
        (
            "a byte too many",
            with_bytes(&signature, 1, |it| it.push(0)),
        ),
        (
            "a byte too few at the end",
            with_bytes(&signature, 3, |it| it.truncate(63)),
        ),
        (
            "a byte too many at the end",
            with_bytes(&signature, 3, |it| it.push(0)),
        ),
    ];
    for (name, broken) in cases {
        let refused = verify(&text, &broken, &operator_key());
        assert_eq!(refused, Err(SiteError::SignatureUnreadable), "{name}");
    }
}

#[test]
fn an_operators_key_has_one_form() {
    let text = operator_key().to_string();
    assert!(text.starts_with("RW"));
    assert_eq!(text.parse::<OperatorKey>(), Ok(operator_key()));
    let with = |change: fn(&mut Vec<u8>)| with_bytes(&text, 0, change);
    let cases = [
        ("nothing", String::new()),
        ("its beginning", "RW".to_owned()),
        ("a character too few", text[1..].to_owned()),
        ("a character too many", format!("{text}A")),
        ("a line feed", format!("{text}\n")),
        (
            "the whole file",
            format!("untrusted comment: minisign public key\n{text}"),
        ),
        ("a byte too few", with(|it| it.truncate(41))),
        ("a byte too many", with(|it| it.push(0))),
        ("another algorithm", with(|it| it[0] = b'X')),
        ("the algorithm of a signature", with(|it| it[1] = b'D')),
        ("no point of the curve", with(|it| set_key(it, 2))),
        ("a point of small order", with(|it| set_key(it, 1))),
    ];
    for (name, broken) in cases {
        let refused = broken.parse::<OperatorKey>();
        assert_eq!(refused, Err(SiteError::KeyUnreadable), "{name}");
    }
}

/// The Ed25519 key whose y coordinate is this.
fn set_key(bytes: &mut [u8], y: u8) {
    bytes[10..].fill(0);
    bytes[10] = y;
}

/// The text after a change to the bytes that stand as base64 in one of its lines.
fn with_bytes(text: &str, line: usize, change: impl FnOnce(&mut Vec<u8>)) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut bytes = Base64::decode_vec(&lines[line]).expect("base64");
    change(&mut bytes);
    lines[line] = Base64::encode_string(&bytes);
    lines.join("\n")
}
