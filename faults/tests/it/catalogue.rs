//! `docs/failures.md`: every row is there, and every test it names exists.

use std::fs;
use std::path::Path;

fn root() -> &'static Path {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    root.expect("a folder of the repository")
}

/// The cells of every row of a failure.
fn rows() -> Vec<Vec<String>> {
    let text = fs::read_to_string(root().join("docs/failures.md")).expect("it is there");
    let cells = |line: &str| {
        let line = line.strip_prefix("| ")?.strip_suffix('|')?.to_owned();
        let cells: Vec<_> = line.split(" | ").map(|it| it.trim().to_owned()).collect();
        let (kind, number) = cells[0].split_at_checked(1)?;
        ("LDK".contains(kind) && number.parse::<u8>().is_ok()).then_some(cells)
    };
    text.lines().filter_map(cells).collect()
}

#[test]
fn every_failure_has_its_row() {
    let named = |kind: char, last: u8| (1..=last).map(move |number| format!("{kind}{number}"));
    let expected: Vec<_> = named('L', 25)
        .chain(named('D', 10))
        .chain(named('K', 10))
        .collect();
    let rows = rows();
    let found: Vec<_> = rows.iter().map(|it| it[0].clone()).collect();
    assert_eq!(found, expected);
    for row in rows {
        assert_eq!(row.len(), 5, "{row:?}");
        assert!(!row[1].is_empty() && !row[2].is_empty(), "{row:?}");
        assert!(
            row[3].contains("::") || row[3].contains("not yet"),
            "{row:?}"
        );
    }
}

#[test]
fn every_test_that_is_named_exists() {
    let mut missing = vec![];
    for row in rows() {
        let named = row[3].split('`').filter_map(|it| it.split_once("::"));
        for (path, name) in named {
            let source = fs::read_to_string(root().join(path)).unwrap_or_default();
            if !source.contains(&format!("fn {name}(")) {
                missing.push(format!("{}: {path}::{name}", row[0]));
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}
