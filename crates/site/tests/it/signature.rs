//! The operator's signature.

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

/// Minisign's old kind signs the file itself; made with `minisign -S -l` (public key and
/// signature as minisign-verify's own tests have them).
#[test]
fn a_signature_of_the_old_kind_is_refused() {
    let key: OperatorKey = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3"
        .parse()
        .expect("a key");
    let legacy = "untrusted comment: signature from minisign secret key\n\
        RWQf6LRCGA9i59SLOFxz6NxvASXDJeRtuZykwQepbDEGt87ig1BNpWaVWuNrm73YiIiJbq71Wi+dP9eKL8OC351vwIasSSbXxwA=\n\
        trusted comment: timestamp:1555779966\tfile:test\n\
        QtKMXWyYcwdpZAlPF7tE2ENJkRd1ujvKjlj1m9RtHTBnZPa5WKU5uWRs5GoP5M/VqE81QFuMKI5k/SfNQUaOAA==";
    let readable = minisign_reads(&key, legacy);
    assert!(readable, "the vector itself must be right");
    assert_eq!(verify("test", legacy, &key), Err(SiteError::SignatureWrong));
}

fn minisign_reads(key: &OperatorKey, signature: &str) -> bool {
    let key = minisign::PublicKey::from_base64(&key.to_string()).expect("a key");
    let signature = minisign::SignatureBox::from_string(signature).expect("a signature");
    minisign::verify(
        &key,
        &signature,
        std::io::Cursor::new("test"),
        true,
        false,
        true,
    )
    .is_ok()
}

#[test]
fn what_is_no_signature_is_refused() {
    let text = manifest().to_string();
    let signature = sign(&text);
    let lines: Vec<&str> = signature.lines().collect();
    for broken in [
        String::new(),
        "<html>".to_owned(),
        lines[..2].join("\n"),
        signature.replace("trusted comment: ", ""),
        signature.replace(lines[1], "RU"),
    ] {
        let refused = verify(&text, &broken, &operator_key());
        assert_eq!(refused, Err(SiteError::SignatureUnreadable), "{broken}");
    }
}

#[test]
fn an_operators_key_has_one_form() {
    let text = operator_key().to_string();
    assert!(text.starts_with("RW"));
    assert_eq!(text.parse::<OperatorKey>(), Ok(operator_key()));
    for broken in [
        "",
        "RW",
        &text[1..],
        &format!("{text}A"),
        &format!("untrusted comment: minisign public key\n{text}"),
    ] {
        assert_eq!(
            broken.parse::<OperatorKey>(),
            Err(SiteError::KeyUnreadable),
            "{broken}"
        );
    }
}
