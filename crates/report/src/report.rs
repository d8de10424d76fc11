//! A report that can be sent. Its existence proves that validation ran.

use core::fmt;

use zeroize::Zeroizing;

use crate::answers::{Answer, Fields};
use crate::audience::Audience;
use crate::category::Category;
use crate::codec::{self, DecodeError};
use crate::field::FieldId;
use crate::language::Language;
use crate::reply::ReplyTo;

/// A report that can be sent: made by [`validate`](crate::validate()) or [`Report::decode`] alone.
///
/// Its texts are overwritten when it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Report {
    pub(crate) audience: Audience,
    pub(crate) site: String,
    pub(crate) language: Language,
    pub(crate) day: String,
    pub(crate) category: Category,
    pub(crate) reply: Option<ReplyTo>,
    pub(crate) cards: Vec<Fields>,
    pub(crate) fields: Fields,
}

impl Report {
    /// Who filled in the form.
    pub fn audience(&self) -> Audience {
        self.audience
    }

    /// The id of the reception site.
    pub fn site(&self) -> &str {
        &self.site
    }

    /// The language the answers are given in.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The day on the reporter's device, as `YYYY-MM-DD`.
    pub fn day(&self) -> &str {
        &self.day
    }

    /// What it is about.
    pub fn category(&self) -> Category {
        self.category
    }

    /// Where an answer may be left, when a resident wants one.
    pub fn reply(&self) -> Option<&ReplyTo> {
        self.reply.as_ref()
    }

    /// The statement cards; at least one in a report by staff, none in one by a resident.
    pub fn cards(&self) -> &[Fields] {
        &self.cards
    }

    /// Every answer beside the cards.
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// One answer; `card` is the number of the card for a field that stands on one, else nothing.
    pub fn get(&self, field: FieldId, card: Option<usize>) -> Option<&Answer> {
        match card {
            Some(card) => self.cards.get(card)?.get(field),
            None => self.fields.get(field),
        }
    }

    /// The report as JSON, as `docs/report.schema.json` describes it: at most
    /// [`MAX_REPORT_LEN`](crate::MAX_REPORT_LEN) bytes, overwritten when dropped.
    pub fn encode(&self) -> Zeroizing<Vec<u8>> {
        codec::encode(self).expect("a report is made only after its encoding was found to fit")
    }

    /// Reads a report back, strictly: unknown keys, words and values are refused, and so is a report that does
    /// not keep the rules. White space, the order of keys and escapes may be anything that JSON allows.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] says what is wrong and never what is written there.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        codec::decode(bytes)
    }
}

/// Shows who sent it and how much there is, and nothing of what is said.
impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Report")
            .field("audience", &self.audience)
            .field("cards", &self.cards.len())
            .finish_non_exhaustive()
    }
}
