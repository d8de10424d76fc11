//! What an intake has of the reports that pass through it: nothing that was written in them, and
//! nothing by which one could be told from another.

mod intake;
mod known;
mod receiver;

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::harness::{Desk, RESIDENT, STAFF, text};
use intake::{Answer, Program};
use known::Known;

/// What was typed, in several scripts, and what a visitor shows of themselves.
const TYPED: [&str; 4] = [
    "the blue door by the laundry",
    "ኣብ ጥቓ ሰማያዊ ማዕጾ",
    "بجانب الباب الأزرق",
    "🚪 door 4711",
];
const ANSWERED: &str = "somebody will come on Thursday";
const FILE: &[u8] = b"a file of notes about the blue door, line after line. ";
const VISITOR: &str = "user-agent: Tablet-Probe/7.3\r\nx-forwarded-for: 203.0.113.77\r\n\
                       forwarded: for=203.0.113.77\r\ncookie: id=visitor-4711\r\n";

/// A report with the texts in it: whose, what it is about, and how much was written.
fn report(start: &str, category: &str, times: usize) -> Value {
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
struct Way {
    desk: Desk,
    program: Program,
    code: String,
    answers: Vec<Answer>,
}

impl Way {
    fn gone() -> Self {
        let desk = Desk::new();
        let program = Program::start(&desk);
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
        let fetched = self.desk.list("in").into_iter();
        let mut envelopes = fetched.filter(|it| it.ends_with(".envelope"));
        let one = format!("in/{}", envelopes.next().expect("an envelope"));
        self.desk.must(&[&["ack"], &token[..], &[&one]].concat());
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

    /// Everything that must not be anywhere: what was written, of what kind it was, who wrote it and
    /// from where, and what opens it.
    fn known(&self) -> Known {
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

/// Every byte that the intake stored, logged, showed to monitoring, told by webhook or answered.
#[test]
fn nothing_that_was_written_is_anywhere_at_the_intake() {
    let mut way = Way::gone();
    let known = way.known();
    // That the search finds what there is: the reports as they were written, and the opened answer.
    for name in [
        "staff.json",
        "asks.json",
        "mine.key",
        "code",
        "notes.txt",
        "answer",
    ] {
        assert!(
            !known.found_in(&way.desk.read(name)).is_empty(),
            "{name} is searched in vain"
        );
    }

    // One for each envelope, the last of which has a file.
    for _ in 0..4 {
        let event = way.program.hook.next();
        let shown = String::from_utf8_lossy(&event);
        assert!(shown.contains("envelope-stored"), "{shown}");
        // Where it goes to is said to whoever is there.
        let without_host = shown.replace(&way.program.hook.address.to_string(), "");
        known.must_not_be_in(without_host.as_bytes(), &shown);
    }

    let metrics = way.program.metrics();
    assert!(
        String::from_utf8_lossy(&metrics.bytes).contains("# TYPE "),
        "no metrics"
    );
    known.must_not_be_in(&metrics.bytes, "the metrics");
    for answer in &way.answers {
        known.must_not_be_in(&answer.bytes, &String::from_utf8_lossy(&answer.bytes));
    }
    let log = way.program.stop();
    assert!(log.contains("refused"), "{log}");
    known.must_not_be_in(log.as_bytes(), &log);
    let mut seen = 0;
    for name in way.desk.list("intake/data") {
        let content = way.desk.read(&format!("intake/data/{name}"));
        seen += content.len();
        known.must_not_be_in(&content, &name);
    }
    let sealed = 3 * 42_204 + way.desk.read("long.envelope").len();
    assert!(seen > sealed, "the envelopes are among the {seen} bytes");
}

/// Whose it is, what it is about, for whom, and how much was written: none of it shows in length,
/// form, or how long the intake takes.
#[test]
fn two_reports_look_alike() {
    let desk = Desk::new();
    let program = Program::start(&desk);
    let (one, other) = (desk.keygen("one"), desk.keygen("other"));
    let long = report(STAFF, "VEX-REC", 30).to_string();
    let short = report(RESIDENT, "LGB-SAF", 1).to_string();
    assert!(long.len() > 5 * short.len());
    const ROUNDS: usize = 25;
    let mut answers: [Vec<Answer>; 2] = Default::default();
    let mut took: [Vec<Duration>; 2] = Default::default();
    for round in 0..ROUNDS {
        // Two readers of the one, one of the other.
        let kinds = [(&long, vec![&one, &other]), (&short, vec![&one])];
        for (kind, (report, readers)) in kinds.into_iter().enumerate() {
            let name = format!("{kind}-{round}");
            desk.write(&format!("{name}.json"), report);
            let (json, envelope) = (format!("{name}.json"), format!("{name}.envelope"));
            let mut seal = vec!["seal", "--report", &json, "--output", &envelope];
            seal.extend(readers.into_iter().flat_map(|it| ["--recipient", it]));
            desk.must(&seal);
            let request = intake::put(&desk.read(&envelope), "");
            let begin = Instant::now();
            answers[kind].push(program.ask(&request));
            took[kind].push(begin.elapsed());
        }
    }
    let [long, short] = &answers;
    for (a, b) in long.iter().zip(short) {
        assert_eq!((a.status, b.status), (201, 201));
        assert_eq!(a.form(), b.form());
    }
    let envelopes = ["0-0", "1-0"].map(|it| desk.read(&format!("{it}.envelope")));
    assert_eq!(envelopes[0].len(), envelopes[1].len());
    assert_eq!(
        envelopes[0][..12],
        envelopes[1][..12],
        "what stands before the random bytes"
    );
    let listing = program.ask(&intake::get(
        "/v1/envelopes?limit=1000",
        &program.bearer(&desk),
    ));
    let listing: Value = serde_json::from_slice(listing.body()).expect("JSON");
    let lines = listing["envelopes"].as_array().expect("a list");
    assert_eq!(lines.len(), 2 * ROUNDS);
    for line in lines {
        let line = line.as_object().expect("an object");
        assert!(
            line.keys().eq(["cursor", "day", "digest", "size"]),
            "{line:?}"
        );
        assert_eq!(
            (&line["size"], &line["day"]),
            (&json!(42_204), &lines[0]["day"])
        );
    }
    // The middle of either lies among the other's, far from its ends.
    let [long, short] = took.map(|mut it| {
        it.sort();
        it
    });
    for (these, those) in [(&long, &short), (&short, &long)] {
        let middle = these[ROUNDS / 2];
        let among = those[2] <= middle && middle <= those[ROUNDS - 3];
        assert!(among, "{middle:?} is not among {those:?}");
    }
}
