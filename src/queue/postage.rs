//! What an intake asks for when many hand in at once: work, which this worker does for the person.

use envelope::Digest;
use submission::{Challenge, POSTAGE_PATH, Problem, ProblemType, Work};

use crate::browser::http;
use crate::browser::signal::Signal;
use crate::queue::outcome::Answer;
use crate::queue::policy;

/// Sends with `send`, and once more with a stamp each time the intake asks for one. `told` hears how
/// far the work is, from 0 to 99 of a hundred.
///
/// The last answer is the answer. When the intake asks for more and more, that is one too: the
/// envelope waits, as when the intake is busy.
pub(super) async fn paying(
    digest: &Digest,
    size: u64,
    told: &dyn Fn(usize),
    send: impl AsyncFn(Option<&str>) -> Answer,
) -> Answer {
    let mut answer = send(None).await;
    for _ in 0..policy::MOST_STAMPS {
        if !is_due(&answer) {
            break;
        }
        let Some(challenge) = ask().await else {
            break;
        };
        let stamp = work(challenge.work(digest, size), told).await;
        answer = send(Some(&stamp)).await;
    }
    answer
}

/// Whether the intake asks for postage.
fn is_due(answer: &Answer) -> bool {
    const DUE: ProblemType = ProblemType::PostageDue;
    matches!(answer, Answer::Response { status, body }
        if *status == DUE.status() && Problem::parse(body) == Ok(DUE.into()))
}

/// What is asked for now.
async fn ask() -> Option<Challenge> {
    let (status, body) = http::get(POSTAGE_PATH, policy::UPLOAD_GRACE).await.ok()?;
    let body = body.get(..policy::LONGEST_ANSWER).unwrap_or(&body);
    Challenge::parse(body).ok().filter(|_| status == 200)
}

/// Does the work, and listens in between.
async fn work(mut work: Work, told: &dyn Fn(usize)) -> String {
    loop {
        told(percent(&work));
        if let Some(stamp) = work.attempt(policy::STAMP_TURN) {
            return stamp;
        }
        Signal::new().within(0.0).await;
    }
}

/// How many of the tries that are expected are made, in hundredths. It may take more or fewer.
fn percent(work: &Work) -> usize {
    let hundredths = work.tried().saturating_mul(100) / work.expected();
    hundredths.min(99) as usize
}
