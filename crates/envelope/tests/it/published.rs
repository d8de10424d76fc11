//! The vectors that others have published for the parts an envelope is made of.
//! `tests/published/README.md` says where each file comes from.

use core::convert::Infallible;

use aes_gcm::Aes256Gcm;
use aes_gcm::aead::{Aead, KeyInit, Payload};
use ed25519_dalek::{Signature, VerifyingKey};
use envelope::Identity;
use hpke::rand_core::{TryCryptoRng, TryRng};
use hpke::{Deserializable, Kem as _, OpModeR, OpModeS, Serializable};
use json::{Json, Object};

use crate::test;

/// As `src/suite.rs` has them.
type Kem = hpke::kem::XWing;
type Kdf = hpke::kdf::HkdfSha256;

const XWING: &str = include_str!("../published/xwing.json");
const HPKE: &str = include_str!("../published/hpke-xwing.json");
const AES_GCM: &str = include_str!("../published/wycheproof-aes-256-gcm.json");
const ED25519: &str = include_str!("../published/wycheproof-ed25519.json");

fn parse(json: &str) -> Json {
    Json::parse(json.as_bytes()).expect("the published file is JSON")
}

fn bytes(object: &Object, name: &str) -> Vec<u8> {
    hex::decode(object.text(name).expect("the vector has the field")).expect("hexadecimal")
}

fn objects<'a>(object: &'a Object, name: &str) -> impl Iterator<Item = &'a Object> {
    let list = object.list(name).expect("the vector has the list");
    list.iter()
        .map(|it| it.object().expect("a list of objects"))
}

/// Randomness that is given: the bytes that a vector says were drawn.
struct Given(Vec<u8>);

impl TryRng for Given {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        unreachable!("encapsulation draws bytes")
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        unreachable!("encapsulation draws bytes")
    }

    fn try_fill_bytes(&mut self, into: &mut [u8]) -> Result<(), Infallible> {
        let rest = self.0.split_off(into.len());
        into.copy_from_slice(&self.0);
        self.0 = rest;
        Ok(())
    }
}

impl TryCryptoRng for Given {}

#[test]
fn x_wing_is_that_of_its_draft() {
    let vectors = parse(XWING);
    let vectors = vectors.list().expect("a list");
    assert_eq!(vectors.len(), 3);
    for vector in vectors {
        let vector = vector.object().expect("a vector");
        let [sk, pk, eseed, ct, ss] = ["sk", "pk", "eseed", "ct", "ss"].map(|it| bytes(vector, it));

        let seed = sk.as_slice().try_into().expect("32 bytes");
        let identity = Identity::from_seed(seed).expect("any seed is an identity");
        assert_eq!(identity.recipient().to_bytes(), pk);

        let public = <Kem as hpke::Kem>::PublicKey::from_bytes(&pk).expect("a public key");
        let (secret, encapsulated) =
            Kem::encap_with_rng(&public, None, &mut Given(eseed)).expect("encapsulates");
        assert_eq!(encapsulated.to_bytes().as_slice(), ct);
        assert_eq!(secret.0.as_slice(), ss);

        let private = <Kem as hpke::Kem>::PrivateKey::from_bytes(&sk).expect("a private key");
        let secret = Kem::decap(&private, None, &encapsulated).expect("decapsulates");
        assert_eq!(secret.0.as_slice(), ss);
    }
}

/// The key schedule and the sequence of nonces with our KEM and KDF. No vector of the draft joins
/// both with AES-256-GCM; that cipher has vectors of its own below.
#[test]
fn hpke_with_x_wing_is_that_of_its_draft() {
    type ChaCha = hpke::aead::ChaCha20Poly1305;
    let vector = parse(HPKE);
    let vector = vector.object().expect("a vector");
    let ids = ["kem_id", "kdf_id", "aead_id"].map(|it| vector.number(it));
    assert_eq!(ids, [Ok(0x647a), Ok(0x0001), Ok(0x0003)]);
    let [info, sk, pk, enc] = ["info", "skRm", "pkRm", "enc"].map(|it| bytes(vector, it));

    let (private, public) = Kem::derive_keypair(&bytes(vector, "ikmR"));
    assert_eq!(private.to_bytes().as_slice(), sk);
    assert_eq!(public.to_bytes().as_slice(), pk);
    let mut drawn = Given(bytes(vector, "ikmE"));
    let (encapsulated, mut sender) =
        hpke::setup_sender_with_rng::<ChaCha, Kdf, Kem>(&OpModeS::Base, &public, &info, &mut drawn)
            .expect("encapsulates");
    assert_eq!(encapsulated.to_bytes().as_slice(), enc);
    let secret = Kem::decap(&private, None, &encapsulated).expect("decapsulates");
    assert_eq!(secret.0.as_slice(), bytes(vector, "shared_secret"));

    let mut receiver =
        hpke::setup_receiver::<ChaCha, Kdf, Kem>(&OpModeR::Base, &private, &encapsulated, &info)
            .expect("decapsulates");
    for message in objects(vector, "encryptions") {
        let [aad, pt, ct] = ["aad", "pt", "ct"].map(|it| bytes(message, it));
        assert_eq!(sender.seal(&pt, &aad).as_ref(), Ok(&ct));
        assert_eq!(receiver.open(&ct, &aad), Ok(pt));
    }
    for export in objects(vector, "exports") {
        let mut value = [0; 32];
        let exported = receiver.export(&bytes(export, "exporter_context"), &mut value);
        assert_eq!(exported, Ok(()));
        assert_eq!(value.as_slice(), bytes(export, "exported_value"));
    }
}

/// Runs every test of a Wycheproof file and sees that there are as many as it says.
fn wycheproof(file: &str, check: impl Fn(&Object, &Object) -> bool) {
    let file = parse(file);
    let file = file.object().expect("a test file");
    let mut count = 0;
    for group in objects(file, "testGroups") {
        for test in objects(group, "tests") {
            let expected = match test.text("result") {
                Ok("valid") => true,
                Ok("invalid") => false,
                other => panic!("a result that this test does not know: {other:?}"),
            };
            let id = test.number("tcId").expect("a number");
            assert_eq!(check(group, test), expected, "test {id}");
            count += 1;
        }
    }
    assert_eq!(Ok(count), file.number("numberOfTests"));
}

#[test]
fn aes_256_gcm_passes_wycheproof() {
    wycheproof(AES_GCM, |_, test| {
        let [key, iv, aad, msg, ct, tag] =
            ["key", "iv", "aad", "msg", "ct", "tag"].map(|it| bytes(test, it));
        let cipher = Aes256Gcm::new_from_slice(&key).expect("the subset has 256-bit keys");
        let nonce = iv.as_slice().try_into().expect("it has 96-bit nonces");
        let sealed = [ct, tag].concat();
        let given = |msg| Payload { msg, aad: &aad };
        let opened = cipher.decrypt(nonce, given(&sealed));
        let sealed_again = cipher.encrypt(nonce, given(&msg)).expect("a short message");
        let opens = opened.as_ref() == Ok(&msg);
        assert!(opens || opened.is_err(), "it opens to something else");
        assert_eq!(opens, sealed_again == sealed, "sealing and opening differ");
        opens
    });
}

#[test]
fn ed25519_passes_wycheproof() {
    wycheproof(ED25519, |group, test| {
        let key = bytes(group.object("publicKey").expect("a public key"), "pk");
        let key = key.as_slice().try_into().expect("32 bytes");
        let key = VerifyingKey::from_bytes(key).expect("every key of the file is a point");
        let signature = Signature::from_slice(&bytes(test, "sig"));
        signature.is_ok_and(|it| key.verify_strict(&bytes(test, "msg"), &it).is_ok())
    });
}
