//! From the file with names to the list that is served.

use json::Json;
use thiserror::Error;

use crate::Key;

/// Why there is no list to serve.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PackError {
    /// The file is no JSON object of texts, or a name comes twice.
    #[error("not one JSON object of texts, each name once")]
    Malformed,
    /// The file is not in the order of names, in which people find them.
    #[error("{after:?} stands after {before:?}, but the names are sorted")]
    NotSorted {
        /// The name that comes first and should not.
        before: String,
        /// The name after it.
        after: String,
    },
    /// Two names make the same number.
    #[error("{first:?} and {second:?} have the same key; one of them needs another name")]
    Collision {
        /// One of the two, the first in the order of names.
        first: String,
        /// The other.
        second: String,
    },
}

impl From<json::Malformed> for PackError {
    fn from(_: json::Malformed) -> Self {
        Self::Malformed
    }
}

/// Makes the list that [`Texts::parse`](crate::Texts::parse) reads out of `{"button.back":"Back",…}`.
///
/// # Errors
///
/// [`PackError`]; the first thing that is wrong.
pub fn pack(source: &[u8]) -> Result<String, PackError> {
    let source = Json::parse(source)?;
    let members = source.object()?.members()?;
    if let Some([(before, _), (after, _)]) = members.array_windows().find(|[a, b]| a.0 > b.0) {
        return Err(PackError::NotSorted {
            before: before.clone(),
            after: after.clone(),
        });
    }
    let mut texts = Vec::with_capacity(members.len());
    for (name, text) in members {
        texts.push((Key::of(name), name, text.text()?));
    }
    // Stable: of two names with one key, the first stays the first.
    texts.sort_by_key(|(key, ..)| *key);
    if let Some([(_, first, _), (_, second, _)]) = texts.array_windows().find(|[a, b]| a.0 == b.0) {
        return Err(PackError::Collision {
            first: (*first).clone(),
            second: (*second).clone(),
        });
    }
    let mut before = 0;
    let steps = texts.iter().map(|(key, ..)| {
        let step = key.number() - before;
        before = key.number();
        step
    });
    let steps: Vec<u16> = steps.collect();
    let texts: Vec<&str> = texts.into_iter().map(|(.., text)| text).collect();
    Ok(serde_json::to_string(&(steps, texts)).expect("numbers and texts always have a JSON form"))
}
