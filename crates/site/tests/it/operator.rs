//! An operator for the tests: a minisign key pair, readers' keys, and the manifest to be signed.

use std::io::Cursor;
use std::sync::LazyLock;

use envelope::{Identity, Recipient};
use minisign::KeyPair;
use serde_json::Value;
use site::demo::{self, Demo};
use site::{OperatorKey, Site, SiteError, verify};

/// The first day of the demonstration manifest.
pub(crate) const ISSUED: &str = "2026-11-24";
/// Its last day.
pub(crate) const EXPIRES: &str = "2027-02-22";

static OPERATOR: LazyLock<KeyPair> =
    LazyLock::new(|| KeyPair::generate_unencrypted_keypair().expect("randomness is there"));

/// Reader number `n`; always the same key.
pub(crate) fn reader(n: u8) -> Recipient {
    Identity::from_seed([n; 32])
        .expect("any seed is a key")
        .recipient()
}

/// The demonstration manifest, two people in every role.
pub(crate) fn manifest() -> Value {
    let holders: Vec<(&str, Vec<Recipient>)> = demo::reading_roles()
        .into_iter()
        .zip(0_u8..)
        .map(|(role, n)| (role, vec![reader(2 * n), reader(2 * n + 1)]))
        .collect();
    let text = demo::manifest(&Demo {
        issued: ISSUED,
        expires: EXPIRES,
        sequence: 1,
        receipt_key: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
        holders: &holders,
    });
    serde_json::from_str(&text).expect("the demonstration manifest is JSON")
}

/// The demonstration manifest after a change, signed and verified.
pub(crate) fn verified(change: impl FnOnce(&mut Value)) -> Result<Site, SiteError> {
    let mut manifest = manifest();
    change(&mut manifest);
    let text = manifest.to_string();
    verify(&text, &sign(&text), &operator_key())
}

/// The operator's public key.
pub(crate) fn operator_key() -> OperatorKey {
    OPERATOR
        .pk
        .to_base64()
        .parse()
        .expect("minisign writes a key it can read")
}

/// The text of the `.minisig` file.
pub(crate) fn sign(text: &str) -> String {
    minisign::sign(
        Some(&OPERATOR.pk),
        &OPERATOR.sk,
        Cursor::new(text),
        None,
        None,
    )
    .expect("the key is not encrypted")
    .to_string()
}
