//! An operator who signs anything, and readers for the manifests.

use std::io::Cursor;
use std::sync::LazyLock;

use envelope::{Identity, Recipient};
use minisign::KeyPair;
use site::OperatorKey;

static OPERATOR: LazyLock<KeyPair> =
    LazyLock::new(|| KeyPair::generate_unencrypted_keypair().expect("randomness is there"));

/// The operator's public key; another one each time the program runs.
pub static OPERATOR_KEY: LazyLock<OperatorKey> = LazyLock::new(|| {
    let text = OPERATOR.pk.to_base64();
    text.parse().expect("minisign writes a key it can read")
});

/// The text of the `.minisig` file of `text`.
#[must_use]
pub fn sign(text: &str) -> String {
    let (public, secret) = (Some(&OPERATOR.pk), &OPERATOR.sk);
    minisign::sign(
        public,
        secret,
        Cursor::new(text),
        Some("trusted"),
        Some("untrusted"),
    )
    .expect("the key is not encrypted")
    .to_string()
}

/// Reader number `n`, 0 to 9; always the same key.
#[must_use]
pub fn reader(n: u8) -> Recipient {
    let identity = Identity::from_seed([n; 32]).expect("any seed is an identity");
    identity.recipient()
}

/// A manifest in which `@0` to `@9` stand for readers' keys of 1622 characters each, with the keys
/// in their places: the fuzzer has little use for inputs that are mostly keys.
#[must_use]
pub fn with_keys(text: &str) -> String {
    static KEYS: LazyLock<Vec<String>> =
        LazyLock::new(|| (0..10).map(|n| reader(n).to_string()).collect());
    let mut parts = text.split('@');
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digit = part.bytes().next().filter(u8::is_ascii_digit);
        match digit {
            Some(digit) => {
                whole.push_str(&KEYS[usize::from(digit - b'0')]);
                whole.push_str(&part[1..]);
            }
            None => {
                whole.push('@');
                whole.push_str(part);
            }
        }
    }
    whole
}

/// The opposite of [`with_keys`].
#[must_use]
pub fn without_keys(text: &str) -> String {
    (0..10).fold(text.to_owned(), |text, n| {
        text.replace(&reader(n).to_string(), &format!("@{n}"))
    })
}
