//! Answers by field: of one card, or of the report beside its cards.

use core::fmt;

use super::Answer;
use crate::field::FieldId;

/// Answers by field, in the order of [`FieldId::ALL`].
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Fields(Vec<(FieldId, Answer)>);

impl Fields {
    /// The answer to a field, if there is one.
    pub fn get(&self, field: FieldId) -> Option<&Answer> {
        self.position(field).ok().map(|at| &self.0[at].1)
    }

    /// Every answer, in the order in which the questions are asked.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (FieldId, &Answer)> {
        self.0.iter().map(|(field, answer)| (*field, answer))
    }

    /// Whether nothing is answered.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many fields are answered.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn set(&mut self, field: FieldId, answer: Answer) {
        match self.position(field) {
            Ok(at) => self.0[at].1 = answer,
            Err(at) => self.0.insert(at, (field, answer)),
        }
    }

    pub(crate) fn clear(&mut self, field: FieldId) {
        if let Ok(at) = self.position(field) {
            self.0.remove(at);
        }
    }

    fn position(&self, field: FieldId) -> Result<usize, usize> {
        self.0.binary_search_by_key(&field, |(it, _)| *it)
    }
}

/// Shows how much is answered, and nothing of what is said.
impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fields({} answered)", self.len())
    }
}
