//! The two streams: results on standard output, what happened around them on standard error.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use indicatif::{ProgressBar, ProgressFinish, ProgressStyle};
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

    /// How far the work on a file of `len` bytes is, for whoever sits at the terminal. It goes when
    /// it is dropped.
    pub fn progress(&self, file: &Path, len: u64) -> ProgressBar {
        if !shows_progress(self.json, io::stderr().is_terminal(), len) {
            return ProgressBar::hidden();
        }
        let name = visible::one_line(&file.display().to_string());
        ProgressBar::new(len)
            .with_style(progress_style())
            .with_message(name)
            .with_finish(ProgressFinish::AndClear)
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

/// The shortest file with a progress bar, in bytes: less is done before it could be read.
const PROGRESS_FROM: u64 = 8 * 1024 * 1024;

fn shows_progress(json: bool, terminal: bool, len: u64) -> bool {
    !json && terminal && len > PROGRESS_FROM
}

fn progress_style() -> ProgressStyle {
    ProgressStyle::with_template("{msg} {wide_bar} {binary_bytes} of {binary_total_bytes}, {eta}")
        .expect("the template is well formed")
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

#[cfg(test)]
mod tests {
    use super::{progress_style, shows_progress};

    #[test]
    fn progress_is_for_people_with_large_files() {
        let large = 8 * 1024 * 1024 + 1;
        for (json, terminal, len, shown) in [
            (false, true, large, true),
            (false, true, large - 1, false),
            (true, true, large, false),
            (false, false, large, false),
        ] {
            assert_eq!(shows_progress(json, terminal, len), shown);
        }
        progress_style();
    }
}
