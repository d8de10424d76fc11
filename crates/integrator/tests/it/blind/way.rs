use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::clock::Clock;
use super::intake::{self, Answer, Program};
use super::known::Known;
use super::stored::{self, Files};
use crate::harness::{Desk, RESIDENT, STAFF, text};

/// What was typed, in several scripts, and what a visitor shows of themselves.
pub(super) const TYPED: [&str; 4] = [
    "the blue door by the laundry",
    "ኣብ ጥቓ ሰማያዊ ማዕጾ",
    "بجانب الباب الأزرق",
    "🚪 door 4711",
];
pub(super) const ANSWERED: &str = "somebody will come on Thursday";
const FILE: &[u8] = b"a file of notes about the blue door, line after line. ";
const VISITOR: &str = "user-agent: Tablet-Probe/7.3\r\nx-forwarded-for: 203.0.113.77\r\n\
                       forwarded: for=203.0.113.77\r\ncookie: id=visitor-4711\r\n";

/// A report with the texts in it: whose, what it is about, and how much was written.
pub(super) fn report(start: &str, category: &str, times: usize) -> Value {
    let mut report: Value = serde_json::from_str(start).expect("JSON");
    report["category"] = json!(category);
    let typed = TYPED.join("\n").repeat(times);
    let place = match report["audience"] == "staff" {
        true => "/cards/0/observed/text",
        false => "/answers/happened/text",
    };
    *report.pointer_mut(place).expect("a text") = json!(typed);
    report
}

/// Everything a report's way leaves behind: with the answer to it, refusals, and who only looks.
pub(super) struct Way {
    pub(super) desk: Desk,
    pub(super) program: Program,
    pub(super) clock: Clock,
    /// When the tables were made, which the database keeps.
    pub(super) made: BTreeSet<Vec<u8>>,
    pub(super) code: String,
    pub(super) answers: Vec<Answer>,
}

impl Way {
    /// In the intake's own file, or in the database that this URL names.
    pub(super) fn gone(database: Option<&str>) -> Self {
        let desk = Desk::new();
        let clock = Clock::start();
        let program = Program::start(&desk, database);
        let tables = stored::times_in(&stored::by_the_intake(&desk, database));
        let key = program.receipt_key(&desk);
        desk.must(&["site", "demo", "demo", "--receipt-key", &key]);
        let mine = desk.keygen("mine");
        let site = [
            "--site",
            "demo/sites/demo.json",
            "--operator",
            "demo/operator.pub",
        ];
        let made = desk
            .must(&[&["mailbox", "new", "--json"], &site[..]].concat())
            .json();
        let code = text(&made["code"]);
        desk.write("code", &code);

        let mut asks = report(RESIDENT, "THR-PER", 3);
        asks["answers"]["answer-wanted"] = json!({"choice": "yes"});
        asks["reply"] = made["reply"].clone();
        desk.write("notes.txt", FILE.repeat(4_000));
        for (name, report) in [
            ("staff", report(STAFF, "VEX-REC", 20)),
            ("resident", report(RESIDENT, "OTH-OTH", 1)),
            ("asks", asks),
        ] {
            desk.seal(name, &report.to_string(), &mine);
        }
        let sealing = ["seal", "--recipient", &mine, "--report", "staff.json"];
        desk.must(
            &[
                &sealing[..],
                &["--attach", "notes.txt", "--output", "long.envelope"],
            ]
            .concat(),
        );

        let mut way = Self {
            desk,
            program,
            clock,
            made: tables,
            code,
            answers: Vec::new(),
        };
        way.hand_in();
        way.be_answered();
        way
    }

    /// With all that a visitor may show; also what is no envelope, and bytes that were harmed.
    fn hand_in(&mut self) {
        for name in ["staff", "resident", "asks", "long"] {
            let bytes = self.desk.read(&format!("{name}.envelope"));
            self.ask(&intake::put(&bytes, VISITOR), 201);
            self.ask(&intake::put(&bytes, VISITOR), 200);
        }
        let plain = self.desk.read("staff.json");
        self.ask(&intake::put(&plain, VISITOR), 400);
        let path = format!("/v1/envelopes/{}", TYPED[0].replace(' ', "%20"));
        self.ask(&intake::get(&path, VISITOR), 401);
    }

    fn be_answered(&mut self) {
        self.desk.write("answer", ANSWERED);
        let url = self.program.url();
        let token = ["--intake", &url, "--token-file", "token"];
        let reply = [
            "--identity",
            "mine.key",
            "--from",
            "trust-coordinator",
            "--language",
            "en",
            "--text",
            "answer",
            "asks.envelope",
        ];
        self.desk.must(&[&["reply"], &token[..], &reply].concat());
        self.desk
            .must(&[&["fetch"], &token[..], &["--output", "in"]].concat());
        let site = [
            "--site",
            "demo/sites/demo.json",
            "--operator",
            "demo/operator.pub",
        ];
        let read = ["mailbox", "read", "--intake", &url, "--code-file", "code"];
        let read = self.desk.must(&[&read[..], &site].concat());
        assert!(read.stdout.contains(ANSWERED), "{read:?}");
        // Which deletes it: the intake has no other reader.
        self.desk
            .must(&[&["ack"], &token[..], &["resident.envelope"]].concat());
    }

    fn ask(&mut self, request: &[u8], status: u16) {
        let answer = self.program.ask(request);
        assert_eq!(
            answer.status,
            status,
            "{}",
            String::from_utf8_lossy(&answer.bytes)
        );
        self.answers.push(answer);
    }

    /// Fails when an envelope that nobody has acknowledged is not in there: then something else was
    /// searched.
    pub(super) fn must_be_in(&self, files: &Files) {
        for name in ["staff", "asks", "long"] {
            stored::must_have(files, &self.desk.read(&format!("{name}.envelope")));
        }
    }

    /// Everything that must not be anywhere: what was written, of what kind it was, who wrote it and
    /// from where, and what opens it.
    pub(super) fn known(&self) -> Known {
        let words = [
            "VEX-REC",
            "OTH-OTH",
            "THR-PER",
            "audience",
            "resident",
            "trust-coordinator",
            "intake-desk",
            "observed",
            "happened",
            "visitor-4711",
            "Tablet-Probe",
            "203.0.113.77",
            "127.0.0.1",
            "a file of notes",
            "notes.txt",
            ANSWERED,
        ];
        let identity = String::from_utf8(self.desk.read("mine.key")).expect("text");
        let mut known = Known::default();
        for text in TYPED.iter().chain(&words) {
            known.add(text);
        }
        known.add(identity.trim());
        known.add(&self.code);
        known.add(&self.code.replace(' ', ""));
        known
    }
}
