//! Whatever content an envelope holds, opening it does not panic; and what opens has one form
//! only, that of the specification. A stream opens to the same, and sealing again gives it back.

#![no_main]

use std::sync::LazyLock;

use envelope::{
    Attachment, Envelope, Identity, OpenError, OpenFromError, Payload, open, open_from, seal,
};
use libfuzzer_sys::fuzz_target;
use sealpost_fuzz::sealed::{self, Collected, Header, IDENTITY, LABEL};
use sealpost_fuzz::seeds;

static HEADERS: LazyLock<[Header; 2]> = LazyLock::new(|| [15, 16].map(Header::make));

/// The bits of an input's first byte: whether it is for the larger bucket, and whether its last
/// byte stands at the end of the bucket.
const LARGER: u8 = 1;
const LAST_AT_END: u8 = 2;

/// The length of the smallest bucket.
const SMALLEST: usize = 32 * 1024;

/// Inputs of which the sum of all bytes, modulo 256, is below this are opened from a stream as well
/// and sealed again.
const AGAIN: u8 = 4;

fuzz_target!(init: seeds::write_if_asked(inputs), |input: &[u8]| {
    let Some((envelope, content)) = sealed(input) else {
        return;
    };
    let opened = open(&IDENTITY, LABEL, &envelope);
    // A second look costs many times the first, so that only some inputs get one.
    let again = input.iter().fold(0_u8, |sum, it| sum.wrapping_add(*it)) < AGAIN;
    if again {
        opens_the_same_from_a_stream(&envelope, &opened);
    }
    let Ok(payload) = opened else { return };
    assert!(payload.attachments.iter().all(is_in_form));
    assert!(written(&payload, content.len()) == content, "another content: {payload:?}");
    if again {
        let again = seal(&[IDENTITY.recipient()], LABEL, &payload).expect("it is in form");
        assert!(sealed::content(&again) == content, "sealed again to another content");
    }
});

/// An envelope with the content that the input stands for, and the content.
fn sealed(input: &[u8]) -> Option<(Envelope, Vec<u8>)> {
    let (options, bytes) = input.split_first()?;
    let header = &HEADERS[usize::from(options & LARGER)];
    let mut content = bytes.to_vec();
    content.resize(header.bucket_len(), 0);
    if let (true, Some(last)) = (options & LAST_AT_END != 0, bytes.last()) {
        content[header.bucket_len() - 1] = *last;
    }
    Some((header.seal(&content), content))
}

fn opens_the_same_from_a_stream(envelope: &Envelope, opened: &Result<Payload, OpenError>) {
    let identity = Identity::from_seed(*IDENTITY.seed()).expect("the same seed");
    let mut collected = Collected::default();
    let streamed = open_from(&[identity], LABEL, &mut envelope.as_bytes(), &mut collected);
    match (streamed, opened) {
        (Ok(0), Ok(payload)) => assert_eq!(collected.payload(), *payload),
        (Err(OpenFromError::Open(error)), Err(expected)) => assert_eq!(error, *expected),
        (streamed, opened) => panic!("{streamed:?} and {opened:?}"),
    }
}

/// `docs/envelope.md`, "Content": what a media type and a name are made of.
fn is_in_form(file: &Attachment) -> bool {
    (1..=127).contains(&file.media_type.len())
        && file.media_type.bytes().all(|it| (0x20..0x7f).contains(&it))
        && (1..=255).contains(&file.name.len())
}

/// `docs/envelope.md`, "Content": the bytes.
fn written(payload: &Payload, bucket_len: usize) -> Vec<u8> {
    let mut content = part(1, &[], &payload.document);
    for file in &payload.attachments {
        let media_type_len = u8::try_from(file.media_type.len()).expect("at most 127");
        let meta = [
            &[media_type_len],
            file.media_type.as_bytes(),
            file.name.as_bytes(),
        ]
        .concat();
        content.extend(part(2, &meta, &file.bytes));
    }
    assert!(content.len() < bucket_len, "no room for the end mark");
    assert!(
        bucket_len == SMALLEST || content.len() >= bucket_len / 2,
        "a smaller bucket would do"
    );
    content.resize(bucket_len, 0);
    content
}

fn part(kind: u8, meta: &[u8], body: &[u8]) -> Vec<u8> {
    let meta_len = u32::try_from(meta.len())
        .expect("at most 383")
        .to_be_bytes();
    let body_len = (body.len() as u64).to_be_bytes();
    [&[kind], &meta_len[..], &body_len, meta, body].concat()
}

fn attachment(name: &str, media_type: &str, bytes: &[u8]) -> Attachment {
    Attachment {
        name: name.to_owned(),
        media_type: media_type.to_owned(),
        bytes: bytes.to_vec(),
    }
}

fn inputs() -> Vec<Vec<u8>> {
    let files = [
        vec![],
        vec![attachment("a", "b/c", b"")],
        vec![
            attachment("../../etc/passwd", "text/plain", b"\0\0\0"),
            attachment("صورة \u{202e}gnp.exe", "image/png", &[7; 300]),
        ],
        vec![attachment("fill the larger bucket", "b/c", &[0; 32_768])],
    ];
    let documents: [&[u8]; 2] = [b"{}", b""];
    let payloads = files.into_iter().flat_map(|files| {
        documents.map(|document| Payload {
            document: document.to_vec(),
            attachments: files.clone(),
        })
    });
    payloads
        .map(|payload| {
            let envelope = seal(&[IDENTITY.recipient()], LABEL, &payload).expect("seals");
            let content = sealed::content(&envelope);
            let parts = content
                .iter()
                .rposition(|it| *it != 0)
                .map_or(0, |it| it + 1);
            let input = [&[envelope.bucket_log2() - 15], &content[..parts]].concat();
            let (again, the_same) = sealed(&input).expect("it is not empty");
            assert!(the_same == content);
            assert_eq!(open(&IDENTITY, LABEL, &again), Ok(payload));
            input
        })
        .collect()
}
