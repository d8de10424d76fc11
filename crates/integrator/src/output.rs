//! The two streams: results on standard output, what happened around them on standard error.

use std::io::{self, Write};

use serde::Serialize;
use thiserror::Error;

use crate::failure::{Exit, Failure};
use crate::print::visible;

/// Where a command writes, and in which form.
#[derive(Debug)]
pub struct Output {
    json: bool,
    verbose: bool,
}

/// Standard output could not be written, for instance because the reader at its other end went away.
#[derive(Debug, Error)]
#[error("the result could not be written: {0}")]
pub struct OutputError(#[from] io::Error);

impl Failure for OutputError {
    fn advice(&self) -> &'static str {
        "Check where the output goes, then run the command again."
    }

    fn exit(&self) -> Exit {
        Exit::Failed
    }
}

impl Output {
    /// `json` turns results into JSON lines; `verbose` lets [`Output::detail`] speak.
    pub fn new(json: bool, verbose: bool) -> Self {
        Self { json, verbose }
    }

    /// One result: `text` for people, or `value` as one line of JSON for machines.
    pub fn result(&mut self, value: &impl Serialize, text: &str) -> Result<(), OutputError> {
        let mut stdout = io::stdout().lock();
        if self.json {
            writeln!(stdout, "{}", json_line(value))?;
        } else {
            writeln!(stdout, "{text}")?;
        }
        Ok(stdout.flush()?)
    }

    /// Something a person may want to know while the command goes on. Silent in JSON form.
    pub fn note(&mut self, text: &str) {
        if !self.json {
            say(text);
        }
    }

    /// Like [`Output::note`], but only when asked for with `--verbose`, and then in either form.
    pub fn detail(&mut self, text: &str) {
        if self.verbose {
            say(text);
        }
    }

    /// A failure, as two sentences or as one line of JSON, on standard error.
    pub fn failure(&mut self, failure: &dyn Failure) {
        self.failure_about(None, failure);
    }

    /// A failure of one thing among several, such as one file of many.
    pub fn failure_about(&mut self, subject: Option<&str>, failure: &dyn Failure) {
        let text = if self.json {
            json_line(&FailureLine {
                subject,
                error: failure.to_string(),
                advice: failure.advice(),
                exit: failure.exit().code(),
            })
        } else {
            let about = subject.map(|it| format!("{it}: ")).unwrap_or_default();
            visible::one_line(&format!("error: {about}{failure}")) + "\n  " + failure.advice()
        };
        say(&text);
    }
}

/// A failure as machines read it.
#[derive(Serialize)]
struct FailureLine<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<&'a str>,
    error: String,
    advice: &'static str,
    exit: u8,
}

fn say(text: &str) {
    // Nobody is left to tell when standard error itself is gone.
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// One line of JSON that is safe on a terminal: what could steer it is escaped, which JSON allows.
fn json_line(value: &impl Serialize) -> String {
    let json = serde_json::to_string(value).expect("the types printed here have only string keys");
    visible::escape_json(&json)
}
