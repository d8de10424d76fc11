//! Every key the code or the report's data can ask for has a text in every language.

use std::collections::{BTreeMap, BTreeSet};

use report::{Audience, Category, FieldId, FieldKind, Group, Language, PageId, Tile};

use super::{INSTALLED, Key, Texts, question};

/// The file of a language, with the names of the texts.
fn source(language: Language) -> String {
    let path = format!(
        "{}/locales/{}.json",
        env!("CARGO_MANIFEST_DIR"),
        language.tag()
    );
    std::fs::read_to_string(path).expect("an installed language has a file of texts")
}

/// The texts of a language by their names.
fn named(language: Language) -> BTreeMap<String, String> {
    serde_json::from_str(&source(language)).expect("the file is a flat list of texts")
}

/// The texts of a language as they are served.
fn served(language: Language) -> Texts {
    let served = texts::pack(source(language).as_bytes()).expect("the file can be packed");
    Texts::parse(served.as_bytes()).expect("what is packed can be read")
}

/// Every key that is put together from the report's data.
fn keys_of_the_data() -> BTreeSet<Key> {
    let mut keys = BTreeSet::new();
    for audience in Audience::ALL {
        let offered = |it: &Category| it.offered_to(audience);
        let categories = Category::ALL.into_iter().filter(offered);
        keys.extend(categories.map(|it| super::category(audience, it)));
    }
    keys.extend(Group::ALL.map(super::group));
    keys.extend(Tile::ALL.map(super::tile));
    keys.extend(PageId::ALL.map(question::page));
    for field in FieldId::ALL {
        keys.insert(question::label(field));
        keys.extend(question::hint(field));
        if let FieldKind::One(words) | FieldKind::Many(words) = field.kind() {
            keys.extend(words.iter().map(|it| question::choice_word(field, it)));
        }
    }
    keys
}

/// Every name that stands in the sources: in `key!`, and in `said!` for two.
fn names_of_the_sources() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut folders = vec![std::path::PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/src"
    ))];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the sources can be read") {
            let path = entry.expect("the sources can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with("tests.rs") {
                let source = std::fs::read_to_string(&path).expect("the sources can be read");
                names.extend(given_to("key!(", &source).map(str::to_owned));
                for name in given_to("said!(", &source) {
                    names.extend([format!("err-{name}"), format!("rec-{name}")]);
                }
            }
        }
    }
    names
}

/// What a macro is given where that is a literal.
fn given_to<'a>(call: &'a str, source: &'a str) -> impl Iterator<Item = &'a str> {
    source
        .split(call)
        .skip(1)
        .filter_map(|it| it.trim_start().strip_prefix('"')?.split('"').next())
}

#[test]
fn every_language_has_exactly_the_texts_that_are_asked_for() {
    let literal = names_of_the_sources();
    let mut asked = keys_of_the_data();
    asked.extend(literal.iter().map(|it| Key::of(it)));
    for language in INSTALLED {
        let named = named(*language);
        let missing: Vec<_> = literal
            .iter()
            .filter(|it| !named.contains_key(*it))
            .collect();
        assert!(missing.is_empty(), "{language} lacks {missing:?}");
        let unused: Vec<_> = named
            .keys()
            .filter(|it| !asked.contains(&Key::of(it)))
            .collect();
        assert!(
            unused.is_empty(),
            "{language} has texts nobody asks for: {unused:?}"
        );
        let there: BTreeSet<Key> = served(*language).keys().collect();
        let missing: Vec<_> = asked.difference(&there).collect();
        assert!(missing.is_empty(), "{language} lacks {missing:?}");
        for (name, text) in named {
            assert!(!text.trim().is_empty(), "{language}: {name} is blank");
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
    let dutch = named(Language::Dutch);
    for language in INSTALLED {
        let texts = named(*language);
        for (name, text) in &dutch {
            assert_eq!(places(&texts[name]), places(text), "{language}: {name}");
        }
    }
}

#[test]
fn categories_are_called_what_the_report_calls_them() {
    for language in [Language::Dutch, Language::English] {
        let texts = served(language);
        for audience in Audience::ALL {
            for category in Category::ALL {
                let Some(label) = category.label(audience, language) else {
                    continue;
                };
                assert_eq!(texts.get(super::category(audience, category)), label);
            }
        }
    }
}

#[test]
fn errors_come_in_pairs() {
    for language in INSTALLED {
        let texts = named(*language);
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
    let mut dutch = named(Language::Dutch);
    dutch.retain(|it, _| !it.starts_with("category.staff."));
    for (name, text) in dutch {
        let text = text.to_lowercase();
        for word in ["melden", "melding", "verdachte", "radicalis"] {
            assert!(!text.contains(word), "{name} says {word:?}");
        }
    }
}
