//! What an answer to a field looks like.

use core::fmt;

use super::FieldId;

/// The most characters (Unicode scalar values) of a main text.
pub const MAX_TEXT_CHARS: usize = 4_000;

/// The most characters of a detail beside a choice.
pub const MAX_DETAIL_CHARS: usize = 500;

/// The most characters of an identifier.
pub const MAX_IDENTIFIER_CHARS: usize = 120;

/// The most roles a person can exclude; more than any site has.
pub const MAX_EXCLUDED_ROLES: usize = 64;

/// What an answer to a field looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// Words of the reporter's own.
    Text {
        /// The most characters (Unicode scalar values), counted without the blanks around.
        max_chars: usize,
        /// Whether "I don't know" is an answer too.
        unknown: bool,
    },
    /// Exactly one of these words.
    One(&'static [&'static str]),
    /// One or more of these words.
    Many(&'static [&'static str]),
    /// Ids of roles, as the site's manifest names them; see [`is_id`](crate::is_id).
    Roles,
}

/// A word that some field offers; made by [`FieldId::choice`] alone.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Choice(&'static str);

impl Choice {
    /// The word itself.
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

/// Shows nothing of what was chosen.
impl fmt::Debug for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Choice(…)")
    }
}

impl FieldId {
    /// The word as a choice, when this field offers it.
    pub fn choice(self, word: &str) -> Option<Choice> {
        self.words()
            .iter()
            .find(|it| **it == word)
            .map(|it| Choice(it))
    }
}
