//! What the guide must have left behind when it was followed.

use super::terminal::in_folder;
use crate::failure::{Failure, at};
use crate::run::quietly;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// Where the guide was followed.
pub(super) struct Site {
    pub(super) folder: PathBuf,
    pub(super) intake: String,
}

/// The answers that the guide leaves, in their order.
const ANSWERS: [&str; 4] = [
    "Thank you. (curl)",
    "Thank you. (sealpost)",
    "Thank you. (Python)",
    "Thank you. (TypeScript)",
];

/// Sees that every report for the role was opened and is what was written, that the other one was
/// kept as it is, that the intake has let all of them go, and that all answers can be read.
pub(super) fn check(site: &Site) -> Result<(), Failure> {
    let folder = &site.folder;
    let written = [
        json(&folder.join("quiet.json"))?,
        json(&folder.join("asks.json"))?,
    ];
    let by_curl = lines(&folder.join("reports.jsonl"))?;
    let by_curl = by_curl.into_iter().filter_map(|mut it| {
        let report = it.get_mut("report")?;
        Some(report.take())
    });
    are_these("curl", by_curl.collect(), &written)?;
    for inbox in ["python-inbox", "typescript-inbox"] {
        let opened = files(&folder.join(inbox), "json")?;
        let opened = opened.iter().map(|it| json(it)).collect::<Result<_, _>>()?;
        are_these(inbox, opened, &written)?;
    }
    for inbox in ["inbox", "python-inbox", "typescript-inbox"] {
        let kept = files(&folder.join(inbox), "envelope")?.len();
        must(kept == 3, || format!("{inbox} has {kept} envelopes"))?;
        let left = files(&folder.join(inbox), "part")?.len();
        must(left == 0, || format!("{inbox} has {left} parts of files"))?;
    }
    let left = waiting(site)?;
    must(left == 0, || {
        format!("{left} envelopes are still at the intake")
    })?;
    let answers = answers(site)?;
    must(answers == ANSWERS, || {
        format!("the answers are {answers:?}")
    })
}

/// How many envelopes the intake still has for the reader.
pub(super) fn waiting(site: &Site) -> Result<u64, Failure> {
    let target = site.folder.join("still-there");
    if target.exists() {
        at(&target, fs::remove_dir_all(&target))?;
    }
    let said = sealpost(
        site,
        &["fetch", "--token-file", "token", "--output", "still-there"],
    )?;
    let fetched: Value = parse(&target, said.trim())?;
    Ok(fetched["new"].as_u64().unwrap_or(u64::MAX))
}

/// The texts that the person with the return code reads.
fn answers(site: &Site) -> Result<Vec<String>, Failure> {
    let said = sealpost(
        site,
        &[
            "mailbox",
            "read",
            "--site",
            "site/sites/demo.json",
            "--operator",
            "site/operator.pub",
            "--code-file",
            "code",
        ],
    )?;
    said.lines()
        .map(|line| {
            let message = parse(Path::new("mailbox"), line)?;
            Ok(message["text"].as_str().unwrap_or_default().to_owned())
        })
        .collect()
}

fn sealpost(site: &Site, words: &[&str]) -> Result<String, Failure> {
    let mut command = in_folder("sealpost", &site.folder)?;
    command.args(words).args(["--json", "--intake"]);
    quietly(command.arg(&site.intake))
}

/// Sees that the two have the same members, in any order.
fn are_these(who: &str, opened: Vec<Value>, written: &[Value]) -> Result<(), Failure> {
    let all = written.iter().all(|it| opened.contains(it));
    must(all && opened.len() == written.len(), || {
        format!("{who} opened other reports than were written")
    })
}

/// The files in a folder with this extension.
pub(super) fn files(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    for file in at(folder, fs::read_dir(folder))? {
        let path = at(folder, file)?.path();
        if path.extension().is_some_and(|it| it == extension) {
            found.push(path);
        }
    }
    Ok(found)
}

fn json(path: &Path) -> Result<Value, Failure> {
    parse(path, &at(path, fs::read_to_string(path))?)
}

fn lines(path: &Path) -> Result<Vec<Value>, Failure> {
    let text = at(path, fs::read_to_string(path))?;
    text.lines().map(|line| parse(path, line)).collect()
}

fn parse(path: &Path, text: &str) -> Result<Value, Failure> {
    serde_json::from_str(text)
        .map_err(|error| Failure::Guide(format!("{} is no JSON: {error}", path.display())))
}

/// Something that must hold, with what is wrong when it does not.
pub(super) fn must(holds: bool, wrong: impl FnOnce() -> String) -> Result<(), Failure> {
    if holds {
        Ok(())
    } else {
        Err(Failure::Guide(wrong()))
    }
}
