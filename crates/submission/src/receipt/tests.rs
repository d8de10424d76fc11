use super::*;

/// RFC 8032, section 7.1, TEST 1: the secret key and its public key.
const SEED: [u8; 32] = [
    0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4,
    0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60,
];
const PUBLIC: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

fn key() -> ReceiptSigningKey {
    ReceiptSigningKey::from_seed(&SEED)
}

fn digest() -> Digest {
    Digest::of(b"an envelope")
}

fn json() -> String {
    let day = "2026-11-24".parse().expect("a day");
    key().sign(digest(), 42_204, day).to_json()
}

fn check(json: &str) -> Result<Receipt, ReceiptError> {
    UnverifiedReceipt::parse(json.as_bytes())?.verify(&key().receipt_key(), &digest(), 42_204)
}

/// The receipt with `from` replaced by `to`, once at least.
fn changed(from: &str, to: &str) -> String {
    let json = json();
    assert!(json.contains(from), "{from} is not in {json}");
    json.replace(from, to)
}

#[test]
fn a_receipt_says_what_was_received() {
    let receipt = check(&json()).expect("verifies");
    assert_eq!(*receipt.digest(), digest());
    assert_eq!(receipt.size(), 42_204);
    assert_eq!(receipt.day().as_str(), "2026-11-24");
}

/// The signature was made by an independent implementation (OpenSSL) over the documented text.
#[test]
fn the_wire_form_is_the_documented_one() {
    assert_eq!(
        json(),
        concat!(
            r#"{"version":1,"#,
            r#""digest":"1c613667a7fc4c402e2e7c9a4950667166f510e892979a0e2af6635a5661a39c","#,
            r#""size":42204,"day":"2026-11-24","signature":"3YXrgXLuWxAVMQ5TADwGVGTbXoFHB-AgN86YoEdn4CZUxgPcAmkV7-afrZ1dc76XbEqbUy2NrHR9ze2-iUFEAQ"}"#
        )
    );
}

#[test]
fn every_changed_receipt_is_refused_for_its_reason() {
    let other = Digest::of(b"another envelope").to_string();
    let cases = [
        ("nothing", String::new(), ReceiptError::Malformed),
        (
            "a portal's page",
            "<!doctype html><title>Sign in</title>".into(),
            ReceiptError::Malformed,
        ),
        (
            "other JSON",
            r#"{"status":"ok"}"#.into(),
            ReceiptError::Malformed,
        ),
        (
            "cut off",
            json()[..json().len() - 1].into(),
            ReceiptError::Malformed,
        ),
        ("two answers", json() + &json(), ReceiptError::Malformed),
        (
            "unsigned field",
            changed("}", r#","note":"hello"}"#),
            ReceiptError::Malformed,
        ),
        (
            "field twice",
            changed("}", r#","size":42204}"#),
            ReceiptError::Malformed,
        ),
        (
            "no day",
            changed(r#""day":"2026-11-24","#, ""),
            ReceiptError::Malformed,
        ),
        (
            "finer time",
            changed("2026-11-24", "2026-11-24T10:00:00Z"),
            ReceiptError::Malformed,
        ),
        (
            "upper-case digest",
            changed(&digest().to_string(), &digest().to_string().to_uppercase()),
            ReceiptError::Malformed,
        ),
        (
            "padded signature",
            changed(r#""}"#, r#"=="}"#),
            ReceiptError::Malformed,
        ),
        (
            "negative size",
            changed("42204", "-42204"),
            ReceiptError::Malformed,
        ),
        (
            "version text",
            changed(r#""version":1"#, r#""version":"1""#),
            ReceiptError::Malformed,
        ),
        (
            "version 2",
            changed(r#""version":1"#, r#""version":2"#),
            ReceiptError::UnsupportedVersion,
        ),
        (
            "version 2 with more",
            changed(r#""version":1"#, r#""version":2,"parts":[]"#),
            ReceiptError::UnsupportedVersion,
        ),
        (
            "other envelope",
            changed(&digest().to_string(), &other),
            ReceiptError::OtherEnvelope,
        ),
        (
            "other size",
            changed("42204", "42205"),
            ReceiptError::OtherSize,
        ),
        (
            "other day",
            changed("2026-11-24", "2026-11-25"),
            ReceiptError::SignatureWrong,
        ),
    ];
    for (name, json, error) in cases {
        assert_eq!(check(&json), Err(error), "{name}");
    }
}

#[test]
fn every_bit_of_the_signature_counts() {
    let mut receipt = UnverifiedReceipt::parse(json().as_bytes()).expect("parses");
    let public = key().receipt_key();
    for bit in 0..512 {
        receipt.signature[bit / 8] ^= 1 << (bit % 8);
        let result = receipt.verify(&public, &digest(), 42_204);
        assert_eq!(result, Err(ReceiptError::SignatureWrong), "bit {bit}");
        receipt.signature[bit / 8] ^= 1 << (bit % 8);
    }
    assert!(receipt.verify(&public, &digest(), 42_204).is_ok());
}

#[test]
fn another_intakes_receipt_is_refused() {
    let other = ReceiptSigningKey::make().expect("there is randomness");
    let receipt = UnverifiedReceipt::parse(json().as_bytes()).expect("parses");
    assert_eq!(
        receipt.verify(&other.receipt_key(), &digest(), 42_204),
        Err(ReceiptError::SignatureWrong)
    );
}

#[test]
fn keys_have_one_text_form() {
    assert_eq!(key().receipt_key().to_string(), PUBLIC);
    assert_eq!(PUBLIC.parse(), Ok(key().receipt_key()));
    assert_eq!(*key().seed(), SEED);

    let padded = format!("{PUBLIC}=");
    let standard = PUBLIC.replace('_', "/");
    let small_order = format!("AQ{}", "A".repeat(41));
    let trailing_bits = PUBLIC.replace("URo", "URp");
    for bad in [
        "",
        &PUBLIC[1..],
        &padded,
        &standard,
        &small_order,
        &trailing_bits,
    ] {
        assert_eq!(bad.parse::<ReceiptKey>(), Err(ReceiptKeyError), "{bad}");
    }
}

#[test]
fn debug_shows_no_secret() {
    let shown = format!("{:?}", key());
    assert_eq!(shown, format!("ReceiptSigningKey(of {PUBLIC})"));
}

#[test]
fn the_documented_receipt_verifies_with_the_documented_key() {
    let document = include_str!("../../../../docs/submission.md");
    let json = document
        .lines()
        .find_map(|it| it.contains("\"signature\"").then(|| it.trim()))
        .expect("an example");
    assert!(check(json).is_ok());
    assert!(document.contains(PUBLIC));
}
