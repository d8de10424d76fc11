//! The words of the questions.

use report::{Audience, Choice, FieldId, PageId};

use super::{Key, key};

/// The question a page asks; the heading of the page.
pub fn page(page: PageId) -> Key {
    Key::joined(&["page", page.as_str()])
}

/// What a field asks.
pub fn label(field: FieldId) -> Key {
    Key::joined(&["field", field.as_str(), "label"])
}

/// What helps to answer a field, where something does.
pub fn hint(field: FieldId) -> Option<Key> {
    let has_hint = match field {
        FieldId::Observed
        | FieldId::Source
        | FieldId::SourceExperienced
        | FieldId::PlaceDetail
        | FieldId::Subject
        | FieldId::AtRisk
        | FieldId::Opinion
        | FieldId::Against
        | FieldId::Before
        | FieldId::Necessity
        | FieldId::DangerIfActedOn
        | FieldId::SecondReader
        | FieldId::Happened
        | FieldId::ByWhomDetail
        | FieldId::Wish
        | FieldId::Exclude
        | FieldId::AlsoRead => true,
        FieldId::SourceKnows
        | FieldId::Period
        | FieldId::Frequency
        | FieldId::Place
        | FieldId::SubjectCertainty
        | FieldId::Done
        | FieldId::DoneDetail
        | FieldId::SubjectKnows
        | FieldId::SubjectKnowsNot
        | FieldId::Request
        | FieldId::SecondReaderNote
        | FieldId::ResidentSource
        | FieldId::About
        | FieldId::When
        | FieldId::ByWhom
        | FieldId::AnswerWanted => false,
    };
    has_hint.then(|| Key::joined(&["field", field.as_str(), "hint"]))
}

/// What a choice of a field is called.
pub fn choice(field: FieldId, choice: Choice) -> Key {
    choice_word(field, choice.as_str())
}

/// The same by the word of the choice.
pub fn choice_word(field: FieldId, word: &str) -> Key {
    Key::joined(&["choice", field.as_str(), word])
}

/// "I don't know", in the voice of the audience.
pub fn unknown(audience: Audience) -> Key {
    super::per_audience([key!("unknown.resident"), key!("unknown.staff")], audience)
}
