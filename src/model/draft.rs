//! What a person has typed, wherever they are in the form.

use report::{Answer, Answers, Audience, Category, Choice, FieldId, Language, Tile};
use site::Wishes;
use zeroize::Zeroizing;

use super::Files;

/// What a person has typed and chosen. It is overwritten when dropped.
pub struct Draft {
    answers: Answers,
    /// Texts that "I don't know" stands in front of, so that a slip of the finger loses none.
    aside: Vec<Aside>,
    /// The picture a resident chose first.
    tile: Option<Tile>,
    files: Files,
}

/// The one choice that excludes the others of its question.
const NOTHING: &str = "nothing";

struct Aside {
    field: FieldId,
    card: Option<usize>,
    text: Zeroizing<String>,
}

impl Draft {
    /// An empty form.
    pub fn new(audience: Audience, site: String, language: Language) -> Draft {
        Draft {
            answers: Answers::new(audience, site, language),
            aside: vec![],
            tile: None,
            files: Files::default(),
        }
    }

    /// The answers as typed.
    pub fn answers(&self) -> &Answers {
        &self.answers
    }

    /// The picture a resident chose first.
    pub fn tile(&self) -> Option<Tile> {
        self.tile
    }

    /// What travels with the report.
    pub fn files(&self) -> &Files {
        &self.files
    }

    pub(super) fn files_mut(&mut self) -> &mut Files {
        &mut self.files
    }

    /// What it is about.
    pub fn category(&self) -> Option<Category> {
        self.answers.category
    }

    /// The text of a field, empty when there is none.
    pub fn text(&self, field: FieldId, card: Option<usize>) -> &str {
        match self.answers.get(field, card) {
            Some(Answer::Text(text)) => text,
            _ => "",
        }
    }

    /// Whether a choice is picked or ticked.
    pub fn has_choice(&self, field: FieldId, card: Option<usize>, choice: Choice) -> bool {
        match self.answers.get(field, card) {
            Some(Answer::Choice(it)) => *it == choice,
            Some(Answer::Choices(them)) => them.contains(&choice),
            _ => false,
        }
    }

    /// Whether "I don't know" is ticked.
    pub fn is_unknown(&self, field: FieldId, card: Option<usize>) -> bool {
        matches!(self.answers.get(field, card), Some(Answer::Unknown))
    }

    /// The roles that are ticked in a field.
    pub fn roles(&self, field: FieldId) -> &[String] {
        match self.answers.get(field, None) {
            Some(Answer::Roles(roles)) => roles,
            _ => &[],
        }
    }

    /// Who must not read the report, and who may read it too.
    pub(super) fn wishes(&self) -> Wishes<'_> {
        Wishes::of(|field| self.answers.get(field, None))
    }

    pub(super) fn speak(&mut self, language: Language) {
        self.answers.language = language;
    }

    pub(super) fn pick_tile(&mut self, tile: Option<Tile>) {
        self.tile = tile;
    }

    pub(super) fn pick_category(&mut self, category: Category) {
        // Whoever may be added depends on the subject.
        if self.answers.category.replace(category) != Some(category) {
            self.answers.clear(FieldId::AlsoRead, None);
        }
    }

    pub(super) fn type_text(&mut self, field: FieldId, card: Option<usize>, text: String) {
        self.drop_aside(field, card);
        if text.is_empty() {
            self.answers.clear(field, card);
        } else {
            self.answers.set(field, card, Answer::Text(text));
        }
    }

    pub(super) fn pick(&mut self, field: FieldId, card: Option<usize>, choice: Choice) {
        self.answers.set(field, card, Answer::Choice(choice));
    }

    pub(super) fn tick(&mut self, field: FieldId, card: Option<usize>, choice: Choice, on: bool) {
        let mut choices = match self.answers.get(field, card) {
            Some(Answer::Choices(them)) => them.clone(),
            _ => vec![],
        };
        choices.retain(|it| *it != choice);
        if on {
            // "Nothing yet" cannot stand beside something that was done.
            choices.retain(|it| choice.as_str() != NOTHING && it.as_str() != NOTHING);
            choices.push(choice);
        }
        self.set_or_clear(field, card, choices.is_empty(), Answer::Choices(choices));
    }

    /// A role that must not read the report cannot read it too: the last tick counts.
    pub(super) fn tick_role(&mut self, field: FieldId, role: &str, on: bool) {
        for list in [FieldId::Exclude, FieldId::AlsoRead] {
            let mut roles = self.roles(list).to_vec();
            if list == field || on {
                roles.retain(|it| it != role);
            }
            if list == field && on {
                roles.push(role.to_owned());
            }
            self.set_or_clear(list, None, roles.is_empty(), Answer::Roles(roles));
        }
    }

    pub(super) fn tick_unknown(&mut self, field: FieldId, card: Option<usize>, on: bool) {
        if on && !self.is_unknown(field, card) {
            let text = Zeroizing::new(self.text(field, card).to_owned());
            self.drop_aside(field, card);
            if !text.is_empty() {
                self.aside.push(Aside { field, card, text });
            }
            self.answers.set(field, card, Answer::Unknown);
        } else if !on && self.is_unknown(field, card) {
            let text = self.drop_aside(field, card).unwrap_or_default();
            self.type_text(field, card, text);
        }
    }

    pub(super) fn clear(&mut self, field: FieldId, card: Option<usize>) {
        self.drop_aside(field, card);
        self.answers.clear(field, card);
    }

    pub(super) fn add_card(&mut self) {
        self.answers.add_card();
    }

    pub(super) fn remove_card(&mut self, card: usize) {
        self.answers.remove_card(card);
        self.aside.retain(|it| it.card != Some(card));
        for it in &mut self.aside {
            it.card = it.card.map(|at| if at > card { at - 1 } else { at });
        }
    }

    fn set_or_clear(&mut self, field: FieldId, card: Option<usize>, empty: bool, answer: Answer) {
        if empty {
            self.answers.clear(field, card);
        } else {
            self.answers.set(field, card, answer);
        }
    }

    /// Takes the text that stood behind "I don't know", if any.
    fn drop_aside(&mut self, field: FieldId, card: Option<usize>) -> Option<String> {
        let at = self
            .aside
            .iter()
            .position(|it| it.field == field && it.card == card)?;
        Some(std::mem::take(&mut *self.aside.swap_remove(at).text))
    }
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Draft(…)")
    }
}
