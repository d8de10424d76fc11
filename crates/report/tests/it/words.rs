//! Words, ids and days have exactly one spelling.

use report::{
    Audience, Category, FieldId, FourEyes, Group, Language, PageId, Tile, Urgency, is_day, is_id,
};

/// Every word leads back to what it stands for; no other spelling leads anywhere.
macro_rules! check_words {
    ($($list:ident by $word:ident),*) => {$(
        let mut words: Vec<&str> = $list::ALL.map($list::$word).to_vec();
        for it in $list::ALL {
            assert_eq!(it.$word().parse::<$list>(), Ok(it));
            assert_eq!(it.to_string(), it.$word());
            for other in [
                String::new(),
                format!("{it} "),
                it.$word()[1..].to_owned(),
                swap_case(it.$word()),
            ] {
                assert!(words.contains(&&*other) || other.parse::<$list>().is_err(), "{other}");
            }
        }
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), $list::ALL.len(), "no word twice");
    )*};
}

#[test]
fn every_list() {
    check_words!(
        Audience by as_str, Category by code, Group by id, Tile by id, Urgency by code,
        FourEyes by id, Language by tag, FieldId by as_str, PageId by as_str
    );
}

fn swap_case(word: &str) -> String {
    let lower = word.to_lowercase();
    if lower == word {
        word.to_uppercase()
    } else {
        lower
    }
}

#[test]
fn languages() {
    let rtl: Vec<&str> = Language::ALL
        .into_iter()
        .filter(|it| it.is_rtl())
        .map(Language::tag)
        .collect();
    assert_eq!(rtl, ["ar", "fa", "prs", "ps", "ckb"]);
    let mut names: Vec<&str> = Language::ALL.map(Language::own_name).to_vec();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 16);
    // Written from right to left is written in Arabic letters.
    for language in Language::ALL {
        let arabic = language
            .own_name()
            .chars()
            .any(|it| ('\u{600}'..='\u{6ff}').contains(&it));
        assert_eq!(arabic, language.is_rtl(), "{language}");
    }
}

#[test]
fn ids() {
    for id in ["a", "demo", "ind-desk", "2", "-", &"x".repeat(64)] {
        assert!(is_id(id), "{id}");
    }
    for text in ["", "A", "a b", "a_b", "a/b", "a\n", "é", &"x".repeat(65)] {
        assert!(!is_id(text), "{text}");
    }
}

#[test]
fn days() {
    for day in [
        "2026-11-24",
        "2024-02-29",
        "2000-02-29",
        "2026-01-31",
        "2026-12-31",
        "0001-01-01",
        "9999-12-31",
    ] {
        assert!(is_day(day), "{day}");
    }
    for text in [
        "",
        "2026-11-31",
        "2026-02-29",
        "1900-02-29",
        "2026-00-01",
        "2026-13-01",
        "2026-01-00",
        "2026-1-1",
        "2026-01-01 ",
        "2026/01/01",
        "20260101",
        "+026-01-01",
        "2026-01-0１",
        "-026-01-01",
        "2026-11-24T00:00:00Z",
        "vandaag 01",
    ] {
        assert!(!is_day(text), "{text}");
    }
}
