//! The worked example of `docs/envelope.md`.

use super::file::hex;
use super::recipes::{Bases, READER};
use super::sealer::{HEADER_LEN, MAC_OFFSET, PREFIX_LEN, SLOT_LEN, hmac, info, nonce, open_slot};
use super::specification::SPECIFICATION;
use crate::{identity, test};

/// All steps of opening the vector `one-reader`, with what each gives.
fn printed() -> String {
    let bases = Bases::make();
    let sealed = bases.one_reader();
    let (bytes, keys) = (&sealed.bytes, &sealed.keys);
    let place = sealed.places[0];
    let info = info(&bytes[..PREFIX_LEN], "report");
    let at = PREFIX_LEN + place * SLOT_LEN;
    let slot = &bytes[at..at + SLOT_LEN];
    assert_eq!(open_slot(&identity(READER), &info, slot), keys.content_key);
    assert_eq!(
        hmac(&keys.header_key, &bytes[..MAC_OFFSET]),
        bytes[MAC_OFFSET..HEADER_LEN]
    );
    let content = super::recipes::content_of_one_reader();
    let lines = [
        ("identity", identity(READER).to_text().to_string()),
        ("key id", identity(READER).recipient().key_id().to_string()),
        ("prefix", hex(&bytes[..PREFIX_LEN])),
        ("info", hex(&info)),
        (
            "slot that opens",
            format!("{place}, counted from 0, at offset {at}"),
        ),
        ("encapsulated key begins", hex(&slot[..32])),
        ("ciphertext", hex(&slot[1120..])),
        ("content key", hex(&keys.content_key)),
        ("prk", hex(&keys.prk)),
        ("header key", hex(&keys.header_key)),
        ("MAC", hex(&bytes[MAC_OFFSET..HEADER_LEN])),
        ("payload key", hex(&keys.payload_key)),
        ("nonce of chunk 0", hex(&nonce(0, 1))),
        ("chunk 0 begins", hex(&bytes[HEADER_LEN..HEADER_LEN + 32])),
        ("tag of chunk 0", hex(&bytes[bytes.len() - 16..])),
        ("content begins", hex(&content[..64])),
        ("name", envelope::Digest::of(bytes).to_string()),
    ];
    let lines = lines.map(|(name, value)| wrapped(name, &value));
    lines.concat()
}

/// A name, and its value in lines of 64 characters below each other.
fn wrapped(name: &str, value: &str) -> String {
    const WIDTH: usize = 64;
    let letters: Vec<char> = value.chars().collect();
    let lines = letters.chunks(if value.contains(' ') {
        value.len()
    } else {
        WIDTH
    });
    let lines = lines.map(|line| line.iter().collect::<String>());
    let named = lines.zip([name].into_iter().chain(std::iter::repeat("")));
    named
        .map(|(line, name)| format!("{name:<24}{line}\n"))
        .collect()
}

#[test]
fn the_specification_shows_what_the_code_does() {
    let block = format!("```text\n{}```\n", printed());
    assert!(
        SPECIFICATION.contains(&block),
        "the worked example must be:\n{block}"
    );
}
