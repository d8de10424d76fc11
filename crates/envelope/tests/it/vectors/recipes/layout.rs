//! What is refused by its shape, with or without a key.

use super::{Body, Recipe};
use crate::vectors::file::Edit;
use crate::vectors::sealer::{HEADER_LEN, SEALED_CHUNK_LEN};

/// Length of an envelope in the smallest bucket.
const LEN: usize = HEADER_LEN + (1 << 15) + 16;

pub(super) fn recipes() -> Vec<Recipe> {
    let mut recipes = fields();
    recipes.extend(lengths());
    recipes
}

fn fields() -> Vec<Recipe> {
    let set = |name, word, about, at, value: &[u8]| {
        let body = Body::Edited("one-reader", vec![Edit::Set(at, value.to_vec())]);
        Recipe::refused(name, word, about, body)
    };
    let sealed_never = Body::Own(b"{\"version\":1,\"audience\":\"staff\"}".to_vec());
    vec![
        set(
            "magic-flipped",
            "not-an-envelope",
            "a flipped bit in the magic",
            7,
            b"U",
        ),
        set(
            "magic-lower-case",
            "not-an-envelope",
            "the magic in small letters",
            0,
            b"sealpost",
        ),
        Recipe::refused(
            "never-sealed",
            "not-an-envelope",
            "a report as JSON",
            sealed_never,
        ),
        set(
            "version-0",
            "version",
            "a flipped bit in the version",
            8,
            &[0],
        ),
        set("version-2", "version", "a version of the future", 8, &[2]),
        set("suite-0", "suite", "a flipped bit in the suite", 9, &[0]),
        set("suite-2", "suite", "a suite of the future", 9, &[2]),
        set("slot-count-0", "slot-count", "no slots", 10, &[0]),
        set("slot-count-7", "slot-count", "one slot fewer", 10, &[7]),
        set(
            "slot-count-9",
            "slot-count",
            "a flipped bit in the slot count",
            10,
            &[9],
        ),
        set("bucket-0", "bucket", "a bucket of one byte", 11, &[0]),
        set(
            "bucket-14",
            "bucket",
            "a flipped bit makes the bucket too small",
            11,
            &[14],
        ),
        set(
            "bucket-37",
            "bucket",
            "one more than the largest bucket",
            11,
            &[37],
        ),
        set(
            "bucket-255",
            "bucket",
            "a bucket no number can hold",
            11,
            &[255],
        ),
        set(
            "bucket-raised",
            "truncated",
            "a bucket larger than the bytes",
            11,
            &[16],
        ),
        set(
            "bucket-36",
            "truncated",
            "the largest bucket, promised only",
            11,
            &[36],
        ),
    ]
}

fn lengths() -> Vec<Recipe> {
    let cut = |name, word, about, len| {
        let body = Body::Edited("one-reader", vec![Edit::Truncate(len)]);
        Recipe::refused(name, word, about, body)
    };
    let edited = |name, word, about, from, edits| {
        Recipe::refused(name, word, about, Body::Edited(from, edits))
    };
    let two = HEADER_LEN + 2 * SEALED_CHUNK_LEN;
    let chunk = |from, to| Edit::Take("two-chunks".to_owned(), from, SEALED_CHUNK_LEN, to);
    vec![
        cut("nothing", "not-an-envelope", "no bytes at all", 0),
        cut("cut-in-magic", "not-an-envelope", "the magic ends early", 7),
        cut("cut-after-magic", "header-truncated", "the magic alone", 8),
        cut(
            "cut-in-prefix",
            "header-truncated",
            "the salt lacks a byte",
            43,
        ),
        cut("cut-after-prefix", "truncated", "no slots", 44),
        cut(
            "cut-in-slots",
            "truncated",
            "a slot lacks a byte",
            44 + 1168 - 1,
        ),
        cut("cut-after-header", "truncated", "no payload", HEADER_LEN),
        cut(
            "cut-in-tag",
            "truncated",
            "the last byte is missing",
            LEN - 1,
        ),
        edited(
            "chunk-missing",
            "truncated",
            "the second chunk is missing",
            "two-chunks",
            vec![Edit::Truncate(HEADER_LEN + SEALED_CHUNK_LEN)],
        ),
        edited(
            "trailing-byte",
            "trailing",
            "a zero byte after the end",
            "one-reader",
            vec![Edit::Set(LEN, vec![0])],
        ),
        edited(
            "trailing-chunk",
            "trailing",
            "the last chunk once more after the end",
            "two-chunks",
            vec![chunk(two - SEALED_CHUNK_LEN, two)],
        ),
        edited(
            "bucket-lowered",
            "trailing",
            "a bucket smaller than the bytes",
            "two-chunks",
            vec![Edit::Set(11, vec![18])],
        ),
    ]
}
