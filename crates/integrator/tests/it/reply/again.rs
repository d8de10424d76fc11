//! An answer of which nobody knows whether it arrived: it is there once, whatever happens.

use std::fs::{File, OpenOptions};
use std::net::Shutdown;
use std::process::Stdio;

use super::{Asked, Done, replying};
use crate::harness::{DEADLINE, mode, text};
use crate::server::canned;

/// What the person wrote into the file `answer`, as it is read in the mailbox.
const WORDS: &str = "ሰላም። Dank u.\nWij komen morgen.";

impl Asked {
    /// Sends to this address what was sealed before.
    fn again(&self, url: &str, more: &[&str]) -> Done {
        let sending = [
            "reply",
            "--json",
            "--intake",
            url,
            "--token-file",
            "token",
            "--identity",
            "mine.key",
            "--again",
            "asks.envelope",
        ];
        self.desk.run(&[&sending[..], more].concat())
    }

    /// Answers while the intake is away; says how the file is called in which the answer waits.
    fn left_waiting(&self) -> String {
        let away = canned(vec![("/".to_owned(), "503 X".to_owned(), Vec::new())]);
        let done = self.desk.run(&replying(&away, "asks.envelope"));
        assert_eq!(done.code, 4, "{done:?}");
        self.waiting(".").pop().expect("it waits")
    }

    /// The sealed answers that wait in a folder.
    fn waiting(&self, folder: &str) -> Vec<String> {
        let mut names = self.desk.list(folder);
        names.retain(|it| it.ends_with(".reply"));
        names
    }
}

#[test]
fn an_answer_whose_receipt_was_lost_is_sent_again_as_the_same_bytes() {
    let asked = Asked::new();
    let (url, taken) = asked.intake.swallowing();
    let mut command = asked.desk.command(&replying(&url, "asks.envelope"));
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let running = command.spawn().expect("the command starts");
    let connection = taken.recv_timeout(DEADLINE).expect("the intake takes it");
    connection.shutdown(Shutdown::Both).expect("it is open");
    let output = running.wait_with_output();
    let lost = Done::of(output.expect("the command ends"));
    assert_eq!(lost.code, 4, "{lost:?}");
    assert_eq!(asked.texts(), [WORDS], "it has arrived");

    // It waits as it was sealed: nothing in it tells of the words or of the mailbox.
    let [file] = &asked.waiting(".")[..] else {
        panic!("one answer waits");
    };
    for said in [file.as_str(), "--again"] {
        assert!(lost.stderr.contains(said), "{lost:?}");
    }
    assert_eq!(mode(&asked.desk.path(file)), 0o600);
    let kept = asked.desk.read(file);
    assert_eq!(kept.len() as u64, submission::MESSAGE_LEN);

    let again = asked.again(&asked.intake.url(), &[]);
    assert_eq!(again.code, 0, "{again:?}");
    let left = again.json();
    assert_eq!(left["new"], false);
    assert_eq!(left["digest"], envelope::Digest::of(&kept).to_string());
    assert_eq!(asked.texts(), [WORDS], "it is there once");
    assert_eq!(asked.waiting("."), [""; 0], "nothing waits any more");
    for secret in [WORDS, &text(&left["mailbox"])] {
        let found = kept.windows(secret.len()).any(|it| it == secret.as_bytes());
        assert!(!found, "{secret} is in the file");
    }
}

/// The answer is on the disk before the intake can have it.
#[test]
fn a_command_that_is_killed_loses_no_answer_and_doubles_none() {
    let asked = Asked::new();
    let (url, taken) = asked.intake.swallowing();
    let mut command = asked.desk.command(&replying(&url, "asks.envelope"));
    let mut running = command.spawn().expect("the command starts");
    taken.recv_timeout(DEADLINE).expect("the intake takes it");
    running.kill().expect("it waits for the intake's word");
    running.wait().expect("it has ended");
    let again = asked.again(&asked.intake.url(), &[]);
    assert_eq!(again.code, 0, "{again:?}");
    assert_eq!(asked.texts(), [WORDS]);
}

/// Whoever writes other words meanwhile is told, and finds the first ones in the mailbox.
#[test]
fn what_waits_is_neither_forgotten_nor_sealed_anew() {
    let asked = Asked::new();
    let file = asked.left_waiting();
    let kept = asked.desk.read(&file);
    asked.desk.write("answer", "Something else.");
    let other = asked.reply("asks.envelope", &[]);
    assert_eq!(other.code, 1, "{other:?}");
    assert!(other.stderr.contains("--again"), "{other:?}");
    assert_eq!(asked.texts(), [""; 0]);
    assert_eq!(asked.desk.read(&file), kept);

    let away = canned(vec![("/".to_owned(), "503 X".to_owned(), Vec::new())]);
    assert_eq!(asked.again(&away, &[]).code, 4, "it may take many times");
    let again = asked.again(&asked.intake.url(), &[]);
    assert_eq!(again.json()["new"], true);
    assert_eq!(asked.reply("asks.envelope", &[]).code, 0);
    assert_eq!(asked.texts(), [WORDS, "Something else."]);
}

/// A refusal says that the first try is not in the mailbox, and says nothing about an earlier one.
#[test]
fn what_is_refused_waits_only_when_it_may_have_arrived_before() {
    let asked = Asked::new();
    let token = asked.desk.read("token");
    asked.desk.write("token", "AAAA");
    let refused = asked.reply("asks.envelope", &[]);
    assert_eq!(refused.code, 5, "{refused:?}");
    assert_eq!(asked.waiting("."), [""; 0]);

    let file = asked.left_waiting();
    assert_eq!(asked.again(&asked.intake.url(), &[]).code, 5);
    asked.desk.write("token", token);
    assert_eq!(asked.waiting("."), [file]);
    assert_eq!(asked.again(&asked.intake.url(), &[]).code, 0);
    assert_eq!(asked.texts(), [WORDS]);
}

#[test]
fn what_cannot_be_sent_again_has_a_code() {
    let asked = Asked::new();
    let url = asked.intake.url();
    for (more, code, said) in [
        (&[][..], 1, "no answer to this report waits"),
        (
            &["--keep", "elsewhere"],
            1,
            "no answer to this report waits",
        ),
        (&["--text", "answer"], 2, "cannot be used with"),
        (&["--from", "intake-desk"], 2, "cannot be used with"),
    ] {
        let done = asked.again(&url, more);
        assert_eq!(done.code, code, "{more:?}: {done:?}");
        assert!(done.stderr.contains(said), "{more:?}: {done:?}");
    }
    let mut without_text = replying(&url, "asks.envelope").to_vec();
    without_text.drain(12..14);
    assert_eq!(asked.desk.run(&without_text).code, 2);

    let file = asked.left_waiting();
    let kept = asked.desk.read(&file);
    let report = asked.desk.read("asks.json");
    for spoilt in [&kept[1..], &[&kept[..], b"x"].concat(), &report, &[]] {
        asked.desk.write(&file, spoilt);
        let done = asked.again(&url, &[]);
        assert_eq!(done.code, 6, "{done:?}");
        assert!(done.stderr.contains("holds no sealed answer"), "{done:?}");
    }
    assert_eq!(asked.texts(), [""; 0]);
}

/// Beside what comes through a pipe nothing can be kept.
#[test]
fn an_answer_waits_in_the_folder_that_is_named() {
    let asked = Asked::new();
    let away = canned(vec![("/".to_owned(), "503 X".to_owned(), Vec::new())]);
    let piped = |url: &str, more: &[&str]| {
        let reply = [&replying(url, "/dev/stdin")[..], more].concat();
        asked.desk.run_after("cat asks.envelope |", &reply)
    };
    let nowhere = piped(&away, &[]);
    assert_eq!(nowhere.code, 2, "{nowhere:?}");
    assert!(nowhere.stderr.contains("--keep"), "{nowhere:?}");

    assert_eq!(piped(&away, &["--keep", "outbox"]).code, 4);
    assert_eq!(asked.waiting("outbox").len(), 1);
    assert_eq!(asked.waiting("."), [""; 0]);
    let again = asked.again(&asked.intake.url(), &["--keep", "outbox"]);
    assert_eq!(again.code, 0, "{again:?}");
    assert_eq!(asked.waiting("outbox"), [""; 0]);
}

/// What has arrived and cannot be said is not to be answered again.
#[test]
fn an_answer_that_arrived_unsaid_does_not_wait() {
    let asked = Asked::new();
    let url = asked.intake.url();
    let full = OpenOptions::new().write(true).open("/dev/full");
    let full: File = full.expect("this system has it");
    let mut command = asked.desk.command(&replying(&url, "asks.envelope"));
    let output = command.stdout(full).stderr(Stdio::piped()).output();
    let unsaid = Done::of(output.expect("the command runs"));
    assert_eq!(unsaid.code, 1, "{unsaid:?}");
    let said = "the answer is in the mailbox, but";
    assert!(unsaid.stderr.contains(said), "{unsaid:?}");
    assert_eq!(asked.waiting("."), [""; 0]);
    assert_eq!(asked.texts(), [WORDS]);
}
