//! What was typed and chosen so far; nothing about it is taken for granted.

mod answer;
mod fields;

use core::fmt;

use crate::audience::Audience;
use crate::category::Category;
use crate::field::FieldId;
use crate::language::Language;
use crate::reply::ReplyTo;

pub use answer::Answer;
pub use fields::Fields;

/// What was typed and chosen so far. Its texts are overwritten when they are dropped.
///
/// It does not check anything while it is filled; [`validate`](crate::validate()) does.
#[derive(Clone, PartialEq, Eq)]
pub struct Answers {
    audience: Audience,
    site: String,
    /// The language the answers are given in; it may change at any time.
    pub language: Language,
    /// What the report is about; nothing until it is chosen.
    pub category: Option<Category>,
    /// Where an answer may be left. It goes into the report of a resident who wants an answer.
    pub reply: Option<ReplyTo>,
    cards: Vec<Fields>,
    fields: Fields,
}

impl Answers {
    /// An empty form. Staff start with one statement card; residents have none.
    ///
    /// `site` is the id of the reception site; [`validate`](crate::validate()) checks its form.
    pub fn new(audience: Audience, site: String, language: Language) -> Self {
        let cards = match audience {
            Audience::Staff => vec![Fields::default()],
            Audience::Resident => Vec::new(),
        };
        Self {
            audience,
            site,
            language,
            category: None,
            reply: None,
            cards,
            fields: Fields::default(),
        }
    }

    /// Who fills in the form.
    pub fn audience(&self) -> Audience {
        self.audience
    }

    /// The id of the reception site.
    pub fn site(&self) -> &str {
        &self.site
    }

    /// Keeps an answer, in place of the one before.
    ///
    /// `card` is the number of the card, from 0, for a field that stands on one, else nothing.
    /// An answer to a place that does not exist is dropped: there is no question it could answer.
    pub fn set(&mut self, field: FieldId, card: Option<usize>, answer: Answer) {
        if let Some(fields) = self.place_mut(field, card) {
            fields.set(field, answer);
        }
    }

    /// Forgets an answer.
    pub fn clear(&mut self, field: FieldId, card: Option<usize>) {
        if let Some(fields) = self.place_mut(field, card) {
            fields.clear(field);
        }
    }

    /// The answer as it was given, if there is one.
    pub fn get(&self, field: FieldId, card: Option<usize>) -> Option<&Answer> {
        self.place(field, card)?.get(field)
    }

    /// How many statement cards there are.
    pub fn cards(&self) -> usize {
        self.cards.len()
    }

    /// Adds an empty card at the end. Residents have no cards, so there it does nothing.
    pub fn add_card(&mut self) {
        if self.audience == Audience::Staff {
            self.cards.push(Fields::default());
        }
    }

    /// Takes a card away; the ones after it move up. The only card is emptied instead.
    pub fn remove_card(&mut self, card: usize) {
        if self.cards.len() > 1 && card < self.cards.len() {
            self.cards.remove(card);
        } else if let Some(only) = self.cards.get_mut(card) {
            *only = Fields::default();
        }
    }

    /// Whether this form has a place for the field: the right kind, on a card that exists.
    pub(crate) fn has_place(&self, field: FieldId, card: Option<usize>) -> bool {
        self.place(field, card).is_some()
    }

    fn place(&self, field: FieldId, card: Option<usize>) -> Option<&Fields> {
        match (field.is_on_card(), card) {
            (true, Some(card)) => self.cards.get(card),
            (false, None) => Some(&self.fields),
            _ => None,
        }
    }

    fn place_mut(&mut self, field: FieldId, card: Option<usize>) -> Option<&mut Fields> {
        match (field.is_on_card(), card) {
            (true, Some(card)) => self.cards.get_mut(card),
            (false, None) => Some(&mut self.fields),
            _ => None,
        }
    }
}

/// Shows who fills in the form and how much there is, and nothing of what is said.
impl fmt::Debug for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answers")
            .field("audience", &self.audience)
            .field("cards", &self.cards.len())
            .finish_non_exhaustive()
    }
}
