//! The way of an answer: from the report that asks for one to whoever has the return code.

use serde_json::{Value, json};

use crate::harness::{Desk, Done, RESIDENT, STAFF, text};
use crate::server::{IntakeServer, canned};

mod again;

const OPERATOR: [&str; 4] = [
    "--site",
    "demo/sites/demo.json",
    "--operator",
    "demo/operator.pub",
];

/// A desk with the demonstration site, where somebody has asked for an answer.
struct Asked {
    desk: Desk,
    intake: IntakeServer,
}

impl Asked {
    fn new() -> Self {
        let desk = Desk::new();
        let key = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
        desk.must(&["site", "demo", "demo", "--receipt-key", key]);
        let mine = desk.keygen("mine");
        let intake = IntakeServer::start(&desk);
        let code = desk.must(&[&["mailbox", "new", "--json"], &OPERATOR[..]].concat());
        desk.write("code", text(&code.json()["code"]));
        desk.seal("asks", &asking(&code.json()["reply"]), &mine);
        desk.seal("silent", RESIDENT, &mine);
        desk.seal("staff", STAFF, &mine);
        desk.write("answer", "ሰላም። Dank u.\nWij komen morgen.\n");
        Self { desk, intake }
    }

    fn reply(&self, envelope: &str, more: &[&str]) -> Done {
        let url = self.intake.url();
        let reply = replying(&url, envelope);
        self.desk.run(&[&reply[..], more].concat())
    }

    fn read(&self) -> Done {
        let url = self.intake.url();
        let read = [
            "mailbox",
            "read",
            "--json",
            "--intake",
            &url,
            "--code-file",
            "code",
        ];
        self.desk.run(&[&read[..], &OPERATOR[..]].concat())
    }

    /// The texts in the mailbox.
    fn texts(&self) -> Vec<String> {
        let done = self.read();
        assert_eq!(done.code, 0, "{done:?}");
        let line = |it: &str| serde_json::from_str::<Value>(it).expect("JSON");
        done.stdout
            .lines()
            .map(|it| text(&line(it)["text"]))
            .collect()
    }
}

/// The resident's report, which asks for an answer.
fn asking(reply: &Value) -> String {
    let mut report: Value = serde_json::from_str(RESIDENT).expect("JSON");
    report["answers"]["answer-wanted"] = json!({"choice": "yes"});
    report["reply"] = reply.clone();
    report.to_string()
}

fn replying<'a>(url: &'a str, envelope: &'a str) -> [&'a str; 15] {
    [
        "reply",
        "--json",
        "--intake",
        url,
        "--token-file",
        "token",
        "--identity",
        "mine.key",
        "--from",
        "intake-desk",
        "--language",
        "nl",
        "--text",
        "answer",
        envelope,
    ]
}

#[test]
fn an_answer_reaches_whoever_has_the_code() {
    let asked = Asked::new();
    assert_eq!(asked.texts(), [] as [&str; 0], "nothing yet");
    let left = asked.reply("asks.envelope", &[]);
    assert_eq!(left.code, 0, "{left:?}");
    assert_eq!(left.json()["new"], true);
    let read = asked.read();
    let line = read.json();
    assert_eq!(line["text"], "ሰላም። Dank u.\nWij komen morgen.");
    assert_eq!(line["from"], "intake-desk");
    assert_eq!(line["language"], "nl");

    // Another code leads elsewhere.
    let other = asked
        .desk
        .must(&[&["mailbox", "new", "--json"], &OPERATOR[..]].concat());
    asked.desk.write("code", text(&other.json()["code"]));
    assert_eq!(asked.texts(), [] as [&str; 0]);
}

/// The report says that it can be answered; in JSON it says where.
#[test]
fn whoever_opens_the_report_sees_that_an_answer_is_wanted() {
    let asked = Asked::new();
    let open = |envelope| {
        asked
            .desk
            .must(&["open", "--identity", "mine.key", envelope])
            .stdout
    };
    let said = "wants an answer: leave one with `sealpost reply`";
    assert!(open("asks.envelope").contains(said));
    assert!(!open("silent.envelope").contains(said));
    let json = asked
        .desk
        .must(&["open", "--json", "--identity", "mine.key", "asks.envelope"]);
    assert!(json.json()["report"]["reply"]["mailbox"].is_string());
}

/// It goes into a manifest as it is.
#[test]
fn an_operator_draws_a_salt() {
    let desk = Desk::new();
    let drawn = || text(&desk.must(&["mailbox", "salt", "--json"]).json()["mailboxSalt"]);
    let (one, other) = (drawn(), drawn());
    assert_ne!(one, other);
    for salt in [one, other] {
        let read: mailbox::Salt = salt.parse().expect("a salt");
        assert_eq!(read.to_string(), salt);
    }
}

#[test]
fn a_fifth_answer_waits_for_a_person_to_decide() {
    let asked = Asked::new();
    for n in 1..=4 {
        asked.desk.write("answer", format!("answer {n}"));
        assert_eq!(asked.reply("asks.envelope", &[]).code, 0);
    }
    asked.desk.write("answer", "answer 5");
    let full = asked.reply("asks.envelope", &[]);
    assert_eq!(full.code, 1, "{full:?}");
    assert!(full.stderr.contains("--replace-oldest"), "{full:?}");
    assert_eq!(asked.texts()[0], "answer 1");
    assert_eq!(asked.reply("asks.envelope", &["--replace-oldest"]).code, 0);
    assert_eq!(asked.texts(), [2, 3, 4, 5].map(|n| format!("answer {n}")));
}

/// What is wrong, and with which code the command ends; nothing is left in the mailbox.
#[test]
fn what_cannot_be_answered_has_a_code() {
    let asked = Asked::new();
    asked.desk.write("empty", " \n");
    asked.desk.write("long", "x".repeat(5_001));
    asked.desk.write("wrong-token", "AAAA");
    asked.desk.keygen("other");
    for (envelope, more, code) in [
        ("silent.envelope", &[][..], 6),
        ("staff.envelope", &[], 6),
        ("answer", &[], 6),
        ("missing", &[], 1),
        ("asks.envelope", &["--text", "empty"], 6),
        ("asks.envelope", &["--text", "long"], 6),
        ("asks.envelope", &["--text", "missing"], 1),
        ("asks.envelope", &["--language", "xx"], 2),
        ("asks.envelope", &["--from", "The desk"], 6),
        ("asks.envelope", &["--identity", "other.key"], 0),
        ("asks.envelope", &["--token-file", "wrong-token"], 5),
    ] {
        let url = asked.intake.url();
        let mut arguments = replying(&url, envelope).to_vec();
        // An option that is given twice counts as wrong arguments, but for identities.
        if let [option, value] = more {
            let at = arguments
                .iter()
                .position(|it| it == option)
                .expect("it is there");
            match *option {
                "--identity" => arguments.extend(more),
                _ => arguments[at + 1] = value,
            }
        }
        let done = asked.desk.run(&arguments);
        assert_eq!(done.code, code, "{envelope} {more:?}: {done:?}");
        assert!(!done.stderr.contains("Dank u"), "{done:?}");
    }
    assert_eq!(asked.texts().len(), 1, "the one that was right");
    let away = canned(vec![("/".to_owned(), "503 X".to_owned(), Vec::new())]);
    let done = asked.desk.run(&replying(&away, "asks.envelope"));
    assert_eq!(done.code, 4, "{done:?}");
}

#[test]
fn what_leads_to_no_mailbox_has_a_code() {
    let asked = Asked::new();
    for (code, said) in [
        ("1234", "has 24 digits, and this has 4"),
        ("4071 9382 6512 0948 5730 1600", "at least one digit"),
        ("a", "made of digits alone"),
    ] {
        asked.desk.write("code", code);
        let done = asked.read();
        assert_eq!(done.code, 6, "{done:?}");
        assert!(done.stderr.contains(said), "{done:?}");
    }
    // Something answers that is no intake, or another's page of the right length.
    let fresh = asked
        .desk
        .must(&[&["mailbox", "new", "--json"], &OPERATOR[..]].concat());
    asked.desk.write("code", text(&fresh.json()["code"]));
    for (length, code) in [(168_815, 4), (168_816, 0), (168_817, 4)] {
        let page = canned(vec![(
            "/v1/mailbox".to_owned(),
            "200 OK".to_owned(),
            vec![0; length],
        )]);
        let read = ["mailbox", "read", "--intake", &page, "--code-file", "code"];
        let done = asked.desk.run(&[&read[..], &OPERATOR[..]].concat());
        assert_eq!(done.code, code, "{length}: {done:?}");
    }
}
