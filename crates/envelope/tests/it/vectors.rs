//! Known envelopes. `tests/vectors/README.md` says what they are and how they are made again.

mod example;
mod file;
mod list;
mod recipes;
mod sealer;
mod specification;
mod two_keys;
mod words;

use std::collections::BTreeSet;
use std::io;

use envelope::{
    Envelope, Label, OpenFromError, PartHead, Payload, Receiver, open, open_from, seal_with_rng,
};

use crate::{attachment, document, identity, test};
use file::Vector;
use list::{NAMES, text_of};
use recipes::Bases;
use words::{Refused, outcome};

fn label(name: &str) -> Label {
    match name {
        "report" => Label::Report,
        "message" => Label::Message,
        other => panic!("no label: {other}"),
    }
}

fn opened(vector: &Vector<'_>, bytes: Vec<u8>) -> Result<Payload, Refused> {
    let identity = vector.field("identity").parse().expect("an identity");
    let envelope = Envelope::parse(bytes).map_err(Refused::Shape)?;
    open(&identity, label(vector.field("label")), &envelope).map_err(Refused::Open)
}

/// The same from a reader, part by part.
fn streamed(vector: &Vector<'_>, bytes: &[u8]) -> Result<Payload, Refused> {
    let identity = vector.field("identity").parse().expect("an identity");
    let label = label(vector.field("label"));
    let mut collected = Collected(document(""));
    match open_from(&[identity], label, &mut &bytes[..], &mut collected) {
        Ok(_) => Ok(collected.0),
        Err(OpenFromError::Parse(error)) => Err(Refused::Shape(error)),
        Err(OpenFromError::Open(error)) => Err(Refused::Open(error)),
        Err(other) => panic!("memory can be read and written: {other}"),
    }
}

struct Collected(Payload);

impl Receiver for Collected {
    fn part(&mut self, head: PartHead<'_>) -> io::Result<()> {
        if let PartHead::Attachment(head) = head {
            let empty = attachment(head.name, head.media_type, b"");
            self.0.attachments.push(empty);
        }
        Ok(())
    }

    fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self.0.attachments.last_mut() {
            Some(attachment) => attachment.bytes.extend_from_slice(bytes),
            None => self.0.document.extend_from_slice(bytes),
        }
        Ok(())
    }
}

#[test]
fn every_vector_does_what_it_says() {
    for name in NAMES {
        let text = text_of(name);
        let vector = Vector::of(&text);
        let bytes = vector.bytes(&text_of);
        let digest = envelope::Digest::of(&bytes).to_string();
        assert_eq!(digest, vector.field("digest"), "{name}");
        let piecemeal = streamed(&vector, &bytes);
        match vector.field("expect") {
            // A reader does not know how much is to come; another rule may refuse it first.
            "truncated" | "trailing" => assert!(piecemeal.is_err(), "{name}, streamed"),
            _ => assert_eq!(outcome(&piecemeal), vector.outcome(), "{name}, streamed"),
        }
        assert_eq!(outcome(&opened(&vector, bytes)), vector.outcome(), "{name}");
    }
}

#[test]
fn making_them_again_changes_nothing() {
    let bases = Bases::make();
    let all = recipes::all(&bases);
    #[cfg(not(target_arch = "wasm32"))]
    if std::env::var_os("SEALPOST_WRITE_VECTORS").is_some() {
        for recipe in &all {
            std::fs::write(list::path(recipe.name), recipe.text(&bases)).expect("it is written");
        }
    }
    let made: BTreeSet<_> = all.iter().map(|recipe| recipe.name).collect();
    assert_eq!(made.len(), all.len(), "two have one name");
    assert_eq!(made, NAMES.iter().copied().collect());
    for recipe in &all {
        let same = recipe.text(&bases) == text_of(recipe.name);
        assert!(same, "{} differs from what the code makes", recipe.name);
    }
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn the_list_is_the_folder() {
    let folder = list::path("x").parent().expect("a folder").to_owned();
    let files = std::fs::read_dir(folder).expect("the folder can be read");
    let names = files.map(|file| file.expect("a file").file_name());
    let mut names: Vec<String> = names
        .filter_map(|name| Some(name.to_str()?.strip_suffix(".txt")?.to_owned()))
        .collect();
    names.sort();
    assert_eq!(names, NAMES);
}

#[test]
fn seal_makes_the_same_bytes() {
    let bases = Bases::make();
    for base in recipes::well_formed() {
        let readers = base.readers.iter().map(|byte| identity(*byte).recipient());
        let recipients: Vec<_> = readers.collect();
        let (label, mut rng) = (label(base.label), sealer::stream());
        let sealed = seal_with_rng(&recipients, label, &base.payload, &mut rng).expect("seals");
        assert!(sealed.as_bytes() == bases.bytes(base.name), "{}", base.name);
    }
}

#[test]
fn both_keys_open_the_payload_that_has_two() {
    let bases = Bases::make();
    let bytes = &bases.two_keys.bytes;
    let info = sealer::info(&bytes[..sealer::PREFIX_LEN], "report");
    for (reader, slot) in [(recipes::READER, 0), (8, 1)] {
        let at = sealer::PREFIX_LEN + slot * sealer::SLOT_LEN;
        let slot = &bytes[at..at + sealer::SLOT_LEN];
        let key = sealer::open_slot(&identity(reader), &info, slot);
        let keys = sealer::Keys::derive(&key.try_into().expect("32 bytes"), &bytes[12..44]);
        let payload = &bytes[sealer::HEADER_LEN..];
        assert!(sealer::opens(&keys.payload_key, payload), "reader {reader}");
    }
}
