//! Known envelopes. `tests/vectors/README.md` says what they are and how they are made again.

use base64ct::{Base64, Encoding};
use envelope::{Envelope, Label, Payload, open, seal_with_rng};
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};

use crate::{document, identity, test};

const VECTOR: &str = include_str!("../vectors/one-reader.txt");
const TEXT: &str = "{\"a\":\"ሰላም · سلام · 🕊\"}";

fn made_again() -> (Payload, Envelope) {
    let payload = document(TEXT);
    let mut rng = ChaCha20Rng::from_seed([42; 32]);
    let recipients = [identity(7).recipient()];
    let envelope = seal_with_rng(&recipients, Label::Report, &payload, &mut rng).expect("seals");
    (payload, envelope)
}

fn as_text(envelope: &Envelope) -> String {
    let encoded = Base64::encode_string(envelope.as_bytes());
    let lines: Vec<&str> = encoded
        .as_bytes()
        .chunks(76)
        .map(|line| str::from_utf8(line).expect("base64 is ASCII"))
        .collect();
    let identity = identity(7).to_text();
    let digest = envelope.digest();
    format!(
        "expect: success\nlabel: report\nidentity: {}\ndigest: {digest}\ndocument: {TEXT}\n\n{}\n",
        identity.as_str(),
        lines.join("\n")
    )
}

#[test]
fn the_vector_opens() {
    let (head, body) = VECTOR
        .split_once("\n\n")
        .expect("a blank line after the head");
    let bytes = Base64::decode_vec(&body.replace('\n', "")).expect("base64");
    let envelope = Envelope::parse(bytes).expect("has the shape");
    let field = |name: &str| {
        head.lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
            .expect("the head has the field")
    };
    assert_eq!(envelope.digest().to_string(), field("digest"));
    let identity = field("identity").parse().expect("is an identity");
    let opened = open(&identity, Label::Report, &envelope).expect("opens");
    assert_eq!(opened.document, field("document").as_bytes());
}

#[test]
fn making_the_vector_again_changes_nothing() {
    let text = as_text(&made_again().1);
    #[cfg(not(target_arch = "wasm32"))]
    if std::env::var_os("SEALPOST_WRITE_VECTORS").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/one-reader.txt");
        std::fs::write(path, &text).expect("the vector is written");
        return;
    }
    assert!(
        text == VECTOR,
        "the vector differs from what the code makes"
    );
}
