//! The small parts a manifest is made of.

use json::{Json, Object};
use report::{Category, Language, is_day, is_id};

use crate::text::LocalText;
use crate::verify::SiteError;

/// Each of a list, read.
pub(super) fn each<T, U>(
    list: &[T],
    read: impl Fn(&T) -> Result<U, SiteError>,
) -> Result<Vec<U>, SiteError> {
    let mut all = Vec::with_capacity(list.len());
    for one in list {
        all.push(read(one)?);
    }
    Ok(all)
}

/// Words in at least one language, each language once.
pub(super) fn read_text(texts: &Object) -> Result<LocalText, SiteError> {
    let texts = each(texts.members()?, |(tag, text)| {
        Ok((read_language(tag)?, text.text()?.to_owned()))
    })?;
    LocalText::new(texts).ok_or(SiteError::TextMissing)
}

pub(super) fn read_languages(tags: &[Json]) -> Result<Vec<Language>, SiteError> {
    each(tags, |it| read_language(it.text()?))
}

pub(super) fn read_language(tag: &str) -> Result<Language, SiteError> {
    tag.parse().map_err(|_| SiteError::LanguageWrong)
}

pub(super) fn read_category(code: &str) -> Result<Category, SiteError> {
    code.parse().map_err(|_| SiteError::UnknownCategory)
}

pub(super) fn read_id(id: &str) -> Result<String, SiteError> {
    if is_id(id) {
        Ok(id.to_owned())
    } else {
        Err(SiteError::IdMalformed)
    }
}

pub(super) fn read_day(day: &str) -> Result<String, SiteError> {
    if is_day(day) {
        Ok(day.to_owned())
    } else {
        Err(SiteError::DateWrong)
    }
}

/// A last day that is not before its first.
pub(super) fn last_day(first: &str, last: &str) -> Result<String, SiteError> {
    if first <= last {
        read_day(last)
    } else {
        Err(SiteError::DateWrong)
    }
}
