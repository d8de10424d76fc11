//! What was found so far, and where.

use serde::Serialize;

use super::fault::{Fault, Level};

/// Where something stands: bytes from the beginning, and the JSON pointer (RFC 6901).
pub(super) type Spot = (usize, String);

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Where it stands.
    pub place: Place,
    /// What is wrong.
    pub fault: Fault,
}

/// A place in a text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
    /// The JSON pointer (RFC 6901); empty for the whole.
    pub path: String,
}

/// What was found in one text.
pub(super) struct Findings<'a> {
    text: &'a str,
    found: Vec<(Spot, Fault)>,
}

impl<'a> Findings<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            found: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, spot: Spot, fault: Fault) {
        self.found.push((spot, fault));
    }

    /// Whether anything was found that keeps the manifest from being signed.
    pub(super) fn refuse(&self) -> bool {
        self.found
            .iter()
            .any(|(_, it)| it.level() == Level::Mistake)
    }

    /// The line of a spot, to name it in the mistake of another.
    pub(super) fn line(&self, spot: &Spot) -> usize {
        self.place(spot).line
    }

    fn place(&self, (offset, path): &Spot) -> Place {
        let before = self.text.get(..*offset).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |it| it + 1);
        Place {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            path: path.clone(),
        }
    }

    /// In the order in which they stand in the text.
    pub(super) fn into_mistakes(mut self) -> Vec<Mistake> {
        self.found.sort_by_key(|((offset, _), _)| *offset);
        let found = std::mem::take(&mut self.found);
        found
            .into_iter()
            .map(|(spot, fault)| Mistake {
                place: self.place(&spot),
                fault,
            })
            .collect()
    }
}
