//! What answers is no intake, or one that is in trouble.

use super::Trial;
use crate::failure::{Failure, at};
use crate::guide::fake::{Answer, Fake, Line};
use crate::guide::outcome::{files, must};
use sha2::{Digest, Sha256};
use std::fs;

const LIST: &str = "GET /v1/envelopes?";
const FETCH: &str = "GET /v1/envelopes/";
const ACK: &str = "POST /v1/envelopes/";

/// One thing that is wrong.
struct Case {
    name: &'static str,
    /// What is answered in the place of what an intake in good health answers.
    answer: Answer,
    status: i32,
    said: &'static str,
    /// Whether the envelope must be on the disk, and must have been acknowledged.
    kept: bool,
}

/// Tries each, and then the same folder with an intake in good health.
pub(super) fn check(trial: &Trial<'_>) -> Result<usize, Failure> {
    let path = trial.site.folder.join("quiet.envelope");
    let envelope = at(&path, fs::read(&path))?;
    let cases = cases(&envelope);
    for case in &cases {
        let mut answers = vec![case.answer.clone()];
        answers.extend(healthy(&envelope));
        let fake = Fake::start(answers)?;
        let (name, inbox) = trial.inbox(case.name)?;
        let ended = trial.run(&fake.url, &name, &[])?;
        trial.ended(case.name, &ended, case.status, case.said)?;
        let kept = files(&inbox, "envelope")?.len();
        let cursor = inbox.join("cursor");
        let lost = || format!("{}: {kept} envelopes, {ended:?}", case.name);
        must(kept == usize::from(case.kept) && !cursor.exists(), lost)?;
        must(fake.was_asked(ACK) == case.kept, || {
            format!("{}: acknowledged", case.name)
        })?;
        must(!fake.was_asked("GET /elsewhere"), || {
            format!("{}: it followed", case.name)
        })?;

        let fake = Fake::start(healthy(&envelope))?;
        let ended = trial.run(&fake.url, &name, &[])?;
        trial.ended(case.name, &ended, 0, "")?;
        let opened = files(&inbox, "json")?.len();
        let at_last = opened == 1 && cursor.exists() && fake.was_asked(ACK);
        must(at_last, || format!("{}: {ended:?}", case.name))?;
        must(fake.was_asked(FETCH) != case.kept, || {
            format!("{}: it was fetched twice", case.name)
        })?;
    }
    Ok(cases.len())
}

/// What an intake with one envelope says. It does not look at tokens.
fn healthy(envelope: &[u8]) -> Vec<Answer> {
    vec![
        Answer::new(
            "GET /v1/envelopes?wait=0&after=1",
            "200 OK",
            r#"{"envelopes":[],"next":"1"}"#,
        ),
        Answer::new(LIST, "200 OK", page(&name_of(envelope))),
        Answer::new(FETCH, "200 OK", envelope),
        Answer::new(ACK, "204 No Content", ""),
    ]
}

fn cases(envelope: &[u8]) -> [Case; 8] {
    let case = |name, answer, status, said| Case {
        name,
        answer,
        status,
        said,
        kept: false,
    };
    let busy =
        r#"{"type":"urn:sealpost:problem:unavailable","title":"…","status":503,"retry":true}"#;
    let cut = &envelope[..1000];
    let more = envelope.len() - cut.len();
    let broken = Answer::new(FETCH, "200 OK", cut).over(Line::Broken(more));
    [
        case(
            "truncated",
            Answer::new(FETCH, "200 OK", cut),
            4,
            "came with other bytes",
        ),
        case("broken", broken, 4, "broke off"),
        case(
            "busy",
            Answer::new(LIST, "503 Service Unavailable", busy),
            4,
            "unavailable (503)",
        ),
        Case {
            kept: true,
            ..case(
                "ack",
                Answer::new(ACK, "503 Service Unavailable", busy),
                4,
                "unavailable (503)",
            )
        },
        case(
            "portal",
            Answer::new(LIST, "200 OK", "<!doctype html>"),
            4,
            "something else",
        ),
        case(
            "gateway",
            Answer::new(FETCH, "502 Bad Gateway", "<html>"),
            4,
            "something else",
        ),
        case(
            "redirect",
            Answer::new(LIST, "302 Found\r\nLocation: /elsewhere", ""),
            4,
            "something else",
        ),
        case(
            "path",
            Answer::new(LIST, "200 OK", page("../outside")),
            1,
            "no digest",
        ),
    ]
}

fn page(digest: &str) -> String {
    format!(
        r#"{{"envelopes":[{{"cursor":"1","digest":"{digest}","size":42204,"day":"2026-11-25"}}],"next":"1"}}"#
    )
}

/// The name of an envelope: the SHA-256 of its bytes.
pub(super) fn name_of(envelope: &[u8]) -> String {
    Sha256::digest(envelope)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
