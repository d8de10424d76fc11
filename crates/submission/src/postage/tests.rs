use super::check::PostageError;
use super::*;
use crate::receipt::ReceiptSigningKey;

const WINDOW: u64 = 14_703_456;

fn key() -> ReceiptSigningKey {
    ReceiptSigningKey::from_seed(&[7; 32])
}

fn digest(text: &str) -> Digest {
    Digest::of(text.as_bytes())
}

/// A stamp for an envelope, made as a sender makes it.
fn stamp(challenge: &Challenge, digest: &Digest, size: u64) -> String {
    let challenge = Challenge::parse(challenge.to_json().as_bytes()).expect("its own form");
    let mut work = challenge.work(digest, size);
    loop {
        if let Some(stamp) = work.attempt(100) {
            return stamp;
        }
    }
}

#[test]
fn work_that_was_done_counts_for_this_envelope_alone() {
    let (key, envelope) = (key(), digest("a"));
    let challenge = key.challenge(WINDOW, 10);
    let paid = stamp(&challenge, &envelope, MESSAGE_LEN);
    let check = |stamp: &str, digest: &Digest, size, window, bits| {
        key.check_postage(stamp, digest, size, window, bits)
    };
    for window in [WINDOW - 1, WINDOW, WINDOW + 1] {
        assert_eq!(check(&paid, &envelope, MESSAGE_LEN, window, 10), Ok(()));
    }
    for window in [0, WINDOW - 2, WINDOW + 2, u64::MAX] {
        let checked = check(&paid, &envelope, MESSAGE_LEN, window, 10);
        assert_eq!(checked, Err(PostageError::Over));
    }
    // Replayed for another envelope; or for more bytes, of which ten bits are no tenth.
    let other = check(&paid, &digest("b"), MESSAGE_LEN, WINDOW, 10);
    assert_eq!(other, Err(PostageError::NoWork));
    let larger = check(&paid, &envelope, MESSAGE_LEN << 12, WINDOW, 10);
    assert_eq!(larger, Err(PostageError::NoWork));
    // What was named counts a while, also when more is asked for by then.
    assert_eq!(check(&paid, &envelope, MESSAGE_LEN, WINDOW, 12), Ok(()));
    let dearer = check(&paid, &envelope, MESSAGE_LEN, WINDOW, 13);
    assert_eq!(dearer, Err(PostageError::TooCheap));
}

#[test]
fn a_challenge_that_nobody_named_does_not_count() {
    let envelope = digest("a");
    let forged = ReceiptSigningKey::from_seed(&[8; 32]).challenge(WINDOW, 4);
    let forged = stamp(&forged, &envelope, MESSAGE_LEN);
    let checked = key().check_postage(&forged, &envelope, MESSAGE_LEN, WINDOW, 4);
    assert_eq!(checked, Err(PostageError::NotOurs));
}

#[test]
fn what_is_no_stamp_is_named() {
    let envelope = digest("a");
    let challenge = key().challenge(WINDOW, 1);
    let right = stamp(&challenge, &envelope, MESSAGE_LEN);
    let (named, number) = right.rsplit_once('.').expect("a number");
    for (stamp, error) in [
        (String::new(), PostageError::Malformed),
        ("....".to_owned(), PostageError::Malformed),
        (named.to_owned(), PostageError::Malformed),
        (format!("{named}.+{number}"), PostageError::Malformed),
        (format!("{named}.0{number}"), PostageError::Malformed),
        (
            format!("{named}.{}", "9".repeat(30)),
            PostageError::Malformed,
        ),
        (format!("0{right}"), PostageError::Malformed),
        (right.replacen(".1.", ".300.", 1), PostageError::Malformed),
        (right.replacen(".1.", ".0.", 1), PostageError::NotOurs),
    ] {
        let checked = key().check_postage(&stamp, &envelope, MESSAGE_LEN, WINDOW, 1);
        assert_eq!(checked, Err(error), "{stamp}");
    }
}

#[test]
fn the_price_grows_with_the_size_and_ends_somewhere() {
    for (bits, size, expected) in [
        (0, u64::MAX, 0),
        (12, 0, 12),
        (12, 42_204, 12),
        (12, 74_972, 12),
        (12, 140_508, 13),
        (12, 134_235_340, 23),
        (20, 134_235_340, 24),
        (255, u64::MAX, 24),
    ] {
        assert_eq!(bits_for(bits, size), expected, "{bits} {size}");
    }
}

#[test]
fn how_much_is_left_to_do_can_be_told() {
    let mut work = key().challenge(WINDOW, 20).work(&digest("a"), MESSAGE_LEN);
    assert_eq!((work.tried(), work.expected()), (0, 1 << 20));
    assert_eq!(work.attempt(50), None);
    assert_eq!(work.tried(), 50);
    let free = key()
        .challenge(WINDOW, 0)
        .work(&digest("a"), MESSAGE_LEN)
        .attempt(1);
    assert!(free.is_some(), "no bits, no work");
}

#[test]
fn other_answers_are_refused() {
    let good = key().challenge(WINDOW, 14).to_json();
    assert_eq!(
        Challenge::parse(good.as_bytes()).map(|it| it.bits()),
        Ok(14)
    );
    for (json, error) in [
        (String::new(), ChallengeError::Malformed),
        ("{}".to_owned(), ChallengeError::Malformed),
        (good.replace(":14}", ":25}"), ChallengeError::Malformed),
        (good.replace(":14}", ":1000}"), ChallengeError::Malformed),
        (
            good.replace(WINDOW.to_string().as_str(), "a b"),
            ChallengeError::Malformed,
        ),
        (
            good.replace("147", &"1".repeat(300)),
            ChallengeError::Malformed,
        ),
        (
            good.replace("\"version\":1", "\"version\":2"),
            ChallengeError::UnsupportedVersion,
        ),
    ] {
        assert_eq!(Challenge::parse(json.as_bytes()), Err(error), "{json}");
    }
}

/// The worked example of `docs/submission.md`, which Python has computed.
#[test]
fn the_documented_stamp_counts() {
    let document = include_str!("../../../../docs/submission.md");
    let line = document
        .lines()
        .find_map(|it| it.trim().strip_prefix("Sealpost-Postage: "));
    let stamp = line.expect("an example");
    // RFC 8032, section 7.1, TEST 1.
    let seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    let mut bytes = [0; 32];
    for (byte, at) in bytes.iter_mut().zip((0..).step_by(2)) {
        *byte = u8::from_str_radix(&seed[at..at + 2], 16).expect("hexadecimal");
    }
    let key = ReceiptSigningKey::from_seed(&bytes);
    let digest = "1c613667a7fc4c402e2e7c9a4950667166f510e892979a0e2af6635a5661a39c";
    let digest = digest.parse().expect("a digest");
    let checked = key.check_postage(stamp, &digest, MESSAGE_LEN, WINDOW, 16);
    assert_eq!(checked, Ok(()));
}
