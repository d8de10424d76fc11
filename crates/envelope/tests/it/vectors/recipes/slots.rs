//! What is refused by slots and MAC.

use super::{Bases, Body, Recipe, flip};
use crate::vectors::file::Edit;
use crate::vectors::sealer::{HEADER_LEN, MAC_OFFSET, PREFIX_LEN, SEALED_CHUNK_LEN, SLOT_LEN};

/// Offsets in a slot: of X-Wing's ML-KEM half, its X25519 half, the ciphertext, and the tag.
const PARTS: [usize; 4] = [0, 1088, 1120, 1152];

pub(super) fn recipes(bases: &Bases) -> Vec<Recipe> {
    let mut recipes = flipped(bases);
    recipes.extend(for_somebody_else(bases));
    recipes.extend(moved(bases));
    recipes
}

fn flipped(bases: &Bases) -> Vec<Recipe> {
    let recipe = |name, word, about, from, at| {
        Recipe::refused(
            name,
            word,
            about,
            Body::Edited(from, flip(&bases.bytes(from), at)),
        )
    };
    let own = PREFIX_LEN + bases.one_reader().places[0] * SLOT_LEN;
    let decoy = PREFIX_LEN + (bases.one_reader().places[0] + 1) % 8 * SLOT_LEN;
    let second = PREFIX_LEN + bases.sealed("two-readers").places[1] * SLOT_LEN;
    let (none, header) = ("no-slot-opens", "header-changed");
    let one = |name, word, about, at| recipe(name, word, about, "one-reader", at);
    let [lattice, curve, ciphertext, tag] = PARTS;
    vec![
        one(
            "salt-flipped-first",
            none,
            "the salt is bound into the slots",
            12,
        ),
        one(
            "salt-flipped-last",
            none,
            "the salt is bound into the slots",
            43,
        ),
        one(
            "slot-ml-kem-flipped",
            none,
            "the ML-KEM half of the reader's key",
            own + lattice,
        ),
        one(
            "slot-x25519-flipped",
            none,
            "the X25519 half of the reader's key",
            own + curve,
        ),
        one(
            "slot-ciphertext-flipped",
            none,
            "the reader's sealed content key",
            own + ciphertext,
        ),
        one("slot-tag-flipped", none, "the tag after it", own + tag),
        one(
            "unused-ml-kem-flipped",
            header,
            "the same in an unused slot",
            decoy + lattice,
        ),
        one(
            "unused-x25519-flipped",
            header,
            "the same in an unused slot",
            decoy + curve,
        ),
        one(
            "unused-ciphertext-flipped",
            header,
            "the same in an unused slot",
            decoy + ciphertext,
        ),
        one(
            "unused-tag-flipped",
            header,
            "the same in an unused slot",
            decoy + tag,
        ),
        recipe(
            "other-slot-flipped",
            header,
            "the second reader's slot, with the key of the first",
            "two-readers",
            second,
        ),
        one(
            "mac-flipped-first",
            header,
            "the first byte of the MAC",
            MAC_OFFSET,
        ),
        one(
            "mac-flipped-last",
            header,
            "the last byte of the MAC",
            HEADER_LEN - 1,
        ),
    ]
}

fn for_somebody_else(bases: &Bases) -> Vec<Recipe> {
    let recipe =
        |name, word, about, from| Recipe::refused(name, word, about, Body::Edited(from, vec![]));
    let none = "no-slot-opens";
    vec![
        recipe("wrong-key", none, "the key of somebody else", "one-reader").for_reader(99),
        recipe(
            "report-as-message",
            none,
            "a report, taken for a message",
            "one-reader",
        )
        .for_label("message"),
        recipe(
            "message-as-report",
            none,
            "a message, taken for a report",
            "message",
        ),
        Recipe::refused(
            "two-keys",
            "header-changed",
            "a payload that opens under two keys, with the key the header is not committed to",
            Body::Own(bases.bytes("two-keys")),
        )
        .for_reader(8),
    ]
}

fn moved(bases: &Bases) -> Vec<Recipe> {
    let place = bases.one_reader().places[0];
    let offset = |slot: usize| PREFIX_LEN + slot * SLOT_LEN;
    let other = (place + 1) % 8;
    let take = |name: &str, from, len, to| Edit::Take(name.to_owned(), from, len, to);
    let exchange = vec![
        take("one-reader", offset(place), SLOT_LEN, offset(other)),
        take("one-reader", offset(other), SLOT_LEN, offset(place)),
    ];
    let header_of_two = vec![
        Edit::Set(11, vec![18]),
        Edit::Truncate(HEADER_LEN + SEALED_CHUNK_LEN),
    ];
    vec![
        Recipe::refused(
            "slots-exchanged",
            "header-changed",
            "the reader's slot and an unused one, exchanged",
            Body::Edited("one-reader", exchange),
        ),
        Recipe::refused(
            "cut-and-bucket-lowered",
            "no-slot-opens",
            "the second chunk is missing and the bucket hides it; the bucket is bound too",
            Body::Edited("two-chunks", header_of_two),
        ),
    ]
}
