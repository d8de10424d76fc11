//! From what the app has to say to the key of a text, and from the key to the text of the language on the screen.
//!
//! # Where to start
//!
//! 1. [`Texts`]: the texts of one language, a flat list as it stands in `locales/{tag}.json`.
//! 2. [`Said`]: everything that went wrong is said in a pair, what happened (`err-…`) and what to do (`rec-…`).
//! 3. The functions in [`trouble`] and [`question`]: one exhaustive match each, so that a new problem or field
//!    cannot go without words.

pub mod question;
#[cfg(test)]
mod tests;
pub mod trouble;

use std::borrow::Cow;

use json::{Json, Malformed};
use report::{Audience, Category, Group, Language, Tile};

use crate::model::{DangerReason, Delivery, InformationView, ScreenKind, TextsError};

pub use trouble::Said;

/// The languages that have a file of texts.
pub const INSTALLED: &[Language] = &[Language::Dutch, Language::English];

/// The name of a text.
pub type Key = Cow<'static, str>;

/// The texts of one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    /// Sorted by key.
    texts: Vec<(String, String)>,
}

impl Texts {
    /// Reads the list of a language: one JSON object of texts, sorted by key, each key once.
    ///
    /// # Errors
    ///
    /// [`TextsError::Malformed`] when it is anything else.
    pub fn parse(json: &str) -> Result<Texts, TextsError> {
        let texts = read(json).map_err(|Malformed| TextsError::Malformed)?;
        if texts.is_sorted_by(|before, after| before.0 < after.0) {
            Ok(Texts { texts })
        } else {
            Err(TextsError::Malformed)
        }
    }

    /// The text of a key. A test holds that every key there is has a text in every language; were one missing
    /// all the same, the key is better than a blank.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        match self.texts.binary_search_by(|(it, _)| it.as_str().cmp(key)) {
            Ok(at) => &self.texts[at].1,
            Err(_) => key,
        }
    }

    /// The text of a key with the places in braces filled: `{max}` by the value that goes with `max`.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut filled = String::new();
        let mut rest = self.get(key);
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else {
                break;
            };
            filled.push_str(before);
            let value = values.iter().find(|(it, _)| *it == name);
            filled.push_str(value.map_or("", |(_, value)| value));
            rest = after;
        }
        filled.push_str(rest);
        filled
    }

    /// Every key, for the tests.
    #[cfg(test)]
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().map(|(key, _)| key.as_str())
    }
}

/// The pairs of a list in the order in which they stand there.
fn read(json: &str) -> Result<Vec<(String, String)>, Malformed> {
    let json = Json::parse(json.as_bytes())?;
    let members = json.object()?.members()?.iter();
    members
        .map(|(key, text)| Ok((key.clone(), text.text()?.to_owned())))
        .collect()
}

/// A number in western digits.
pub fn number(value: usize) -> String {
    itoa::Buffer::new().format(value).to_owned()
}

/// A text that is worded apart for staff and for residents.
pub fn per_audience(key: &str, audience: Audience) -> Key {
    joined(&[key, audience.as_str()])
}

/// What a category is called for this audience.
pub fn category(audience: Audience, category: Category) -> Key {
    joined(&["category", audience.as_str(), category.code()])
}

/// What a group of categories is called.
pub fn group(group: Group) -> Key {
    joined(&["group", group.id()])
}

/// What a picture is called.
pub fn tile(tile: Tile) -> Key {
    joined(&["tile", tile.id()])
}

/// The title of the page in the browser. It says where the person is and nothing of what it is about, because
/// titles stay in lists of the device.
pub fn screen_title(screen: ScreenKind) -> &'static str {
    match screen {
        ScreenKind::Starting | ScreenKind::Gate | ScreenKind::Closed => "title.start",
        ScreenKind::Danger(_) => "title.emergency",
        ScreenKind::Information(_) => "title.information",
        ScreenKind::Tiles | ScreenKind::Categories(_) => "title.choose",
        ScreenKind::Question(..) => "title.question",
        ScreenKind::Review => "title.check",
        ScreenKind::Submitting => "title.sending",
        ScreenKind::Submitted => "title.done",
        ScreenKind::Outbox => "title.outbox",
    }
}

/// The heading of the 112 screen.
pub fn danger_title(reason: DangerReason) -> &'static str {
    match reason {
        DangerReason::Yes => "danger.title-yes",
        DangerReason::NotSure => "danger.title-not-sure",
        DangerReason::Category => "danger.title-category",
    }
}

/// The heading of a view of the information.
pub fn information_title(view: InformationView) -> &'static str {
    match view {
        InformationView::First => "information.title-first",
        InformationView::Second => "information.title-second",
    }
}

/// What is known of the delivery: a heading, and a sentence on it.
pub fn delivery(delivery: Delivery) -> (&'static str, &'static str) {
    match delivery {
        Delivery::Saved => ("submitted.saved-title", "submitted.saved"),
        Delivery::Waiting => ("submitted.waiting-title", "submitted.waiting"),
        Delivery::Received => ("submitted.received-title", "submitted.received"),
        Delivery::NeedsPerson => ("submitted.needs-person-title", "submitted.needs-person"),
    }
}

/// A key of several parts.
fn joined(parts: &[&str]) -> Key {
    Cow::Owned(parts.join("."))
}
