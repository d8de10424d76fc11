use std::collections::HashSet;

use super::*;

#[test]
fn every_type_round_trips_and_is_unique() {
    for problem_type in ProblemType::ALL {
        let problem = Problem::from(problem_type);
        assert_eq!(Problem::parse(problem.to_json().as_bytes()), Ok(problem));
    }
    let urns: HashSet<_> = ProblemType::ALL.iter().map(|it| it.urn()).collect();
    let titles: HashSet<_> = ProblemType::ALL.iter().map(|it| it.title()).collect();
    assert_eq!((urns.len(), titles.len()), (20, 20));
}

#[test]
fn the_wire_form_is_the_documented_one() {
    assert_eq!(
        Problem::from(ProblemType::StorageFull).to_json(),
        concat!(
            r#"{"type":"urn:sealpost:problem:storage-full","#,
            r#""title":"The intake's storage is full.","status":507,"retry":true}"#
        )
    );
}

#[test]
fn a_fault_of_the_server_may_be_retried() {
    for it in ProblemType::ALL {
        assert!(it.retry() || it.status() < 500, "{it:?}");
    }
}

#[test]
fn other_answers_are_told_apart() {
    let cases: [(&str, Result<Problem, ProblemError>); 5] = [
        ("<html>", Err(ProblemError::Malformed)),
        ("{}", Err(ProblemError::Malformed)),
        (r#"{"type":"about:blank"}"#, Err(ProblemError::UnknownType)),
        (
            r#"{"type":"urn:sealpost:problem:Internal"}"#,
            Err(ProblemError::UnknownType),
        ),
        (
            r#"{"type":"urn:sealpost:problem:internal","detail":"more"}"#,
            Ok(Problem::from(ProblemType::Internal)),
        ),
    ];
    for (json, expected) in cases {
        assert_eq!(Problem::parse(json.as_bytes()), expected, "{json}");
    }
}

#[test]
fn the_documented_table_is_this_enum() {
    let document = include_str!("../../../../docs/submission.md");
    let rows = ProblemType::ALL.map(|it| {
        let name = it.urn().trim_start_matches("urn:sealpost:problem:");
        let retry = if it.retry() { "yes" } else { "no" };
        format!("| `{name}` | {} | {retry} |", it.status())
    });
    let (_, table) = document
        .split_once("| --- | --- | --- | --- |")
        .expect("a table");
    let table: Vec<_> = table
        .lines()
        .skip(1)
        .take_while(|it| !it.is_empty())
        .collect();
    assert_eq!(table.len(), rows.len());
    for (row, documented) in rows.iter().zip(table) {
        assert!(documented.starts_with(row), "{row} is not {documented}");
    }
}
