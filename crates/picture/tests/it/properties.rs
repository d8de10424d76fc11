//! No input panics, grows, or is stripped better the second time.

use std::sync::LazyLock;

use img_parts::png::{Png, PngChunk};
use picture::{MAX_GROWTH, strip};
use proptest::prelude::*;

use crate::photos;

static FILES: LazyLock<Vec<Vec<u8>>> =
    LazyLock::new(|| photos::all().into_iter().map(|photo| photo.bytes).collect());

fn check(file: &[u8]) -> Result<(), TestCaseError> {
    let Ok(stripped) = strip(file) else {
        return Ok(());
    };
    prop_assert!(stripped.bytes.len() <= file.len() + MAX_GROWTH);
    let again = strip(&stripped.bytes);
    prop_assert_eq!(again.map(|again| again.bytes), Ok(stripped.bytes));
    Ok(())
}

#[test]
fn whole_photographs_are_stripped_once() {
    for file in FILES.iter() {
        assert!(strip(file).is_ok());
        check(file).expect("holds");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, ..ProptestConfig::default() })]

    #[test]
    fn of_any_bytes(
        beginning in prop::sample::select(vec![
            &b""[..], b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\xff\0\0\0WEBP", b"\0\0\0\x20ftyp",
        ]),
        bytes in prop::collection::vec(any::<u8>(), 0..600),
    ) {
        check(&[beginning, &bytes].concat())?;
    }

    #[test]
    fn of_a_photograph_with_changed_bytes(
        file in 0..8_usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut file = FILES[file].clone();
        for (at, byte) in changes {
            let at = at.index(file.len());
            file[at] = byte;
        }
        check(&file)?;
    }

    #[test]
    fn of_a_photograph_with_a_part_moved(
        file in 0..8_usize,
        from in any::<prop::sample::Index>(),
        len in 0..300_usize,
        to in any::<prop::sample::Index>(),
        keep in any::<bool>(),
    ) {
        let mut file = FILES[file].clone();
        let from = from.index(file.len());
        let end = (from + len).min(file.len());
        let part = file[from..end].to_vec();
        if !keep {
            file.drain(from..end);
        }
        let to = to.index(file.len() + 1);
        file.splice(to..to, part);
        check(&file)?;
    }

    /// With right checksums, without which the other changes of a PNG file are refused early.
    #[test]
    fn of_a_png_with_changed_chunks(
        file in 3..5_usize,
        changed in any::<prop::sample::Index>(),
        kind in prop::option::of(prop::sample::select(vec![
            *b"IDAT", *b"IEND", *b"PLTE", *b"tRNS", *b"gAMA", *b"eXIf", *b"fdAT", *b"tEXt", *b"iCCP",
        ])),
        contents in prop::collection::vec(any::<u8>(), 0..80),
    ) {
        let mut png = Png::from_bytes(FILES[file].clone().into()).expect("a PNG file");
        let chunks = png.chunks_mut();
        let at = changed.index(chunks.len());
        chunks[at] = PngChunk::new(kind.unwrap_or(chunks[at].kind()), contents.into());
        check(&png.encoder().bytes())?;
    }
}
