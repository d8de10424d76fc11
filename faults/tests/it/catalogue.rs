//! `docs/failures.md`: every row is there. What it and `docs/threat-model.md` name exists.

use std::fs;
use std::path::Path;

fn root() -> &'static Path {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    root.expect("a folder of the repository")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).expect("it is there")
}

/// Whether a file has a function of this name.
fn has_test(path: &str, name: &str) -> bool {
    let source = fs::read_to_string(root().join(path)).unwrap_or_default();
    source.contains(&format!("fn {name}("))
}

/// The cells of every row of a failure.
fn rows() -> Vec<Vec<String>> {
    let text = read("docs/failures.md");
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
            if !has_test(path, name) {
                missing.push(format!("{}: {path}::{name}", row[0]));
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn everything_the_threat_model_names_exists() {
    let text = read("docs/threat-model.md");
    let quoted: Vec<_> = text.split('`').skip(1).step_by(2).collect();
    let (mut tests, mut missing) = (0, vec![]);
    for name in quoted.into_iter().filter(|it| *it != "file::name") {
        let exists = match name.split_once("::") {
            Some((path, test)) => {
                tests += 1;
                has_test(path, test)
            }
            // `/staff` is an address, `--max-storage` an option.
            None => name.starts_with(['/', '-']) || root().join(path_of(name)).exists(),
        };
        if !exists {
            missing.push(name);
        }
    }
    assert_eq!(missing, Vec::<&str>::new());
    assert!(tests > 50, "only {tests} tests are named");
}

/// Another page of `docs` is named alone.
fn path_of(name: &str) -> String {
    match name.contains('/') {
        true => name.to_owned(),
        false => format!("docs/{name}"),
    }
}
