//! The key schedule (`docs/envelope.md`, "Key schedule" and "MAC").

use envelope_format::layout::{CONTENT_KEY_LEN, MAC_LEN};
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

/// The key that wraps a payload, 32 bytes, wiped on drop.
pub(crate) type ContentKey = Zeroizing<[u8; CONTENT_KEY_LEN]>;

/// The keys derived from one content key and one salt.
pub(crate) struct Schedule {
    header_key: Zeroizing<[u8; 32]>,
    pub(crate) payload_key: Zeroizing<[u8; 32]>,
}

impl Schedule {
    // prk         = HKDF-Extract(salt, content key)
    // header key  = HKDF-Expand(prk, "sealpost/v1/header", 32)
    // payload key = HKDF-Expand(prk, "sealpost/v1/payload", 32)
    pub(crate) fn derive(content_key: &ContentKey, salt: &[u8]) -> Self {
        let prk = Hkdf::<Sha256>::new(Some(salt), content_key.as_ref());
        let expand = |info: &str| {
            let mut key = Zeroizing::new([0; 32]);
            prk.expand(info.as_bytes(), key.as_mut())
                .expect("32 bytes are less than the 8160 that HKDF-SHA256 can give");
            key
        };
        Self {
            header_key: expand("sealpost/v1/header"),
            payload_key: expand("sealpost/v1/payload"),
        }
    }

    // MAC = HMAC(header key, prefix || slots)
    pub(crate) fn mac(&self, authenticated_header: &[u8]) -> [u8; MAC_LEN] {
        self.hmac(authenticated_header)
            .finalize()
            .into_bytes()
            .into()
    }

    /// Compares in constant time.
    pub(crate) fn mac_is_right(&self, authenticated_header: &[u8], mac: &[u8]) -> bool {
        self.hmac(authenticated_header).verify_slice(mac).is_ok()
    }

    fn hmac(&self, data: &[u8]) -> Hmac<Sha256> {
        let mut hmac = Hmac::<Sha256>::new_from_slice(self.header_key.as_ref())
            .expect("HMAC takes a key of any length");
        hmac.update(data);
        hmac
    }
}
