//! How each vector is made.

mod accepted;
mod content;
mod layout;
mod payload;
mod slots;

use std::collections::BTreeMap;

use envelope::{Digest, Payload};

use super::file::{Edit, base64_lines};
use super::sealer::{Sealed, Sealing, right_flag};
use super::two_keys::TwoKeys;
use super::words;
use crate::{attachment, identity};

/// The reader of the vectors, unless one says otherwise: the seed is 32 bytes of this value.
pub(crate) const READER: u8 = 7;
/// What most vectors hold.
pub(crate) const TEXT: &str = "{\"a\":\"ሰላም · سلام · 🕊\"}";

/// A vector, before it is a file.
pub(crate) struct Recipe {
    pub(crate) name: &'static str,
    about: &'static str,
    /// The lines of the outcome.
    outcome: Vec<String>,
    label: &'static str,
    reader: u8,
    body: Body,
}

/// Where a vector's bytes come from.
enum Body {
    /// From nowhere else: the file holds them.
    Own(Vec<u8>),
    /// From another vector that is edited.
    Edited(&'static str, Vec<Edit>),
}

impl Recipe {
    fn refused(name: &'static str, word: &str, about: &'static str, body: Body) -> Self {
        Self {
            name,
            about,
            outcome: vec![format!("expect: {word}")],
            label: "report",
            reader: READER,
            body,
        }
    }

    fn opens(name: &'static str, payload: &Payload, about: &'static str, body: Body) -> Self {
        Self {
            outcome: words::outcome(&Ok(payload.clone())),
            ..Self::refused(name, "success", about, body)
        }
    }

    fn for_reader(self, reader: u8) -> Self {
        Self { reader, ..self }
    }

    fn for_label(self, label: &'static str) -> Self {
        Self { label, ..self }
    }

    /// The text of the file.
    pub(crate) fn text(&self, bases: &Bases) -> String {
        let (from, body, bytes) = match &self.body {
            Body::Own(bytes) => (String::new(), base64_lines(bytes), bytes.clone()),
            Body::Edited(from, edits) => {
                let mut bytes = bases.bytes(from);
                edits
                    .iter()
                    .for_each(|it| it.apply(&mut bytes, &|name| bases.bytes(name)));
                let lines = edits.iter().map(|it| it.line() + "\n").collect();
                (format!("from: {from}\n"), lines, bytes)
            }
        };
        format!(
            "about: {}\n{}\nlabel: {}\nidentity: {}\ndigest: {}\n{from}\n{body}",
            self.about,
            self.outcome.join("\n"),
            self.label,
            identity(self.reader).to_text().as_str(),
            Digest::of(&bytes),
        )
    }
}

/// All vectors.
pub(crate) fn all(bases: &Bases) -> Vec<Recipe> {
    let mut all = accepted::recipes(bases);
    all.extend(layout::recipes());
    all.extend(slots::recipes(bases));
    all.extend(payload::recipes(bases));
    all.extend(content::recipes(bases));
    all
}

/// The vectors that hold their bytes: the others are edits of these.
pub(crate) struct Bases {
    sealed: BTreeMap<&'static str, Sealed>,
    pub(crate) two_keys: TwoKeys,
}

/// A well-formed base, as `seal` would be asked for it.
pub(crate) struct WellFormed {
    pub(crate) name: &'static str,
    pub(crate) readers: &'static [u8],
    pub(crate) label: &'static str,
    pub(crate) payload: Payload,
}

/// The well-formed bases.
pub(crate) fn well_formed() -> [WellFormed; 7] {
    let text = || Payload::of_document(TEXT.into());
    let base = |name, readers, payload| WellFormed {
        name,
        readers,
        label: "report",
        payload,
    };
    let mut with_recording = text();
    with_recording.attachments = vec![attachment("recording.ogg", "audio/ogg", &noise(300_000))];
    [
        base("one-reader", &[READER], text()),
        base("two-readers", &[READER, 8], text()),
        base("eight-readers", &[1, 2, 3, 4, 5, 6, READER, 8], text()),
        WellFormed {
            label: "message",
            ..base(
                "message",
                &[READER],
                Payload::of_document("{\"m\":\"እንታይ\"}".into()),
            )
        },
        base(
            "second-bucket",
            &[READER],
            Payload::of_document(zeros_after_text(32_755)),
        ),
        base(
            "one-full-chunk",
            &[READER],
            Payload::of_document(noise(262_130)),
        ),
        base("two-chunks", &[READER], with_recording),
    ]
}

impl Bases {
    /// Seals them all.
    pub(crate) fn make() -> Self {
        let sealed = well_formed()
            .into_iter()
            .map(|base| (base.name, base.seal()));
        let mut sealed: BTreeMap<_, _> = sealed.collect();
        let never_last = Sealing {
            flag: |_, _| 0,
            ..of_one_reader(
                content::padded(&[content::document(TEXT.as_bytes())], 15),
                15,
            )
        };
        sealed.insert("last-chunk-without-flag", never_last.seal());
        Self {
            sealed,
            two_keys: TwoKeys::make(),
        }
    }

    fn sealed(&self, name: &str) -> &Sealed {
        self.sealed.get(name).expect("a base")
    }

    pub(crate) fn one_reader(&self) -> &Sealed {
        self.sealed("one-reader")
    }

    pub(crate) fn bytes(&self, name: &str) -> Vec<u8> {
        match name {
            "two-keys" => self.two_keys.bytes.clone(),
            name => self.sealed(name).bytes.clone(),
        }
    }
}

impl WellFormed {
    fn seal(&self) -> Sealed {
        let mut parts = vec![content::document(&self.payload.document)];
        parts.extend(self.payload.attachments.iter().map(|it| {
            let meta = content::meta(it.media_type.as_bytes(), it.name.as_bytes());
            content::part(2, &meta, &it.bytes)
        }));
        let len: usize = parts.iter().map(Vec::len).sum();
        let bucket = (15..).find(|bucket| len < 1 << bucket).expect("it fits");
        Sealing {
            readers: self.readers,
            label: self.label,
            ..of_one_reader(content::padded(&parts, bucket), bucket)
        }
        .seal()
    }
}

/// A report for the reader, right but for its content.
fn of_one_reader(content: Vec<u8>, bucket: u8) -> Sealing<'static> {
    Sealing {
        readers: &[READER],
        label: "report",
        bucket,
        content,
        flag: right_flag,
    }
}

/// The edits that make `to` of `from`, where both have one length and differ little.
fn difference(from: &[u8], to: &[u8]) -> Vec<Edit> {
    /// Shorter stretches without a difference do not end an edit.
    const GAP: usize = 16;
    let mut edits: Vec<(usize, usize)> = Vec::new();
    assert_eq!(from.len(), to.len());
    for at in (0..to.len()).filter(|at| from[*at] != to[*at]) {
        match edits.last_mut() {
            Some((_, end)) if at < *end + GAP => *end = at + 1,
            _ => edits.push((at, at + 1)),
        }
    }
    let edit = |(start, end): (usize, usize)| Edit::Set(start, to[start..end].to_vec());
    edits.into_iter().map(edit).collect()
}

/// A flipped bit.
fn flip(bytes: &[u8], at: usize) -> Vec<Edit> {
    vec![Edit::Set(at, vec![bytes[at] ^ 1])]
}

/// A document that differs from [`TEXT`] in its length alone, which keeps the edits short.
fn zeros_after_text(len: usize) -> Vec<u8> {
    let mut document = TEXT.as_bytes().to_vec();
    document.resize(len, 0);
    document
}

/// Bytes that do not repeat, as a recording or a photograph has them.
fn noise(len: usize) -> Vec<u8> {
    (0_u32..).flat_map(u32::to_be_bytes).take(len).collect()
}

/// What is in the vector of the worked example.
pub(crate) fn content_of_one_reader() -> Vec<u8> {
    content::padded(&[content::document(TEXT.as_bytes())], 15)
}
