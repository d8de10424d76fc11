//! Bytes are taken for an envelope exactly when they have the layout of the specification.

#![no_main]

use envelope::{OpenFromError, open_from};
use envelope_format::{Digest, Envelope, HEADER_LEN, ParseError};
use libfuzzer_sys::fuzz_target;
use sealpost_fuzz::sealed::{Collected, LABEL};
use sealpost_fuzz::seeds;

/// The longest bytes that are made of a short input: those of the bucket 18.
const MAX_LEN: u64 = 300_000;

fuzz_target!(init: seeds::write_if_asked(inputs), |input: &[u8]| {
    check(input.to_vec());
    if let Some(bytes) = lengthened(input) {
        check(bytes);
    }
});

/// `docs/envelope.md`, "What MUST be refused", the first table.
fn has_the_layout(bytes: &[u8]) -> bool {
    bytes.len() >= 44
        && bytes.starts_with(b"SEALPOST\x01\x01\x08")
        && (15..=36).contains(&bytes[11])
        && bytes.len() as u64 == len_of_bucket(bytes[11])
}

fn len_of_bucket(bucket: u8) -> u64 {
    let content = 1_u64 << bucket;
    9420 + content + 16 * content.div_ceil(262_144)
}

fn check(bytes: Vec<u8>) {
    let parsed = Envelope::parse(bytes.clone());
    assert_eq!(parsed.is_ok(), has_the_layout(&bytes), "{parsed:?}");
    match parsed {
        Ok(envelope) => adds_up(envelope, &bytes),
        Err(error) => is_refused_as_it_is_read(error, &bytes),
    }
}

fn adds_up(envelope: Envelope, bytes: &[u8]) {
    assert_eq!(envelope.digest(), Digest::of(bytes));
    let header = envelope.header();
    assert_eq!(header.bucket_log2(), bytes[11]);
    assert_eq!(header.prefix()[12..], *header.salt());
    let slots: Vec<&[u8]> = header.slots().collect();
    assert_eq!(slots.len(), 8);
    let authenticated = [header.prefix(), &slots.concat()].concat();
    assert_eq!(authenticated, header.authenticated());
    let whole = [&authenticated, header.mac(), envelope.payload()].concat();
    assert_eq!(whole, bytes);
    assert_eq!(envelope.into_bytes(), bytes);
}

/// What can be seen before the cryptography, a reader of a stream sees too, and for the same
/// reason.
fn is_refused_as_it_is_read(error: ParseError, bytes: &[u8]) {
    let header_is_whole = bytes.len() >= HEADER_LEN;
    if header_is_whole
        && matches!(
            error,
            ParseError::Truncated { .. } | ParseError::TrailingBytes(_)
        )
    {
        return;
    }
    let refused = open_from(&[], LABEL, &mut &*bytes, &mut Collected::default());
    let refused = refused.expect_err("it is for nobody");
    assert!(
        matches!(refused, OpenFromError::Parse(it) if it == error),
        "{refused:?}, {error:?}"
    );
}

/// The input's first byte says by how much the rest is too long or too short for its own bucket,
/// most often by nothing; zeros fill it up. So a short input can be a whole envelope.
fn lengthened(input: &[u8]) -> Option<Vec<u8>> {
    let (difference, head) = input.split_first()?;
    let bucket = *head.get(11).filter(|it| **it <= 18)?;
    let difference = if *difference < 128 {
        0
    } else {
        i64::from(*difference) - 192
    };
    let len = len_of_bucket(bucket).checked_add_signed(difference)?;
    let mut bytes = head.to_vec();
    bytes.resize(usize::try_from(len.min(MAX_LEN)).ok()?, 0);
    Some(bytes)
}

fn inputs() -> Vec<Vec<u8>> {
    let mut inputs = seeds::vectors();
    for (difference, bucket) in [(0, 15), (0, 18), (191, 15), (193, 16), (128, 15), (255, 17)] {
        let head = [&[difference], &b"SEALPOST\x01\x01\x08"[..], &[bucket]].concat();
        inputs.push([head, vec![7; 32]].concat());
    }
    inputs
}
