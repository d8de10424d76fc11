use std::fmt;

use base64ct::{Base64, Encoding as _};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use zeroize::Zeroizing;

/// What the text form of a secret begins with.
const PREFIX: &str = "whsec_";

/// How long a secret is, in bytes (Standard Webhooks, "Symmetric").
const LENGTHS: std::ops::RangeInclusive<usize> = 24..=64;

/// A key that a target's receiver has too. It signs what the receiver gets.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// Reads the text form: `whsec_` and the base64 of 24 to 64 bytes.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let base64 = text.strip_prefix(PREFIX)?;
        let bytes = Zeroizing::new(Base64::decode_vec(base64).ok()?);
        LENGTHS.contains(&bytes.len()).then_some(Self(bytes))
    }

    /// The signature of a message, as it stands in its header (Standard Webhooks, "Signature scheme").
    fn sign(&self, id: &str, timestamp: u64, body: &[u8]) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("it takes any length");
        mac.update(format!("{id}.{timestamp}.").as_bytes());
        mac.update(body);
        let signature = Base64::encode_string(&mac.finalize().into_bytes());
        format!("v1,{signature}")
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// The value of `webhook-signature`: one signature by each secret. A receiver takes the message when
/// it knows one of them, so that a secret can be changed without a gap.
pub(super) fn signatures(secrets: &[Secret], id: &str, timestamp: u64, body: &[u8]) -> String {
    let signatures = secrets.iter().map(|it| it.sign(id, timestamp, body));
    signatures.collect::<Vec<_>>().join(" ")
}
