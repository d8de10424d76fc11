//! One envelope that cannot be had, and what becomes of those after it.

use super::Trial;
use super::bad_intake::name_of;
use crate::failure::{Failure, at};
use crate::guide::fake::{Answer, Fake, Line};
use crate::guide::outcome::{files, must};
use serde_json::json;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

/// Longer between two pieces than a loaded machine pauses, and shorter than a receiver in a hurry
/// waits; eight pieces take longer than that.
const SLOW: Duration = Duration::from_millis(400);

/// Tries each; says how many there were.
pub(super) fn check(trial: &Trial<'_>) -> Result<usize, Failure> {
    let envelopes = Envelopes::of_the_guide(&trial.site.folder)?;
    stops_none(trial, &envelopes)?;
    slow_or_silent(trial, &envelopes)?;
    while_following(trial, &envelopes)?;
    Ok(5)
}

/// One comes with other bytes and one not at all. The third is taken; once all is well again, so
/// are they.
fn stops_none(trial: &Trial<'_>, envelopes: &Envelopes) -> Result<(), Failure> {
    let [harmed, broken, good] = envelopes.names.each_ref();
    let other = Answer::new(&fetch(harmed), "200 OK", "other bytes");
    let error = Answer::new(&fetch(broken), "500 Internal Server Error", "<html>");
    let fake = Fake::start([vec![other, error], envelopes.healthy()].concat())?;
    let (name, inbox) = trial.inbox("one-of-many")?;
    let ended = trial.run(&fake.url, &name, &[])?;
    trial.ended("one of many", &ended, 4, "other bytes")?;
    let said = format!("not yet {harmed}\nnot yet {broken}\nopened {good}\n");
    must(ended.output == said, || format!("one of many: {ended:?}"))?;
    has(&inbox, 1, false)?;
    for name in &envelopes.names {
        let acknowledged = fake.was_asked(&acknowledge(name));
        must(acknowledged == (name == good), || {
            format!("one of many: {name} acknowledged: {acknowledged}")
        })?;
    }
    let fake = Fake::start(envelopes.healthy())?;
    let ended = trial.run(&fake.url, &name, &[])?;
    trial.ended("all of them", &ended, 0, "")?;
    has(&inbox, 3, true)
}

/// A slow line may take as long as it needs. A silent one is given up.
fn slow_or_silent(trial: &Trial<'_>, envelopes: &Envelopes) -> Result<(), Failure> {
    let hurried = trial.receiver.hurried()?;
    let trial = Trial {
        receiver: &hurried,
        site: trial.site,
    };
    let [slow, silent, _] = envelopes.names.each_ref();
    let [whole, cut, _] = envelopes.bytes.each_ref();
    let slowly = Answer::new(&fetch(slow), "200 OK", whole.clone()).over(Line::Slow(SLOW));
    let silence = Answer::new(&fetch(silent), "200 OK", &cut[..20_000]).over(Line::Silent);
    let fake = Fake::start([vec![slowly, silence], envelopes.healthy()].concat())?;
    let (name, inbox) = trial.inbox("slow-or-silent")?;
    let ended = trial.run(&fake.url, &name, &[])?;
    trial.ended("a silent line", &ended, 4, "says nothing")?;
    let opened = ended.output.contains(&format!("opened {slow}"));
    must(opened, || format!("a slow line: {ended:?}"))?;
    has(&inbox, 2, false)
}

/// With `--follow`, what came with other bytes is asked for again, and a page that comes back
/// empty at once is not asked for without end.
fn while_following(trial: &Trial<'_>, envelopes: &Envelopes) -> Result<(), Failure> {
    let [quiet, ..] = envelopes.names.each_ref();
    let other = Answer::new(&fetch(quiet), "200 OK", "other bytes").once();
    let fake = Fake::start([vec![other], envelopes.healthy()].concat())?;
    let (name, inbox) = trial.inbox("following")?;
    let words = [&fake.url, "token", "reader.key", &name, "--follow"];
    let mut command = trial.receiver.command(&trial.site.folder, &words)?;
    let spawned = command.stdout(Stdio::piped()).spawn();
    let mut running = spawned.map_err(|source| Failure::Start {
        program: trial.receiver.name.to_owned(),
        source,
    })?;
    let empty = "GET /v1/envelopes?wait=30&after=9 ";
    let asked = fake.nth(empty, 4);
    // Also when it failed; it would run for ever.
    running.kill().ok();
    running.wait().ok();
    let took = asked? - fake.nth(empty, 1)?;
    must(took > Duration::from_secs(2), || {
        format!("{}: three pauses took {took:?}", trial.receiver.name)
    })?;
    let output = running.stdout.take().expect("standard output is piped");
    let lines = BufReader::new(output)
        .lines()
        .collect::<Result<Vec<_>, _>>();
    let lines = at(&inbox, lines)?;
    let [first, .., last] = &lines[..] else {
        return Err(Failure::Guide(format!("following: {lines:?}")));
    };
    let again = *first == format!("not yet {quiet}") && *last == format!("opened {quiet}");
    must(again, || format!("following: {lines:?}"))?;
    has(&inbox, 3, true)
}

/// How many envelopes are kept, and whether the cursor has moved past them all.
fn has(inbox: &Path, envelopes: usize, cursor: bool) -> Result<(), Failure> {
    let kept = files(inbox, "envelope")?.len();
    let moved = fs::read(inbox.join("cursor")).is_ok_and(|it| it == b"9");
    must((kept, moved) == (envelopes, cursor), || {
        format!("{}: {kept} kept, cursor moved: {moved}", inbox.display())
    })
}

/// Those that the guide sealed, on one page: two for its reader, and one for others between them.
struct Envelopes {
    names: [String; 3],
    bytes: [Vec<u8>; 3],
}

impl Envelopes {
    fn of_the_guide(folder: &Path) -> Result<Self, Failure> {
        let read = |name: &str| {
            let path = folder.join(name);
            at(&path, fs::read(&path))
        };
        let bytes = [
            read("quiet.envelope")?,
            read("others.envelope")?,
            read("asks.envelope")?,
        ];
        let names = bytes.each_ref().map(|it| name_of(it));
        Ok(Self { names, bytes })
    }

    /// What an intake with them says, which does not hold its answers.
    fn healthy(&self) -> Vec<Answer> {
        let listed = self.names.iter().map(|it| json!({ "digest": it }));
        let page = json!({ "envelopes": listed.collect::<Vec<_>>(), "next": "9" });
        let end = json!({ "envelopes": [], "next": "9" });
        let list = |wait: &str, after: &str, page: &serde_json::Value| {
            let to = format!("GET /v1/envelopes?wait={wait}{after} ");
            Answer::new(&to, "200 OK", page.to_string())
        };
        let mut answers = Vec::new();
        for wait in ["0", "30"] {
            answers.push(list(wait, "", &page));
            answers.push(list(wait, "&after=9", &end));
        }
        for (name, bytes) in self.names.iter().zip(&self.bytes) {
            answers.push(Answer::new(&fetch(name), "200 OK", bytes.clone()));
            answers.push(Answer::new(&acknowledge(name), "204 No Content", ""));
        }
        answers
    }
}

fn fetch(name: &str) -> String {
    format!("GET /v1/envelopes/{name} ")
}

fn acknowledge(name: &str) -> String {
    format!("POST /v1/envelopes/{name}/ack ")
}
