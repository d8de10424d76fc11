//! An answer that cannot be left.

use super::Trial;
use crate::failure::{Failure, at};
use crate::guide::fake::{self, Answer, Fake};
use crate::guide::outcome::{files, must};
use serde_json::{Value, json};
use std::fs;

/// Tries each; says how many there were.
pub(super) fn check(trial: &Trial<'_>) -> Result<usize, Failure> {
    let text = trial.site.folder.join("thanks.txt");
    at(&text, fs::write(&text, "Thank you."))?;
    Ok(nowhere_to_leave_it(trial)? + not_taken(trial)?)
}

/// A report that asks for none, or leads where no mailbox can be. Nothing is sealed or sent.
fn nowhere_to_leave_it(trial: &Trial<'_>) -> Result<usize, Failure> {
    let (name, inbox) = trial.inbox("nowhere")?;
    let right = asks(trial)?["reply"].clone();
    let (mailbox, recipient) = (&right["mailbox"], &right["recipient"]);
    let reports = [
        json!({}),
        json!([]),
        json!({ "reply": null }),
        json!({ "reply": { "mailbox": "../../v1/envelopes", "recipient": recipient } }),
        json!({ "reply": { "mailbox": mailbox, "recipient": "AAAA" } }),
        json!({ "reply": { "mailbox": mailbox, "recipient": 7 } }),
    ];
    let report = inbox.join("report.json");
    for text in reports.iter().map(Value::to_string).chain(["{".to_owned()]) {
        at(&report, fs::write(&report, &text))?;
        let ended = trial.run(&trial.site.intake, &name, &answer("thanks.txt"))?;
        trial.ended(&text, &ended, 1, "asks for no answer")?;
    }
    at(&report, fs::write(&report, asks(trial)?.to_string()))?;
    let long = trial.site.folder.join("long.txt");
    at(&long, fs::write(&long, "x".repeat(5001)))?;
    let ended = trial.run(&trial.site.intake, &name, &answer("long.txt"))?;
    trial.ended("a long answer", &ended, 1, "one to 5,000")?;
    let sealed = files(&inbox, "answer")?.len();
    must(sealed == 0, || format!("{sealed} answers are sealed"))?;
    Ok(reports.len() + 2)
}

/// The intake is away, and then the mailbox is full: the answer stays here, sealed, until it is
/// taken, and is the same bytes each time.
fn not_taken(trial: &Trial<'_>) -> Result<usize, Failure> {
    let (name, inbox) = trial.inbox("not-taken")?;
    let report = inbox.join("report.json");
    at(&report, fs::write(&report, asks(trial)?.to_string()))?;
    let ended = trial.run(&fake::nobody()?, &name, &answer("thanks.txt"))?;
    trial.ended("an answer to nobody", &ended, 4, "cannot be reached")?;
    let waiting = files(&inbox, "answer")?;
    let [file] = &waiting[..] else {
        return Err(Failure::Guide(format!("these answers wait: {waiting:?}")));
    };
    let sealed = at(file, fs::read(file))?;
    // The guide has left four.
    let ended = trial.run(&trial.site.intake, &name, &["--send"])?;
    trial.ended("a fifth answer", &ended, 1, "mailbox-full (409)")?;
    must(at(file, fs::read(file))? == sealed, || {
        "the sealed answer has changed".to_owned()
    })?;
    let taken = Fake::start(vec![Answer::new("POST /v1/mailboxes/", "201 Created", "")])?;
    let ended = trial.run(&taken.url, &name, &["--send"])?;
    trial.ended("an answer at last", &ended, 0, "")?;
    must(!file.exists(), || "the answer is sent again".to_owned())?;
    Ok(2)
}

/// The words that answer the report in `report.json`.
fn answer(text: &str) -> [&str; 5] {
    ["--answer", "report", "intake-desk", "en", text]
}

/// The report that asks for an answer.
fn asks(trial: &Trial<'_>) -> Result<Value, Failure> {
    let path = trial.site.folder.join("asks.json");
    let text = at(&path, fs::read_to_string(&path))?;
    serde_json::from_str(&text).map_err(|error| Failure::Guide(error.to_string()))
}
