//! The tables of `docs/envelope.md` name every vector beside the rule that it tests.

use std::collections::BTreeMap;

use super::file::Vector;
use super::list::{NAMES, text_of};
use crate::test;

pub(crate) const SPECIFICATION: &str = include_str!("../../../../../docs/envelope.md");

/// Each vector that the tables name, with the word of its row.
fn named() -> BTreeMap<String, String> {
    let (_, tables) = SPECIFICATION
        .split_once("## What MUST be refused")
        .expect("the specification has the section");
    let (refused, rest) = tables
        .split_once("## What MUST open")
        .expect("the specification has the section");
    let (opens, _) = rest.split_once("\n## ").expect("a section follows");
    let mut named = BTreeMap::new();
    for (table, cells) in [(refused, 4), (opens, 2)] {
        let rows = table.lines().filter_map(|line| row(line, cells));
        for (word, names) in rows {
            for name in names.split(", ") {
                let name = name.trim_matches('`').to_owned();
                let before = named.insert(name, word.to_owned());
                assert_eq!(before, None, "a vector stands in one row: {names}");
            }
        }
    }
    named
}

/// A row's word and its vectors; nothing for other lines and for a table's head.
fn row(line: &str, cells: usize) -> Option<(&str, &str)> {
    let line = line.strip_prefix("| ")?.strip_suffix(" |")?;
    let row: Vec<_> = line.split(" | ").collect();
    assert_eq!(row.len(), cells, "{line}");
    let names = row.last().filter(|names| names.starts_with('`'))?;
    let word = if cells == 2 {
        "success"
    } else {
        row[0].trim_matches('`')
    };
    Some((word, names))
}

#[test]
fn the_specification_names_every_vector_beside_its_rule() {
    let expected: BTreeMap<_, _> = NAMES
        .iter()
        .map(|name| {
            (
                (*name).to_owned(),
                Vector::of(&text_of(name)).field("expect").to_owned(),
            )
        })
        .collect();
    assert_eq!(named(), expected);
}
