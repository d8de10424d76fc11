//! Every mistake is named with its place, all of them at once.

mod rules;
mod texts;
mod values;

use serde_json::Value;

use super::{TODAY, lines};
use crate::harness::{Desk, Done};
use crate::operator::manifest;

/// Marks, in the new text of a case, the character at which the mistake stands.
const HERE: char = '‸';

/// What is written in the place of what, the JSON pointer of the mistake, and what is said of it.
type Case = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

fn base() -> String {
    format!("{:#}\n", manifest())
}

fn check(desk: &Desk, text: &str) -> Done {
    desk.write("site.json", text);
    desk.say(&format!("site check site.json --json --today {TODAY}"))
}

/// The line and the column of a byte, counted in characters.
fn place(text: &str, offset: usize) -> (usize, usize) {
    let (mut line, mut column) = (1, 1);
    for c in text[..offset].chars() {
        column += 1;
        if c == '\n' {
            (line, column) = (line + 1, 1);
        }
    }
    (line, column)
}

/// Whether one of the findings is this one, and is not said twice.
fn assert_named(
    name: &str,
    done: &Done,
    (line, column): (usize, usize),
    path: &str,
    says: &str,
) -> Value {
    let found = lines(done);
    let named: Vec<&Value> = found
        .iter()
        .filter(|it| it["problem"].as_str().is_some_and(|it| it.contains(says)))
        .collect();
    let [one] = named[..] else {
        panic!("{name}: not once {says:?}: {done:?}");
    };
    assert_eq!(one["path"], path, "{name}");
    assert_eq!(
        (&one["line"], &one["column"]),
        (&line.into(), &column.into()),
        "{name}"
    );
    assert!(
        one["advice"].as_str().is_some_and(|it| it.len() > 10),
        "{name}"
    );
    one.clone()
}

#[test]
fn each_stands_where_it_is_written() {
    let desk = Desk::new();
    let base = base();
    let good = check(&desk, &base);
    assert_eq!(good.code, 0, "{good:?}");
    for (name, from, to, path, says) in texts::CASES.iter().chain(values::CASES) {
        assert!(base.contains(from), "{name}: {from} is there");
        let marked = base.replacen(from, to, 1);
        let offset = marked
            .find(HERE)
            .unwrap_or_else(|| panic!("{name}: no mark"));
        let text = marked.replace(HERE, "");
        let done = check(&desk, &text);
        let one = assert_named(name, &done, place(&text, offset), path, says);
        let code = if one["level"] == "warning" { 0 } else { 6 };
        assert_eq!(done.code, code, "{name}: {done:?}");
    }
}

/// Where the whole is wrong: the place is the part that has to change.
#[test]
fn each_rule_is_held_on_every_day() {
    let desk = Desk::new();
    for (name, change, level, path, says) in rules::CASES {
        let mut manifest = manifest();
        change(&mut manifest);
        let text = format!("{manifest:#}\n");
        let done = check(&desk, &text);
        let value = manifest.pointer(path).expect("the place is there");
        let found = lines(&done);
        let named = found.iter().find(|it| it["path"] == *path);
        let named = named.unwrap_or_else(|| panic!("{name}: nothing at {path}: {done:?}"));
        assert_eq!(&named["level"], level, "{name}: {named}");
        assert!(
            named["problem"]
                .as_str()
                .is_some_and(|it| it.contains(says)),
            "{name}: {named}"
        );
        assert_eq!(done.code, if *level == "mistake" { 6 } else { 0 }, "{name}");
        // The text from the place on is the value.
        let line = named["line"]
            .as_u64()
            .and_then(|it| usize::try_from(it).ok());
        let begins = text
            .lines()
            .nth(line.expect("a line") - 1)
            .expect("it is there");
        let column = named["column"]
            .as_u64()
            .and_then(|it| usize::try_from(it).ok());
        let begins = &begins[column.expect("a column") - 1..];
        let first = value.to_string().chars().next().expect("no value is empty");
        assert!(begins.starts_with(first), "{name}: {begins}");
    }
}

/// In the order of the file, in text as in JSON, and nothing else with them.
#[test]
fn all_are_named_at_once() {
    let desk = Desk::new();
    let text = base()
        .replace("\"telephone\": \"112\"", "\"telephone\": \"one\"")
        .replace("\"camera\": false", "\"camera\": \"no\"")
        .replace("\"sequence\": 1", "\"sequence\": -1, \"colour\": 1");
    let found = lines(&check(&desk, &text));
    let paths: Vec<&str> = found.iter().filter_map(|it| it["path"].as_str()).collect();
    assert_eq!(
        paths,
        ["/help/0/telephone", "/kiosk/camera", "/sequence", "/colour"]
    );
    let done = desk.say(&format!("site check site.json --today {TODAY}"));
    assert_eq!(done.code, 6, "{done:?}");
    assert_eq!(
        done.stderr.lines().next(),
        Some("error: the manifest has mistakes: 4")
    );
    let (line, column) = place(&text, text.find("\"one\"").expect("it is there"));
    let first = format!(
        "site.json: line {line}, column {column}, /help/0/telephone: this is not a telephone number"
    );
    assert_eq!(done.stdout.lines().next(), Some(first.as_str()));
    assert_eq!(done.stdout.lines().count(), 8);
}

/// What the edition before says can be added to, and not taken back.
#[test]
fn an_edition_follows_the_one_before() {
    let desk = Desk::new();
    let before = base().replace(
        "\"forcedExclusions\": {",
        "\"forcedExclusions\": {\n    \"ADV-ASK\": \"on-site\",",
    );
    let before = before.replace("\"sequence\": 1", "\"sequence\": 7");
    desk.write("before.json", &before);
    let after = |sequence: &str, site: &str, exclusions: bool| {
        let text = if exclusions {
            before.clone()
        } else {
            base().replace("\"sequence\": 1", "\"sequence\": 7")
        };
        let text = text.replace("\"sequence\": 7", sequence);
        desk.write("site.json", text.replace("\"site\": \"demo\"", site));
        desk.say(&format!(
            "site check site.json --json --today {TODAY} --previous before.json"
        ))
    };
    let demo = "\"site\": \"demo\"";
    let good = after("\"sequence\": 8", demo, true);
    assert_eq!(good.code, 0, "{good:?}");
    for (done, path, says) in [
        (
            after("\"sequence\": 7", demo, true),
            "/sequence",
            "the number 7",
        ),
        (
            after("\"sequence\": 6", demo, true),
            "/sequence",
            "the number 7",
        ),
        (
            after("\"sequence\": 8", "\"site\": \"west\"", true),
            "/site",
            "\"demo\"",
        ),
        (
            after("\"sequence\": 8", demo, false),
            "/forcedExclusions",
            "ADV-ASK is missing",
        ),
    ] {
        assert_eq!(done.code, 6, "{done:?}");
        let found = lines(&done);
        assert_eq!(found.len(), 1, "{done:?}");
        assert_eq!(found[0]["path"], path);
        assert!(
            found[0]["problem"]
                .as_str()
                .is_some_and(|it| it.contains(says)),
            "{done:?}"
        );
    }
}
