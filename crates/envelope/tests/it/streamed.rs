//! Sealing and opening in constant memory: the same bytes as in memory, and every way it can end.

use std::io::{self, Read};

use envelope::{
    AttachmentHead, Digest, Envelope, Label, OpenError, OpenFromError, Outline, ParseError,
    PartHead, Payload, Receiver, SealToError, open, open_from, seal_to, seal_to_with_rng,
    seal_with_rng,
};
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};

use crate::{attachment, document, identity, test};

fn rng() -> ChaCha20Rng {
    ChaCha20Rng::from_seed([5; 32])
}

/// Seals a payload from readers, with known randomness.
fn streamed(payload: &Payload) -> Vec<u8> {
    let heads: Vec<_> = payload.attachments.iter().map(|it| it.head()).collect();
    let outline = Outline::new(&payload.document, &heads).expect("has an outline");
    let mut bodies: Vec<&[u8]> = payload.attachments.iter().map(|it| &it.bytes[..]).collect();
    let mut readers: Vec<&mut dyn Read> = bodies.iter_mut().map(|it| it as &mut dyn Read).collect();
    let (recipients, mut out) = ([identity(1).recipient()], Vec::new());
    let digest = seal_to_with_rng(
        &recipients,
        Label::Report,
        &outline,
        &mut readers,
        &mut out,
        &mut rng(),
    );
    assert_eq!(digest.expect("seals"), Digest::of(&out));
    assert_eq!(outline.envelope_len(), out.len() as u64);
    out
}

/// Keeps what comes.
#[derive(Debug, Default, PartialEq, Eq)]
struct Kept(Vec<(String, u64, Vec<u8>)>);

impl Receiver for Kept {
    fn part(&mut self, head: PartHead<'_>) -> io::Result<()> {
        let (name, len) = match head {
            PartHead::Document { len } => ("the document".to_owned(), len),
            PartHead::Attachment(head) => ([head.name, " ", head.media_type].concat(), head.len),
        };
        self.0.push((name, len, Vec::new()));
        Ok(())
    }

    fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        assert!(!bytes.is_empty(), "nothing is handed over for nothing");
        let (_, _, kept) = self.0.last_mut().expect("a part began");
        kept.extend_from_slice(bytes);
        Ok(())
    }
}

/// Gives a few bytes at a time, as a network does.
struct Slow<'a>(&'a [u8], usize);

impl Read for Slow<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let len = into.len().min(self.1);
        self.0.read(&mut into[..len])
    }
}

fn payloads() -> Vec<Payload> {
    let sizes: [&[usize]; 6] = [
        &[],
        &[0],
        &[1, 0, 300_000],
        &[262_144 - 13 - 2 - 13 - 5],
        &[9_000_000],
        &[40_000, 5_000_000, 7],
    ];
    let payload = |sizes: &&[usize]| {
        let mut payload = document("{}");
        let bytes = |len: usize| (0..len).map(|at| (at / 251) as u8).collect::<Vec<_>>();
        payload.attachments = sizes
            .iter()
            .map(|it| attachment("a", "b/c", &bytes(*it)))
            .collect();
        payload
    };
    sizes.iter().map(payload).collect()
}

#[test]
fn from_readers_come_the_same_bytes_as_from_memory() {
    for payload in payloads() {
        let recipients = [identity(1).recipient()];
        let whole = seal_with_rng(&recipients, Label::Report, &payload, &mut rng()).expect("seals");
        assert!(streamed(&payload) == whole.as_bytes(), "{payload:?}");
    }
}

#[test]
fn to_a_receiver_come_the_same_parts_as_into_memory() {
    for payload in payloads() {
        let sealed = streamed(&payload);
        let whole = Envelope::parse(sealed.clone()).expect("has the shape");
        assert!(open(&identity(1), Label::Report, &whole).as_ref() == Ok(&payload));

        for step in [1_009, usize::MAX] {
            let (mut kept, identities) = (Kept::default(), [identity(9), identity(1)]);
            let mut from = Slow(&sealed, step);
            let opened = open_from(&identities, Label::Report, &mut from, &mut kept);
            assert_eq!(opened.expect("opens"), 1, "the second identity opens it");
            let document = ("the document".to_owned(), payload.document.len() as u64);
            let mut expected = vec![(document.0, document.1, payload.document.clone())];
            for it in &payload.attachments {
                expected.push(("a b/c".to_owned(), it.bytes.len() as u64, it.bytes.clone()));
            }
            assert!(kept.0 == expected, "{payload:?} in steps of {step}");
        }
    }
}

#[test]
fn an_envelope_cut_off_or_carried_on_is_refused() {
    let sealed = streamed(&payloads()[2]);
    let opened = |bytes: &[u8]| {
        let mut from = bytes;
        open_from(
            &[identity(1)],
            Label::Report,
            &mut from,
            &mut Kept::default(),
        )
    };
    let expected = sealed.len() as u64;
    for len in [0, 7, 8, 43, 44, 9_419, 9_420, 9_421, sealed.len() - 1] {
        let refused = match opened(&sealed[..len]) {
            Err(OpenFromError::Parse(refused)) => refused,
            other => panic!("{len}: {other:?}"),
        };
        let whole = Envelope::parse(sealed[..len].to_vec()).expect_err("is cut off");
        assert_eq!(refused, whole, "{len} of {expected}");
    }
    let longer = [&sealed[..], b"xy"].concat();
    assert!(matches!(
        opened(&longer),
        Err(OpenFromError::Parse(ParseError::TrailingBytes(1)))
    ));
}

#[test]
fn a_change_in_a_late_chunk_is_named() {
    let mut sealed = streamed(&payloads()[4]);
    let chunk = 262_144 + 16;
    for index in [0, 15, 16, 31, 63] {
        let at = 9_420 + index * chunk + 77;
        sealed[at] ^= 1;
        let refused = open_from(
            &[identity(1)],
            Label::Report,
            &mut &sealed[..],
            &mut Kept::default(),
        );
        match refused {
            Err(OpenFromError::Open(OpenError::ChunkChanged(bad))) => assert_eq!(bad, index as u64),
            other => panic!("chunk {index}: {other:?}"),
        }
        sealed[at] ^= 1;
    }
}

/// Fails when it is asked for more than it has.
struct Broken;

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::ErrorKind::PermissionDenied.into())
    }
}

impl Receiver for Broken {
    fn part(&mut self, _: PartHead<'_>) -> io::Result<()> {
        Ok(())
    }

    fn bytes(&mut self, _: &[u8]) -> io::Result<()> {
        Err(io::ErrorKind::StorageFull.into())
    }
}

#[test]
fn what_cannot_be_read_or_kept_stops_it_with_the_reason() {
    let head = AttachmentHead {
        name: "a",
        media_type: "b/c",
        len: 4,
    };
    let outline = Outline::new(b"{}", &[head]).expect("has an outline");
    let sealed = |body: &mut dyn Read| {
        let recipients = [identity(1).recipient()];
        seal_to(
            &recipients,
            Label::Report,
            &outline,
            &mut [body],
            &mut io::sink(),
        )
    };
    assert!(sealed(&mut &b"four"[..]).is_ok());
    let cases: [(&str, &mut dyn Read); 2] =
        [("short", &mut &b"thr"[..]), ("long", &mut &b"fives"[..])];
    for (name, body) in cases {
        let refused = sealed(body);
        assert!(
            matches!(refused, Err(SealToError::Length(0))),
            "{name}: {refused:?}"
        );
    }
    assert!(matches!(sealed(&mut Broken), Err(SealToError::Read(0, _))));

    let envelope = streamed(&payloads()[2]);
    let from = &mut &envelope[..];
    let refused = open_from(&[identity(1)], Label::Report, from, &mut Broken);
    assert!(
        matches!(refused, Err(OpenFromError::Receiver(_))),
        "{refused:?}"
    );
    let refused = open_from(
        &[identity(1)],
        Label::Report,
        &mut Broken,
        &mut Kept::default(),
    );
    assert!(
        matches!(refused, Err(OpenFromError::Read(_))),
        "{refused:?}"
    );
    let other = open_from(
        &[identity(2)],
        Label::Report,
        &mut &envelope[..],
        &mut Kept::default(),
    );
    assert!(
        matches!(other, Err(OpenFromError::Open(OpenError::NoSlotOpens))),
        "{other:?}"
    );
}
