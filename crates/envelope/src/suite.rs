//! The one suite of version 1 (`docs/envelope.md`, "Conventions").

/// KEM 0x647a: X-Wing (draft-ietf-hpke-pq, "PQ/T Hybrid Entries for the KEM Registry").
pub(crate) type Kem = hpke::kem::XWing;
/// KDF 0x0001: HKDF-SHA256 (RFC 9180, section 7.2).
pub(crate) type Kdf = hpke::kdf::HkdfSha256;
/// AEAD 0x0002: AES-256-GCM (RFC 9180, section 7.3).
pub(crate) type Aead = hpke::aead::AesGcm256;

pub(crate) type PublicKey = <Kem as hpke::Kem>::PublicKey;
pub(crate) type PrivateKey = <Kem as hpke::Kem>::PrivateKey;
pub(crate) type EncapsulatedKey = <Kem as hpke::Kem>::EncappedKey;
