//! What the guide must have left behind when it was followed.

use super::terminal::in_folder;
use crate::failure::{Failure, at};
use crate::run::quietly;
use serde_json::Value;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

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
    are_these("curl", opened_in_inbox(folder)?, &written)?;
    nothing_lies_about(folder)?;
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

/// The reports in what the commands with curl have kept.
fn opened_in_inbox(folder: &Path) -> Result<Vec<Value>, Failure> {
    let open = "sealpost open --json --identity reader.key inbox/*.envelope || [ $? = 3 ]";
    let mut shell = in_folder("bash", folder)?;
    let said = quietly(shell.args(["-c", open]))?;
    let mut reports = Vec::new();
    for line in said.lines() {
        let mut opened = parse(folder, line)?;
        reports.extend(opened.get_mut("report").map(Value::take));
    }
    Ok(reports)
}

/// Sees that no file beside those that were handed in has a word of a report or of an answer.
fn nothing_lies_about(folder: &Path) -> Result<(), Failure> {
    const WRITTEN: [&str; 3] = ["quiet.json", "asks.json", "others.json"];
    const WORDS: [&str; 3] = ["waits for me at the gate", "THR-PER", "Thank you."];
    for file in at(folder, fs::read_dir(folder))? {
        let path = at(folder, file)?.path();
        let written = WRITTEN.iter().any(|it| path.ends_with(it));
        if written || path.is_dir() {
            continue;
        }
        let bytes = at(&path, fs::read(&path))?;
        let text = String::from_utf8_lossy(&bytes);
        must(!WORDS.iter().any(|it| text.contains(it)), || {
            format!("{} is left, and can be read", path.display())
        })?;
    }
    must(!folder.join("answer.envelope").exists(), || {
        "the sealed answer is left".to_owned()
    })
}

/// Sees that the guide's commands delete what is older than they say, in every folder.
pub(super) fn check_deletion(site: &Site, commands: &str) -> Result<(), Failure> {
    let inboxes = ["inbox", "python-inbox", "typescript-inbox"].map(|it| site.folder.join(it));
    let old = SystemTime::now() - Duration::from_secs(40 * 24 * 60 * 60);
    for inbox in &inboxes {
        let attachment = inbox.join("old.attachment");
        at(&attachment, fs::write(&attachment, "x"))?;
        for file in at(inbox, fs::read_dir(inbox))? {
            let path = at(inbox, file)?.path();
            let file = File::options().write(true).open(&path);
            at(&path, file.and_then(|it| it.set_modified(old)))?;
        }
    }
    let mut shell = in_folder("bash", &site.folder)?;
    quietly(shell.args(["-e", "-c", commands]))?;
    for inbox in &inboxes {
        for kind in ["envelope", "json", "attachment"] {
            let left = files(inbox, kind)?.len();
            must(left == 0, || {
                format!("{left} old files .{kind} are left in {}", inbox.display())
            })?;
        }
    }
    Ok(())
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
