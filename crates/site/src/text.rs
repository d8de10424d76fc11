//! Words of the operator's own, in several languages.

use report::Language;

/// Words of the operator's own, in one language or more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalText(Vec<(Language, String)>);

impl LocalText {
    /// Takes at least one text, none of them empty.
    pub(crate) fn new(texts: Vec<(Language, String)>) -> Option<Self> {
        let complete = !texts.is_empty() && texts.iter().all(|(_, it)| !it.trim().is_empty());
        complete.then_some(Self(texts))
    }

    /// The words in this language; else in English; else in the first language there is.
    pub fn get(&self, language: Language) -> &str {
        self.find(language)
            .or_else(|| self.find(Language::English))
            .unwrap_or(&self.0[0].1)
    }

    /// The languages there are words in.
    pub fn languages(&self) -> impl Iterator<Item = Language> {
        self.0.iter().map(|(language, _)| *language)
    }

    fn find(&self, language: Language) -> Option<&str> {
        self.0
            .iter()
            .find(|(it, _)| *it == language)
            .map(|(_, text)| text.as_str())
    }
}
