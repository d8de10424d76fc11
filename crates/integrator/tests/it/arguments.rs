//! What is wrong with the arguments alone.

use crate::harness::{Desk, STAFF};

/// Code 2 in both of its forms: of what clap refuses, and of what a command does.
#[test]
fn wrong_arguments_in_json() {
    let desk = Desk::new();
    let recipient = desk.keygen("reader");
    desk.seal("report", STAFF, &recipient);
    desk.write("token", "x".repeat(43));
    desk.write("answer.txt", "Thank you.");
    let to = ["--json", "--token-file", "token", "--intake"];
    let fetch = ["fetch", "--output", "in"];
    let reply = ["reply", "--identity", "reader.key", "--text", "answer.txt"];
    let report = ["--from", "desk", "report.envelope", "--language"];
    let cases: [(Vec<&str>, bool); 5] = [
        ([&fetch[..], &to].concat(), false),
        (
            [&fetch[..], &to, &["https://x.example", "--x"]].concat(),
            false,
        ),
        ([&fetch[..], &to, &["http://x.example"]].concat(), true),
        ([&fetch[..], &to, &["x.example"]].concat(), true),
        (
            [&reply[..], &report, &["?"], &to, &["https://x.example"]].concat(),
            true,
        ),
    ];
    for (arguments, json) in cases {
        let done = desk.run(&arguments);
        let line = serde_json::from_str(&done.stderr);
        let line: Option<serde_json::Value> = line.ok();
        let exit = line.and_then(|it| it["exit"].as_i64());
        assert_eq!(done.code, 2, "{arguments:?}: {done:?}");
        assert_eq!(exit, json.then_some(2), "{arguments:?}: {done:?}");
    }
}
