//! Every key the code or the report's data can ask for has a text in every language.

use std::collections::BTreeSet;

use report::{Audience, Category, FieldId, FieldKind, Group, Language, PageId, Tile};

use super::{INSTALLED, Texts, question};

/// The texts of a language as they are served.
fn texts(language: Language) -> Texts {
    let path = format!(
        "{}/locales/{}.json",
        env!("CARGO_MANIFEST_DIR"),
        language.tag()
    );
    let json = std::fs::read_to_string(path).expect("an installed language has a file of texts");
    Texts::parse(&json).expect("the file is a flat list of texts")
}

/// Every key that is put together from the report's data.
fn keys_of_the_data() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for audience in Audience::ALL {
        keys.insert(question::unknown(audience).into_owned());
        for category in Category::ALL
            .into_iter()
            .filter(|it| it.offered_to(audience))
        {
            keys.insert(super::category(audience, category).into_owned());
        }
        for key in [
            "categories.title",
            "review.title",
            "button.send",
            "button.another",
            "files.title",
            "files.hint",
            "files.add",
        ] {
            keys.insert(super::per_audience(key, audience).into_owned());
        }
    }
    keys.extend(Group::ALL.map(|it| super::group(it).into_owned()));
    keys.extend(Tile::ALL.map(|it| super::tile(it).into_owned()));
    keys.extend(PageId::ALL.map(|it| question::page(it).into_owned()));
    for field in FieldId::ALL {
        keys.insert(question::label(field).into_owned());
        keys.extend(question::hint(field).map(super::Key::into_owned));
        if let FieldKind::One(words) | FieldKind::Many(words) = field.kind() {
            keys.extend(
                words
                    .iter()
                    .map(|it| question::choice_word(field, it).into_owned()),
            );
        }
    }
    keys
}

/// Every key that stands in the sources as it is: a literal with the form of a key.
fn keys_of_the_sources() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    let mut folders = vec![std::path::PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/src"
    ))];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the sources can be read") {
            let path = entry.expect("the sources can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.ends_with("tests.rs") {
                // These name keys that are none.
            } else if ["app.rs", "text.rs"].iter().any(|it| path.ends_with(it))
                || path
                    .components()
                    .any(|it| it.as_os_str() == "view" || it.as_os_str() == "text")
            {
                let source = std::fs::read_to_string(&path).expect("the sources can be read");
                keys.extend(
                    source
                        .split('"')
                        .filter(|it| looks_like_a_key(it))
                        .map(str::to_owned),
                );
                keys.extend(pairs(&source));
            }
        }
    }
    // These are the first part of a key that is put together.
    for part in [
        "categories.title",
        "review.title",
        "button.send",
        "button.another",
        "files.title",
        "files.hint",
        "files.add",
    ] {
        keys.remove(part);
    }
    keys
}

/// The two keys of each `Said("name")`.
fn pairs(source: &str) -> impl Iterator<Item = String> {
    source.split("Said(\"").skip(1).flat_map(|it| {
        let name = it.split('"').next().unwrap_or_default();
        [format!("err-{name}"), format!("rec-{name}")]
    })
}

fn looks_like_a_key(text: &str) -> bool {
    const FIRST: [&str; 24] = [
        "button.",
        "card.",
        "categories.",
        "close.",
        "danger.",
        "emergency.",
        "exclude.",
        "field.",
        "files.",
        "gate.",
        "help.",
        "idle.",
        "information.",
        "language.",
        "outbox.",
        "reader.",
        "reading.",
        "reminder.",
        "review.",
        "submitted.",
        "submitting.",
        "summary.",
        "tiles.",
        "title.",
    ];
    FIRST.iter().any(|it| text.starts_with(it))
        && text
            .bytes()
            .all(|it| it.is_ascii_lowercase() || matches!(it, b'.' | b'-') || it.is_ascii_digit())
        && !text.ends_with(['.', '-'])
        && !text.ends_with(".rs")
}

#[test]
fn every_language_has_exactly_the_texts_that_are_asked_for() {
    let mut asked = keys_of_the_data();
    asked.extend(keys_of_the_sources());
    asked.insert("progress".to_owned());
    for language in INSTALLED {
        let texts = texts(*language);
        let there: BTreeSet<String> = texts.keys().map(str::to_owned).collect();
        let missing: Vec<_> = asked.difference(&there).collect();
        let unused: Vec<_> = there.difference(&asked).collect();
        assert!(missing.is_empty(), "{language} lacks {missing:?}");
        assert!(
            unused.is_empty(),
            "{language} has texts nobody asks for: {unused:?}"
        );
        for key in texts.keys() {
            assert!(
                !texts.get(key).trim().is_empty(),
                "{language}: {key} is blank"
            );
        }
    }
}

#[test]
fn places_to_fill_are_the_same_in_every_language() {
    let places = |text: &str| -> BTreeSet<String> {
        text.split('{')
            .skip(1)
            .filter_map(|it| it.split('}').next())
            .map(str::to_owned)
            .collect()
    };
    let dutch = texts(Language::Dutch);
    for language in INSTALLED {
        let texts = texts(*language);
        for key in dutch.keys() {
            assert_eq!(
                places(texts.get(key)),
                places(dutch.get(key)),
                "{language}: {key}"
            );
        }
    }
}

#[test]
fn categories_are_called_what_the_report_calls_them() {
    for language in [Language::Dutch, Language::English] {
        let texts = texts(language);
        for audience in Audience::ALL {
            for category in Category::ALL {
                let Some(label) = category.label(audience, language) else {
                    continue;
                };
                assert_eq!(texts.get(&super::category(audience, category)), label);
            }
        }
    }
}

#[test]
fn errors_come_in_pairs() {
    for language in INSTALLED {
        let texts = texts(*language);
        let names = |prefix: &str| -> BTreeSet<String> {
            texts
                .keys()
                .filter_map(|it| it.strip_prefix(prefix))
                .map(str::to_owned)
                .collect()
        };
        assert_eq!(names("err-"), names("rec-"), "{language}");
    }
}

#[test]
fn residents_are_never_told_to_report() {
    let dutch = texts(Language::Dutch);
    for key in dutch.keys().filter(|it| !it.starts_with("category.staff.")) {
        let text = dutch.get(key).to_lowercase();
        for word in ["melden", "melding", "verdachte", "radicalis"] {
            assert!(!text.contains(word), "{key} says {word:?}");
        }
    }
}

#[test]
fn filling_puts_values_in_their_places() {
    let texts = Texts::parse(r#"{"a":"{x} of {y}","b":"none","c":"{x","d":"{z}!"}"#)
        .expect("it is a list of texts");
    let cases = [
        ("a", "1 of 2"),
        ("b", "none"),
        ("c", "{x"),
        ("d", "!"),
        ("missing", "missing"),
    ];
    for (key, expected) in cases {
        assert_eq!(texts.fill(key, &[("x", "1"), ("y", "2")]), expected);
    }
}

#[test]
fn only_a_flat_list_of_texts_is_one() {
    for json in [
        "",
        "[]",
        "{\"a\":1}",
        "{\"a\":{}}",
        "<html>",
        "{} x",
        "{\"b\":\"\",\"a\":\"\"}",
        "{\"a\":\"\",\"a\":\"\"}",
        "{\"a\":\"b\"",
    ] {
        assert_eq!(
            Texts::parse(json),
            Err(super::TextsError::Malformed),
            "{json}"
        );
    }
}
