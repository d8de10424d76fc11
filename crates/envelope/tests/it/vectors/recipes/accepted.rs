//! What opens.

use envelope::{Attachment, Payload};

use super::{
    Bases, Body, Recipe, TEXT, content, difference, of_one_reader, well_formed, zeros_after_text,
};
use crate::attachment;

pub(super) fn recipes(bases: &Bases) -> Vec<Recipe> {
    let mut recipes = for_the_readers(bases);
    recipes.extend(for_the_content(bases));
    recipes
}

fn for_the_readers(bases: &Bases) -> Vec<Recipe> {
    let about = |name: &str| match name {
        "one-reader" => "a report for one reader",
        "two-readers" => "a report for two readers, with the key of the first",
        "eight-readers" => "a report for as many readers as there are slots",
        "message" => "a message of a mailbox",
        "second-bucket" => "one byte more than the smallest bucket holds",
        "one-full-chunk" => "a single chunk that is full",
        "two-chunks" => "an attachment that reaches over the border of two chunks",
        _ => unreachable!("these are all"),
    };
    let mut recipes: Vec<_> = well_formed()
        .into_iter()
        .map(|base| {
            let body = Body::Own(bases.bytes(base.name));
            Recipe::opens(base.name, &base.payload, about(base.name), body).for_label(base.label)
        })
        .collect();
    let text = Payload::of_document(TEXT.into());
    let again = |name, about, from, reader| {
        Recipe::opens(name, &text, about, Body::Edited(from, vec![])).for_reader(reader)
    };
    recipes.extend([
        again(
            "two-readers-second",
            "the key of the second reader",
            "two-readers",
            8,
        ),
        again(
            "eight-readers-first",
            "the key of the first reader",
            "eight-readers",
            1,
        ),
        again(
            "eight-readers-last",
            "the key of the last reader",
            "eight-readers",
            8,
        ),
    ]);
    recipes.push(Recipe::opens(
        "two-keys-committed",
        &Payload::of_document(bases.two_keys.document.clone()),
        "a payload that opens under two keys, with the key the header is committed to",
        Body::Edited("two-keys", vec![]),
    ));
    recipes
}

fn for_the_content(bases: &Bases) -> Vec<Recipe> {
    let recipe = |name, about, payload: Payload| {
        let mut parts = vec![content::document(&payload.document)];
        parts.extend(payload.attachments.iter().map(|it| {
            content::attachment(it.media_type.as_bytes(), it.name.as_bytes(), &it.bytes)
        }));
        let sealed = of_one_reader(content::padded(&parts, 15), 15).seal();
        let edits = difference(&bases.one_reader().bytes, &sealed.bytes);
        Recipe::opens(name, &payload, about, Body::Edited("one-reader", edits))
    };
    let with = |attachments: Vec<Attachment>| {
        let mut payload = Payload::of_document(TEXT.into());
        payload.attachments = attachments;
        payload
    };
    let named = |name: &str| with(vec![attachment(name, "text/plain", b"x")]);
    let of = |document| Payload::of_document(document);
    vec![
        recipe("empty-document", "a document of no bytes", of(vec![])),
        recipe(
            "full-bucket",
            "a document that leaves room for the end mark alone; its own zero bytes stay",
            of(zeros_after_text(32_754)),
        ),
        recipe(
            "attachments",
            "two attachments in order, the second of no bytes",
            with(vec![
                attachment("foto.png", "image/png", b"\x89PNG\r\n\x1a\n"),
                attachment("ملاحظة.txt", "text/plain; charset=utf-8", b""),
            ]),
        ),
        recipe(
            "attachments-256",
            "as many attachments as there may be, each as short as may be",
            with(vec![attachment("a", "b", b""); 256]),
        ),
        recipe(
            "name-is-a-path",
            "to be shown, never followed",
            named("../../etc/passwd"),
        ),
        recipe(
            "name-is-a-drive",
            "to be shown, never followed",
            named("C:\\..\\NUL\0.txt"),
        ),
        recipe(
            "name-has-controls",
            "control characters, to be shown visibly",
            named("a\r\n\x1b[2J\x07\u{7f}\u{85}.txt"),
        ),
        recipe(
            "name-turns-direction",
            "a right-to-left override makes exe.txt look like txt.exe",
            named("\u{202e}\u{2066}txt.exe\u{2069}"),
        ),
        recipe(
            "name-begins-with-bom",
            "a byte order mark is part of the name and stays",
            named("\u{feff}a.txt"),
        ),
        recipe(
            "name-of-255-bytes",
            "the longest name",
            named(&"n".repeat(255)),
        ),
        recipe(
            "media-type-of-127-bytes",
            "the longest media type, with the first and the last printable character",
            with(vec![attachment(
                "a",
                &(" ".to_owned() + &"~".repeat(126)),
                b"x",
            )]),
        ),
    ]
}
