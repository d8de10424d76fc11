//! Signatures of the `minisign` command, of its present kind alone.
//!
//! The format is <https://jedisct1.github.io/minisign/#signature-format>. It is checked here
//! instead of by a crate for it because those bring an Ed25519 of their own, and this one is in
//! the app already, for receipts.

use base64ct::{Base64, Encoding};
use blake2::{Blake2b512, Digest};
use ed25519_dalek::{Signature, VerifyingKey};

use super::SiteError;

/// "Ed", which a public key begins with, and a signature of the old kind: over the file itself.
const ED25519: [u8; 2] = *b"Ed";

/// "ED", which a signature of the present kind begins with: over the file's BLAKE2b-512 hash.
const ED25519_PREHASHED: [u8; 2] = *b"ED";

/// Eight bytes by which a signature names its key.
type KeyId = [u8; 8];

/// A public key: `base64("Ed" || key id || Ed25519 public key)`.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct PublicKey {
    id: KeyId,
    key: VerifyingKey,
}

impl PublicKey {
    /// Reads the text form, the second line of a `.pub` file.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; 42] = decode(text)?;
        let (algorithm, id, key) = parts(&bytes)?;
        let key = VerifyingKey::from_bytes(key).ok()?;
        // A key of small order verifies signatures that nobody made.
        (algorithm == ED25519 && !key.is_weak()).then_some(Self { id, key })
    }

    /// Checks the signature file `minisig` of the file `signed`.
    pub(super) fn verify(&self, signed: &[u8], minisig: &str) -> Result<(), SiteError> {
        let signature = Minisig::parse(minisig).ok_or(SiteError::SignatureUnreadable)?;
        if !signature.prehashed || signature.key_id != self.id {
            return Err(SiteError::SignatureWrong);
        }
        // signature = ed25519(BLAKE2b-512(file))
        self.verify_one(&Blake2b512::digest(signed), signature.signature)?;
        // global signature = ed25519(signature || trusted comment)
        let comment = signature.trusted_comment.as_bytes();
        let signed = [&signature.signature[..], comment].concat();
        self.verify_one(&signed, signature.global_signature)
    }

    fn verify_one(&self, message: &[u8], signature: [u8; 64]) -> Result<(), SiteError> {
        self.key
            .verify_strict(message, &Signature::from_bytes(&signature))
            .map_err(|_| SiteError::SignatureWrong)
    }
}

/// What stands in a signature file.
struct Minisig<'a> {
    prehashed: bool,
    key_id: KeyId,
    signature: [u8; 64],
    trusted_comment: &'a str,
    global_signature: [u8; 64],
}

impl<'a> Minisig<'a> {
    /// Reads the four lines of a signature file:
    ///
    /// ```text
    /// untrusted comment: <any text>
    /// base64(<algorithm, 2> || <key id, 8> || <signature, 64>)
    /// trusted comment: <any text>
    /// base64(<global signature, 64>)
    /// ```
    fn parse(text: &'a str) -> Option<Self> {
        let mut lines = text.lines();
        lines.next()?.strip_prefix("untrusted comment: ")?;
        let bytes: [u8; 74] = decode(lines.next()?)?;
        let trusted_comment = lines.next()?.strip_prefix("trusted comment: ")?;
        let global_signature = decode(lines.next()?)?;
        let (algorithm, key_id, signature) = parts(&bytes)?;
        let prehashed = algorithm == ED25519_PREHASHED;
        let known = prehashed || algorithm == ED25519;
        (known && lines.next().is_none()).then_some(Self {
            prehashed,
            key_id,
            signature: *signature,
            trusted_comment,
            global_signature,
        })
    }
}

/// The algorithm, the key id, and the `N` bytes after them.
fn parts<const N: usize>(bytes: &[u8]) -> Option<([u8; 2], KeyId, &[u8; N])> {
    let (algorithm, rest) = bytes.split_first_chunk()?;
    let (id, rest) = rest.split_first_chunk()?;
    Some((*algorithm, *id, rest.try_into().ok()?))
}

/// Exactly `N` bytes from base64 with its padding; nothing else.
fn decode<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    let decoded = Base64::decode(text, &mut bytes).ok()?;
    (decoded.len() == N).then_some(bytes)
}
