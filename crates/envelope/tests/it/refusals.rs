use envelope::{
    Attachment, ContentError, Envelope, Label, MAX_ATTACHMENTS, OpenError, Payload, SealError,
    open, seal,
};

use crate::{attachment, document, identity, test};

const HEADER_LEN: usize = 9_420;
const SEALED_CHUNK_LEN: usize = 262_144 + 16;

fn sealed(payload: &Payload) -> Vec<u8> {
    seal(&[identity(1).recipient()], Label::Report, payload)
        .expect("seals")
        .into_bytes()
}

fn opened(bytes: Vec<u8>) -> Result<Payload, OpenError> {
    let envelope = Envelope::parse(bytes).expect("has the shape");
    open(&identity(1), Label::Report, &envelope)
}

#[test]
fn a_changed_byte_anywhere_is_refused() {
    let original = sealed(&document("unchanged"));
    assert!(opened(original.clone()).is_ok());
    let header = (12..HEADER_LEN).step_by(97);
    let payload = (HEADER_LEN..original.len()).step_by(1_009);
    for at in header.chain(payload).chain([original.len() - 1]) {
        let mut bytes = original.clone();
        bytes[at] ^= 0x40;
        let refused = opened(bytes).expect_err("a changed byte must not open");
        let expected: &[OpenError] = match at {
            // The salt is bound into every slot.
            0..44 => &[OpenError::NoSlotOpens],
            // A slot is the reader's own or another one.
            44..9_388 => &[OpenError::NoSlotOpens, OpenError::HeaderChanged],
            9_388..HEADER_LEN => &[OpenError::HeaderChanged],
            _ => &[OpenError::ChunkChanged(0)],
        };
        assert!(expected.contains(&refused), "byte {at}: {refused:?}");
    }
}

/// Two full chunks, each of one letter, so that a swap keeps all lengths.
fn two_chunks() -> Vec<u8> {
    let bytes = sealed(&Payload::of_document(vec![b'a'; 400_000]));
    assert_eq!(bytes.len(), HEADER_LEN + 2 * SEALED_CHUNK_LEN);
    bytes
}

#[test]
fn chunks_keep_their_place() {
    let original = two_chunks();
    let (first, second) = original[HEADER_LEN..].split_at(SEALED_CHUNK_LEN);
    let other = two_chunks();
    let foreign = &other[HEADER_LEN + SEALED_CHUNK_LEN..];
    let cases: [(&str, [&[u8]; 2], u64); 4] = [
        ("swapped", [second, first], 0),
        ("the first repeated", [first, first], 1),
        ("the last repeated", [second, second], 0),
        ("one of another envelope", [first, foreign], 1),
    ];
    for (name, chunks, bad) in cases {
        let bytes = [&original[..HEADER_LEN], chunks[0], chunks[1]].concat();
        assert_eq!(opened(bytes), Err(OpenError::ChunkChanged(bad)), "{name}");
    }
}

#[test]
fn a_cut_that_keeps_the_shape_is_refused() {
    // The bucket lowered and the second chunk dropped: the shape is right again, but the
    // first chunk is not the last one, and the prefix is bound into the slots.
    let mut bytes = two_chunks();
    bytes[11] = 18;
    bytes.truncate(HEADER_LEN + SEALED_CHUNK_LEN);
    assert_eq!(opened(bytes), Err(OpenError::NoSlotOpens));
}

#[test]
fn a_payload_under_another_header_is_refused() {
    let (one, two) = (sealed(&document("one")), sealed(&document("two")));
    let mixed = [&one[..HEADER_LEN], &two[HEADER_LEN..]].concat();
    assert_eq!(opened(mixed), Err(OpenError::ChunkChanged(0)));
}

#[test]
fn attachments_that_could_not_be_read_are_not_sealed() {
    let long = "n".repeat(256);
    let cases: [Attachment; 5] = [
        attachment("", "image/png", b""),
        attachment(&long, "image/png", b""),
        attachment("a", "", b""),
        attachment("a", "é", b""),
        attachment("a", "text/plain\n", b""),
    ];
    for attachment in cases {
        let mut payload = document("{}");
        payload.attachments.push(attachment);
        assert_eq!(
            seal(&[identity(1).recipient()], Label::Report, &payload),
            Err(SealError::Content(ContentError::AttachmentMeta))
        );
    }
}

#[test]
fn more_attachments_than_an_opener_takes_are_not_sealed() {
    let sealed = |count| {
        let mut payload = document("{}");
        payload.attachments = vec![attachment("a", "text/plain", b""); count];
        seal(&[identity(1).recipient()], Label::Report, &payload).map(|it| it.len())
    };
    assert_eq!(sealed(MAX_ATTACHMENTS), Ok(42_204));
    let refused = SealError::Content(ContentError::Attachments);
    assert_eq!(sealed(MAX_ATTACHMENTS + 1), Err(refused));
}

/// What nobody thought of: any byte, any length, any two chunks.
#[cfg(not(target_arch = "wasm32"))]
mod any {
    use std::sync::LazyLock;

    use envelope::{Envelope, Label, OpenError, Payload, open, seal};
    use proptest::prelude::{any, prop, proptest};
    use proptest::test_runner::Config;

    use super::{HEADER_LEN, SEALED_CHUNK_LEN, opened, sealed};
    use crate::{attachment, document, identity};

    /// One chunk to one reader; one chunk to eight; two chunks with an attachment.
    static SEALED: LazyLock<[Vec<u8>; 3]> = LazyLock::new(|| {
        let readers: Vec<_> = (1..=8).map(|it| identity(it).recipient()).collect();
        let to_eight = seal(&readers, Label::Report, &document("to eight")).expect("seals");
        let mut large = document("with an attachment");
        large.attachments = vec![attachment("a", "b/c", &[b'a'; 300_000])];
        [
            sealed(&document("to one")),
            to_eight.into_bytes(),
            sealed(&large),
        ]
    });

    static EIGHT_CHUNKS: LazyLock<Vec<u8>> =
        LazyLock::new(|| sealed(&Payload::of_document(vec![b'a'; 2_000_000])));

    /// Parsed and opened as whoever receives bytes does it.
    fn is_refused(bytes: Vec<u8>) -> bool {
        Envelope::parse(bytes).map_or(true, |it| open(&identity(1), Label::Report, &it).is_err())
    }

    #[test]
    fn what_is_changed_below_opens_unchanged() {
        for bytes in SEALED.iter().chain([&*EIGHT_CHUNKS]) {
            assert!(!is_refused(bytes.clone()));
        }
    }

    proptest! {
        #![proptest_config(Config::with_cases(512))]

        #[test]
        fn one_changed_byte_is_refused(
            which in 0_usize..3,
            in_header in any::<bool>(),
            at in any::<prop::sample::Index>(),
            change in 1_u8..,
        ) {
            let mut bytes = SEALED[which].clone();
            let at = at.index(if in_header { HEADER_LEN } else { bytes.len() });
            bytes[at] ^= change;
            assert!(is_refused(bytes), "byte {at}");
        }

        #[test]
        fn any_other_length_is_refused(
            which in 0_usize..3,
            cut in any::<prop::sample::Index>(),
            more in prop::collection::vec(any::<u8>(), 1..2_000),
        ) {
            let bytes = &SEALED[which];
            let cut = cut.index(bytes.len());
            assert!(Envelope::parse(bytes[..cut].to_vec()).is_err(), "cut at {cut}");
            assert!(Envelope::parse([&bytes[..], &more].concat()).is_err(), "{} more", more.len());
        }
    }

    proptest! {
        #![proptest_config(Config::with_cases(48))]

        #[test]
        fn two_exchanged_chunks_are_refused(
            one in 0_usize..8,
            distance in 1_usize..8,
        ) {
            let other = (one + distance) % 8;
            let (header, payload) = EIGHT_CHUNKS.split_at(HEADER_LEN);
            let mut chunks: Vec<&[u8]> = payload.chunks(SEALED_CHUNK_LEN).collect();
            assert_eq!(chunks.len(), 8);
            chunks.swap(one, other);
            let first = one.min(other) as u64;
            let bytes = [header, &chunks.concat()].concat();
            assert_eq!(opened(bytes), Err(OpenError::ChunkChanged(first)));
        }
    }
}
