//! Sealing files through WebCrypto: the same bytes as from memory, and every way it can end.

use core::ops::ControlFlow;

use envelope::web::{
    Body, SealFilesError, Sink, SinkFull, WebFile, seal_files, seal_files_with_rng,
};
use envelope::{ContentError, Label, Payload, SealError, seal_with_rng};
use js_sys::{Array, Object, Reflect, Uint8Array};
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use web_sys::Blob;

use crate::{attachment, document, identity, test};

const NO_LIMIT: u64 = u64::MAX;

fn blob(bytes: &[u8]) -> Blob {
    let parts = Array::of1(&Uint8Array::from(bytes));
    Blob::new_with_u8_array_sequence(&parts).expect("a blob can be made")
}

/// Keeps so many pieces, and refuses the next.
struct Kept(Vec<u8>, usize);

impl Sink for Kept {
    async fn take(&mut self, piece: Uint8Array) -> Result<(), SinkFull> {
        self.1 = self.1.checked_sub(1).ok_or(SinkFull)?;
        self.0.extend_from_slice(&piece.to_vec());
        Ok(())
    }
}

fn payload(sizes: &[usize]) -> Payload {
    let mut payload = document("{\"a\":\"ሰላም\"}");
    for (number, len) in sizes.iter().enumerate() {
        let bytes: Vec<u8> = (0..*len).map(|at| (at / 241 + number) as u8).collect();
        payload
            .attachments
            .push(attachment("صورة.png", "image/png", &bytes));
    }
    payload
}

#[test]
async fn the_browsers_cipher_makes_the_same_bytes_as_ours() {
    let cases: [&[usize]; 7] = [
        &[],
        &[0],
        &[1, 0, 300_000],
        &[262_000, 262_144, 262_288],
        &[5_000_000],
        &[3 * 2_097_152 + 262_144 - 500, 40],
        &[100, 4_194_304],
    ];
    for sizes in cases {
        let payload = payload(sizes);
        let recipients = [identity(1).recipient(), identity(2).recipient()];
        let rng = || ChaCha20Rng::from_seed([3; 32]);
        let ours = seal_with_rng(&recipients, Label::Report, &payload, &mut rng()).expect("seals");

        let blobs: Vec<Blob> = payload
            .attachments
            .iter()
            .map(|it| blob(&it.bytes))
            .collect();
        let arrays: Vec<Uint8Array> = payload
            .attachments
            .iter()
            .map(|it| Uint8Array::from(&it.bytes[..]))
            .collect();
        let on_disk: Vec<_> = blobs.iter().map(Body::Blob).collect();
        let in_memory: Vec<_> = arrays.iter().map(Body::Bytes).collect();
        for bodies in [on_disk, in_memory] {
            let files: Vec<_> = payload
                .attachments
                .iter()
                .zip(bodies)
                .map(|(it, body)| WebFile {
                    name: &it.name,
                    media_type: &it.media_type,
                    body,
                })
                .collect();
            let (mut kept, mut told) = (Kept(vec![], usize::MAX), vec![]);
            let sealed = seal_files_with_rng(
                &recipients,
                Label::Report,
                &payload.document,
                &files,
                ours.len() as u64,
                &mut kept,
                &mut |done, all| {
                    told.push((done, all));
                    ControlFlow::Continue(())
                },
                &mut rng(),
            )
            .await;
            assert_eq!(sealed, Ok(()), "{sizes:?}");
            assert!(kept.0 == ours.as_bytes(), "{sizes:?}");
            assert!(
                told.is_sorted()
                    && told.last() == told.last().map(|(_, all)| (*all, *all)).as_ref()
            );
        }
    }
}

/// Seals one file of 600 kB: a header and four chunks.
async fn sealed(
    name: &str,
    limit: u64,
    pieces: usize,
    stop_after: usize,
) -> (Result<(), SealFilesError>, usize) {
    let blob = blob(&[7; 600_000]);
    let file = WebFile {
        name,
        media_type: "image/png",
        body: Body::Blob(&blob),
    };
    let (mut kept, mut told) = (Kept(vec![], pieces), 0);
    let outcome = seal_files(
        &[identity(1).recipient()],
        Label::Report,
        b"{}",
        &[file],
        limit,
        &mut kept,
        &mut |_, _| {
            told += 1;
            match told < stop_after {
                true => ControlFlow::Continue(()),
                false => ControlFlow::Break(()),
            }
        },
    )
    .await;
    (outcome, kept.0.len())
}

#[test]
async fn every_stop_has_its_reason_and_nothing_comes_after_it() {
    const NEVER: usize = usize::MAX;
    let len = 9_420 + (1 << 20) + 4 * 16;
    let over = SealFilesError::OverLimit {
        len,
        limit: len - 1,
    };
    let meta = SealFilesError::Seal(SealError::Content(ContentError::AttachmentMeta));
    let chunk = 262_144 + 16;
    let cases = [
        (
            "whole",
            sealed("a", len, NEVER, NEVER).await,
            (Ok(()), len as usize),
        ),
        (
            "too long",
            sealed("a", len - 1, NEVER, NEVER).await,
            (Err(over), 0),
        ),
        (
            "no name",
            sealed("", NO_LIMIT, NEVER, NEVER).await,
            (Err(meta), 0),
        ),
        (
            "full at once",
            sealed("a", NO_LIMIT, 0, NEVER).await,
            (Err(SealFilesError::Sink), 0),
        ),
        (
            "full later",
            sealed("a", NO_LIMIT, 3, NEVER).await,
            (Err(SealFilesError::Sink), 9_420 + 2 * chunk),
        ),
        (
            "stopped",
            sealed("a", NO_LIMIT, NEVER, 2).await,
            (Err(SealFilesError::Stopped), 9_420 + 2 * chunk),
        ),
    ];
    for (name, outcome, expected) in cases {
        assert_eq!(outcome, expected, "{name}");
    }
}

/// A file on the disk can change after it was chosen; the browser then says another size than there are bytes.
#[test]
async fn a_file_that_is_not_as_long_as_announced_is_refused() {
    for (announced, expected) in [
        (600_000.0, Ok(())),
        (599_999.0, Err(SealFilesError::Read(0))),
        (600_001.0, Err(SealFilesError::Read(0))),
        (262_144.0, Err(SealFilesError::Read(0))),
    ] {
        let blob = blob(&[7; 600_000]);
        let described = Object::new();
        Reflect::set(&described, &"value".into(), &announced.into()).expect("an object takes it");
        Object::define_property(blob.as_ref(), &"size".into(), &described);
        let file = WebFile {
            name: "a",
            media_type: "image/png",
            body: Body::Blob(&blob),
        };
        let sealed = seal_files(
            &[identity(1).recipient()],
            Label::Report,
            b"{}",
            &[file],
            NO_LIMIT,
            &mut Kept(vec![], usize::MAX),
            &mut |_, _| ControlFlow::Continue(()),
        )
        .await;
        assert_eq!(sealed, expected, "{announced}");
    }
}
