use core::fmt;

use base64ct::{Base64UrlUnpadded, Encoding};
use envelope_format::{Digest, Digester, MIN_BUCKET_LOG2, base64url, envelope_len};
use zeroize::Zeroizing;

/// Where the holder of a mailbox reads. Its name is not in the path, so no proxy writes it down.
pub const MAILBOX_PATH: &str = "/v1/mailbox";

/// The length of every message, in bytes: 42,204, an envelope of the smallest bucket.
pub const MESSAGE_LEN: u64 = envelope_len(MIN_BUCKET_LOG2);

/// How many messages a mailbox holds.
pub const MAX_MESSAGES: u32 = 4;

/// The length of every answer from a mailbox, in bytes: 168,816, whatever is in it.
pub const MAILBOX_LEN: u64 = MESSAGE_LEN * MAX_MESSAGES as u64;

/// What comes before the access key in the digest that is a mailbox's name.
const NAME: &[u8] = b"sealpost/v1/mailbox/name";

/// The path at which readers leave a message (`docs/mailbox.md`).
#[must_use]
pub fn mailbox_path(name: &Digest) -> String {
    ["/v1/mailboxes/", &name.to_text()].concat()
}

/// What lets its holder read a mailbox: 32 secret bytes (`docs/mailbox.md`, "Derivation").
///
/// Its text form is base64url without padding, 43 characters.
#[derive(Clone)]
pub struct AccessKey(Zeroizing<[u8; 32]>);

impl AccessKey {
    /// Takes the 32 bytes.
    #[must_use]
    pub fn from_bytes(bytes: Zeroizing<[u8; 32]>) -> Self {
        Self(bytes)
    }

    /// Reads the text form; nothing when it is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = base64url::decode_exactly(text)?;
        Some(Self(Zeroizing::new(bytes)))
    }

    /// The text form.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        Zeroizing::new(Base64UrlUnpadded::encode_string(self.0.as_ref()))
    }

    /// The name of the mailbox.
    // name = SHA-256("sealpost/v1/mailbox/name" || access key)
    #[must_use]
    pub fn mailbox(&self) -> Digest {
        let mut name = Digester::default();
        name.update(NAME);
        name.update(self.0.as_ref());
        name.finish()
    }
}

/// Shows nothing of it.
impl fmt::Debug for AccessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessKey")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sizes_are_those_of_the_specification() {
        assert_eq!((MESSAGE_LEN, MAILBOX_LEN), (42_204, 168_816));
    }

    /// `printf 'sealpost/v1/mailbox/name' | cat - <(head -c 32 /dev/zero) | sha256sum`
    #[test]
    fn the_name_is_the_digest_of_the_access_key() {
        let key = AccessKey::from_bytes(Zeroizing::new([0; 32]));
        let name = "48b8e2a8edda800cedf6215acbd921f0491014629e8c1cc2b1a7d1b185633a0f";
        assert_eq!(key.mailbox().to_text(), name);
        assert_eq!(
            mailbox_path(&key.mailbox()),
            ["/v1/mailboxes/", name].concat()
        );
    }

    #[test]
    fn the_text_form_is_exactly_43_characters() {
        let key = AccessKey::from_bytes(Zeroizing::new([0xfb; 32]));
        let text = key.to_text();
        let same = AccessKey::parse(&text).expect("its own text");
        assert_eq!(same.mailbox(), key.mailbox());
        let longer = [text.as_str(), "A"].concat();
        for other in ["", &text[1..], &longer, &text.replace('-', "+")] {
            assert!(AccessKey::parse(other).is_none(), "{other:?}");
        }
        assert_eq!(format!("{key:?}"), "AccessKey");
    }
}
