//! One answer, brought into the one form in which it is sent.

use super::ProblemKind;
use crate::answers::Answer;
use crate::field::{Choice, FieldId, FieldKind, MAX_EXCLUDED_ROLES};
use crate::written::is_id;

/// The answer as it is sent: texts without the blanks around them, choices in the order of the
/// field, nothing twice. `None` when nothing is said.
///
/// # Errors
///
/// [`ProblemKind::TooLong`], or [`ProblemKind::NotOffered`] for an answer of the wrong kind or a
/// word the field does not offer.
pub(super) fn tidy(field: FieldId, answer: &Answer) -> Result<Option<Answer>, ProblemKind> {
    match (field.kind(), answer) {
        (FieldKind::Text { max_chars, .. }, Answer::Text(text)) => tidy_text(text, max_chars),
        (FieldKind::Text { unknown: true, .. }, Answer::Unknown) => Ok(Some(Answer::Unknown)),
        (FieldKind::One(_), Answer::Choice(choice)) => field
            .choice(choice.as_str())
            .map(|it| Some(Answer::Choice(it)))
            .ok_or(ProblemKind::NotOffered),
        (FieldKind::Many(words), Answer::Choices(chosen)) => tidy_choices(field, words, chosen),
        (FieldKind::Roles, Answer::Roles(roles)) => tidy_roles(roles),
        _ => Err(ProblemKind::NotOffered),
    }
}

fn tidy_text(text: &str, max_chars: usize) -> Result<Option<Answer>, ProblemKind> {
    let text = text.trim();
    if text.chars().count() > max_chars {
        return Err(ProblemKind::TooLong { max_chars });
    }
    Ok((!text.is_empty()).then(|| Answer::Text(text.to_owned())))
}

fn tidy_choices(
    field: FieldId,
    words: &[&str],
    chosen: &[Choice],
) -> Result<Option<Answer>, ProblemKind> {
    if chosen.iter().any(|it| field.choice(it.as_str()).is_none()) {
        return Err(ProblemKind::NotOffered);
    }
    let ordered: Vec<Choice> = words
        .iter()
        .filter_map(|word| chosen.iter().copied().find(|it| it.as_str() == *word))
        .collect();
    Ok((!ordered.is_empty()).then_some(Answer::Choices(ordered)))
}

fn tidy_roles(roles: &[String]) -> Result<Option<Answer>, ProblemKind> {
    if roles.len() > MAX_EXCLUDED_ROLES || !roles.iter().all(|it| is_id(it)) {
        return Err(ProblemKind::NotOffered);
    }
    // Put in one by one: they are few, and the code of a sort is a kilobyte of the app's download.
    let mut ordered = Vec::<String>::new();
    for role in roles {
        if let Err(at) = ordered.binary_search(role) {
            ordered.insert(at, role.clone());
        }
    }
    Ok((!ordered.is_empty()).then_some(Answer::Roles(ordered)))
}
