//! What is refused by its content. Each is sealed with the keys of its base, as no sealer may do:
//! so it differs from the base in the changed bytes and the tag alone.

use super::{Bases, Body, Recipe, TEXT, difference, of_one_reader, zeros_after_text};

/// part = kind (u8) || meta length (u32) || body length (u64) || meta || body
pub(super) fn part(kind: u8, meta: &[u8], body: &[u8]) -> Vec<u8> {
    let lengths = (meta.len() as u32, body.len() as u64);
    [&head(kind, lengths.0, lengths.1), meta, body].concat()
}

fn head(kind: u8, meta_len: u32, body_len: u64) -> Vec<u8> {
    [
        &[kind],
        &meta_len.to_be_bytes()[..],
        &body_len.to_be_bytes(),
    ]
    .concat()
}

pub(super) fn document(body: &[u8]) -> Vec<u8> {
    part(1, b"", body)
}

/// meta = media type length (u8) || media type (ASCII) || name (UTF-8)
pub(super) fn meta(media_type: &[u8], name: &[u8]) -> Vec<u8> {
    [&[media_type.len() as u8], media_type, name].concat()
}

pub(super) fn attachment(media_type: &[u8], name: &[u8], body: &[u8]) -> Vec<u8> {
    part(2, &meta(media_type, name), body)
}

pub(super) fn padded(parts: &[Vec<u8>], bucket: u8) -> Vec<u8> {
    let mut content = parts.concat();
    assert!(content.len() <= 1 << bucket, "the parts fit");
    content.resize(1 << bucket, 0);
    content
}

pub(super) fn recipes(bases: &Bases) -> Vec<Recipe> {
    let recipe = |name, word, about, parts: &[Vec<u8>]| {
        let sealed = of_one_reader(padded(parts, 15), 15).seal();
        let edits = difference(&bases.one_reader().bytes, &sealed.bytes);
        Recipe::refused(name, word, about, Body::Edited("one-reader", edits))
    };
    let mut recipes: Vec<_> = parts()
        .into_iter()
        .chain(paddings())
        .chain(metas())
        .map(|Case(name, word, about, parts)| recipe(name, word, about, &parts))
        .collect();
    let too_large = of_one_reader(padded(&[document(TEXT.as_bytes())], 16), 16).seal();
    recipes.push(Recipe::refused(
        "bucket-not-smallest",
        "padding",
        "a bucket twice as large as is needed",
        Body::Edited(
            "second-bucket",
            difference(&bases.bytes("second-bucket"), &too_large.bytes),
        ),
    ));
    recipes
}

/// Name, word, what it is about, and the bytes before the padding.
struct Case(&'static str, &'static str, &'static str, Vec<Vec<u8>>);

fn parts() -> Vec<Case> {
    let first = || document(TEXT.as_bytes());
    let lone = |name, word, about, part| Case(name, word, about, vec![part]);
    let second = |name, word, about, part| Case(name, word, about, vec![first(), part]);
    let (parts, length) = ("parts", "part-length");
    let rest = (1 << 15) - first().len() as u64 - 13;
    vec![
        lone("no-document", parts, "nothing but zero bytes", vec![]),
        lone(
            "first-is-attachment",
            parts,
            "no document stands first",
            attachment(b"a/b", b"c", b"d"),
        ),
        second("second-document", parts, "two documents", document(b"{}")),
        lone(
            "document-with-meta",
            parts,
            "a document has no meta",
            part(1, b"m", TEXT.as_bytes()),
        ),
        lone(
            "first-kind-unknown",
            parts,
            "a first part of kind 3",
            part(3, b"", b"{}"),
        ),
        second(
            "kind-unknown",
            parts,
            "a second part of kind 3",
            part(3, b"", b"d"),
        ),
        second(
            "kind-255",
            parts,
            "a second part of kind 255",
            part(255, b"", b"d"),
        ),
        lone(
            "body-over-bucket",
            length,
            "one byte more than the bucket holds",
            head(1, 0, (1 << 15) - 12),
        ),
        lone(
            "body-length-overflows",
            length,
            "2^64 - 1 bytes",
            head(1, 0, u64::MAX),
        ),
        lone(
            "body-length-signed",
            length,
            "2^63 bytes, below zero where numbers have a sign",
            head(1, 0, 1 << 63),
        ),
        second(
            "meta-over-bucket",
            length,
            "2^32 - 1 bytes of meta",
            head(2, u32::MAX, 0),
        ),
        second(
            "attachment-over-bucket",
            length,
            "one byte more than remains",
            {
                let meta = meta(b"a/b", b"c");
                [
                    head(2, meta.len() as u32, rest - meta.len() as u64 + 1),
                    meta,
                ]
                .concat()
            },
        ),
        Case(
            "attachment-too-many",
            "attachments",
            "257 attachments, one more than there may be",
            [vec![first()], vec![attachment(b"b", b"a", b""); 257]].concat(),
        ),
        Case(
            "head-over-bucket",
            length,
            "the bucket ends inside a part's lengths",
            vec![document(&zeros_after_text((1 << 15) - 13 - 5)), vec![2]],
        ),
    ]
}

fn paddings() -> Vec<Case> {
    let first = || document(TEXT.as_bytes());
    let zeros = |len| vec![0; len];
    let left = (1 << 15) - first().len();
    let case = |name, about, parts| Case(name, "padding", about, parts);
    vec![
        case(
            "no-end-mark",
            "the document fills the bucket to its last byte",
            vec![document(&zeros_after_text(32_755))],
        ),
        case(
            "padding-not-zero-first",
            "a byte after the end mark",
            vec![first(), vec![0, 1]],
        ),
        case(
            "padding-not-zero-middle",
            "a byte in the middle",
            vec![first(), zeros(20_000), vec![1]],
        ),
        case(
            "padding-not-zero-last",
            "the last byte",
            vec![first(), zeros(left - 1), vec![1]],
        ),
    ]
}

fn metas() -> Vec<Case> {
    let case = |name, about, meta: &[u8]| {
        let parts = vec![document(TEXT.as_bytes()), part(2, meta, b"x")];
        Case(name, "attachment-meta", about, parts)
    };
    let named = |name, about, bytes: &[u8]| case(name, about, &meta(b"text/plain", bytes));
    let typed = |name, about, bytes: &[u8]| case(name, about, &meta(bytes, b"a"));
    vec![
        case("meta-empty", "an attachment has a meta", b""),
        case(
            "media-type-over-meta",
            "a media type longer than the meta",
            b"\x05a/b",
        ),
        typed("media-type-empty", "a media type of no bytes", b""),
        typed("media-type-of-128-bytes", "one byte too long", &[b'a'; 128]),
        typed(
            "media-type-with-control",
            "a line break in it",
            b"text/plain\n",
        ),
        typed(
            "media-type-with-delete",
            "the character after the last printable one",
            b"a/b\x7f",
        ),
        typed("media-type-not-ascii", "UTF-8 in it", "té/xt".as_bytes()),
        named("name-empty", "a name of no bytes", b""),
        named("name-of-256-bytes", "one byte too long", &[b'n'; 256]),
        named(
            "name-not-utf-8",
            "a byte that never stands in UTF-8",
            b"a\xff.txt",
        ),
        named(
            "name-utf-8-overlong",
            "a slash written in two bytes",
            b"..\xc0\xafa",
        ),
        named(
            "name-utf-8-surrogate",
            "half of a surrogate pair",
            b"\xed\xa0\x80",
        ),
        named(
            "name-utf-8-cut",
            "the last character lacks a byte",
            "aé".as_bytes().split_last().expect("not empty").1,
        ),
    ]
}
