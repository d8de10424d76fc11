//! What is refused by a chunk.

use super::{Bases, Body, Recipe, flip};
use crate::vectors::file::Edit;
use crate::vectors::sealer::{CHUNK_LEN, HEADER_LEN, SEALED_CHUNK_LEN};

/// Length of the one chunk in the smallest bucket.
const SMALL: usize = (1 << 15) + 16;

pub(super) fn recipes(bases: &Bases) -> Vec<Recipe> {
    let mut recipes = flipped(bases);
    recipes.extend(moved());
    recipes.extend(misplaced(bases));
    recipes
}

fn refused(
    name: &'static str,
    about: &'static str,
    from: &'static str,
    edits: Vec<Edit>,
) -> Recipe {
    Recipe::refused(name, "chunk-changed", about, Body::Edited(from, edits))
}

fn flipped(bases: &Bases) -> Vec<Recipe> {
    let recipe = |name, about, from, at| refused(name, about, from, flip(&bases.bytes(from), at));
    let (one, two) = ("one-reader", "two-chunks");
    let second = HEADER_LEN + SEALED_CHUNK_LEN;
    vec![
        recipe(
            "chunk-flipped-first",
            "the first byte of the payload",
            one,
            HEADER_LEN,
        ),
        recipe(
            "chunk-flipped-padding",
            "a byte of the padding",
            one,
            HEADER_LEN + SMALL - 17,
        ),
        recipe(
            "chunk-tag-flipped-first",
            "the tag's first byte",
            one,
            HEADER_LEN + SMALL - 16,
        ),
        recipe(
            "chunk-tag-flipped-last",
            "the tag's last byte",
            one,
            HEADER_LEN + SMALL - 1,
        ),
        recipe(
            "first-tag-flipped",
            "the first of two tags",
            two,
            HEADER_LEN + CHUNK_LEN,
        ),
        recipe(
            "second-chunk-flipped",
            "a byte of the second chunk",
            two,
            second,
        ),
        recipe(
            "second-tag-flipped",
            "the second of two tags",
            two,
            second + SEALED_CHUNK_LEN - 1,
        ),
    ]
}

fn moved() -> Vec<Recipe> {
    let two = "two-chunks";
    let (first, second) = (HEADER_LEN, HEADER_LEN + SEALED_CHUNK_LEN);
    let take = |from, to| Edit::Take(two.to_owned(), from, SEALED_CHUNK_LEN, to);
    vec![
        refused(
            "chunks-swapped",
            "two chunks, exchanged",
            two,
            vec![take(second, first), take(first, second)],
        ),
        refused(
            "first-chunk-repeated",
            "the first chunk twice",
            two,
            vec![take(first, second)],
        ),
        refused(
            "last-chunk-repeated",
            "the last chunk twice",
            two,
            vec![take(second, first)],
        ),
    ]
}

fn misplaced(bases: &Bases) -> Vec<Recipe> {
    let take = |name: &str, len| vec![Edit::Take(name.to_owned(), HEADER_LEN, len, HEADER_LEN)];
    vec![
        Recipe::refused(
            "last-chunk-without-flag",
            "chunk-changed",
            "the last chunk, sealed as if another followed",
            Body::Own(bases.bytes("last-chunk-without-flag")),
        ),
        refused(
            "first-chunk-with-flag",
            "the first of two chunks, sealed as if it were the last",
            "two-chunks",
            take("one-full-chunk", SEALED_CHUNK_LEN),
        ),
        refused(
            "cut-after-first-chunk",
            "the first of two chunks under a header that promises one: a cut at its border",
            "one-full-chunk",
            take("two-chunks", SEALED_CHUNK_LEN),
        ),
        refused(
            "payload-of-another",
            "the payload of an envelope with another content key",
            "one-reader",
            take("two-keys", SMALL),
        ),
    ]
}
