//! What page and worker say to each other about what is kept on the device.

use super::words::{Words, problem_of, word_of};
use crate::browser::worker::Message;
use crate::model::{ImportProblem, Kept, StorageProblem};
use crate::queue::Listed;

const REFUSED: &str = "refused";
const WAITING: &str = "waiting";

/// What is kept, as a message.
#[must_use]
pub fn kept_message(listed: &[Listed]) -> Message {
    let state = |it: &Listed| {
        if it.refused.is_some() {
            REFUSED
        } else {
            WAITING
        }
    };
    let words = listed.iter().flat_map(|it| {
        let since = it.since.clone().unwrap_or_default();
        [state(it).to_owned(), it.digest.to_text(), since]
    });
    Message {
        words: words.collect(),
        held: vec![],
    }
}

/// Reads what [`kept_message`] makes.
#[must_use]
pub fn read_kept(message: Message) -> Vec<Kept> {
    let (lines, _) = message.words.as_chunks::<3>();
    let kept = lines.iter().map(|[state, digest, since]| Kept {
        digest: digest.clone(),
        refused: state == REFUSED,
        since: (!since.is_empty()).then(|| since.clone()),
    });
    kept.collect()
}

/// Why a file was not taken over, by its word.
const PROBLEMS: Words<ImportProblem, 6> = [
    ("broken", ImportProblem::Storage(StorageProblem::Broken)),
    ("missing", ImportProblem::Storage(StorageProblem::Missing)),
    ("blocked", ImportProblem::Storage(StorageProblem::Blocked)),
    ("full", ImportProblem::Storage(StorageProblem::Full)),
    ("not-an-envelope", ImportProblem::NotAnEnvelope),
    ("unreadable", ImportProblem::Unreadable),
];

/// Says that it was.
const KEPT: &str = "kept";

/// What became of a file, as a message.
#[must_use]
pub fn imported_message(result: Result<(), ImportProblem>) -> Message {
    let word = result.map_or_else(|it| word_of(&PROBLEMS, &it), |()| KEPT);
    Message::of_words(&[word])
}

/// Reads what [`imported_message`] makes.
///
/// # Errors
///
/// [`ImportProblem`], also for what is not understood: nothing is taken for kept.
pub fn read_imported(message: &Message) -> Result<(), ImportProblem> {
    match message.words.first().map_or("", String::as_str) {
        KEPT => Ok(()),
        word => Err(problem_of(&PROBLEMS, word)),
    }
}
