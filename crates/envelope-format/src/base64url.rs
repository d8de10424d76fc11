//! The text form of keys and signatures: base64url without padding (RFC 4648 section 5).

use base64ct::{Base64UrlUnpadded, Encoding};

/// Decodes `text` into the front of `into` in constant time, and answers with what it decoded;
/// nothing when it is not the text form, or has no room there.
///
/// Compiled once for all who call it: the decoder is 2 kB of a program that travels over bad lines.
#[inline(never)]
pub fn decode<'a>(text: &str, into: &'a mut [u8]) -> Option<&'a [u8]> {
    Base64UrlUnpadded::decode(text, into).ok()
}

/// Exactly `N` bytes; nothing when it is another number.
pub fn decode_exactly<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    let decoded = decode(text, &mut bytes)?.len();
    (decoded == N).then_some(bytes)
}
