//! Stripped photographs as attachments: sealed, opened, and searched.

use std::collections::BTreeSet;

use envelope::{Attachment, Identity, Label, Payload, open, seal};
use picture::strip;

use crate::photos;
use crate::secrets::needles;
use crate::test;

#[test]
fn the_search_finds_every_secret_in_the_original() {
    let needles = needles();
    let mut encodings = BTreeSet::new();
    for photo in photos::all() {
        for secret in &photo.secrets {
            let found: Vec<&str> = needles
                .iter()
                .filter(|needle| needle.what == *secret && needle.is_in(&photo.bytes))
                .map(|needle| needle.encoding)
                .collect();
            assert!(!found.is_empty(), "{}: {secret}", photo.name);
            encodings.extend(found);
        }
    }
    let every: BTreeSet<&str> = needles.iter().map(|needle| needle.encoding).collect();
    assert_eq!(encodings, every);
}

#[test]
fn no_secret_is_in_the_opened_parts() {
    let identity = Identity::from_seed([7; 32]).expect("any seed is an identity");
    let mut payload = Payload::of_document(b"{}".to_vec());
    for photo in photos::all() {
        let stripped =
            strip(&photo.bytes).unwrap_or_else(|error| panic!("{}: {error}", photo.name));
        payload.attachments.push(Attachment {
            name: photo.name.to_owned(),
            media_type: stripped.format.media_type().to_owned(),
            bytes: stripped.bytes.to_vec(),
        });
    }
    let envelope = seal(&[identity.recipient()], Label::Report, &payload).expect("seals");
    let opened = open(&identity, Label::Report, &envelope).expect("opens");

    assert_eq!(opened.attachments.len(), photos::all().len());
    for attachment in &opened.attachments {
        for needle in needles() {
            assert!(
                !needle.is_in(&attachment.bytes),
                "{}: {} as {}",
                attachment.name,
                needle.what,
                needle.encoding
            );
        }
    }
}
