//! The texts of a language, found by numbers instead of names.
//!
//! A text has a name, `button.continue`, in the sources and in `locales/{tag}.json`, where people read it.
//! Over the line and in the program there is only a number made of the name: the names would be a fifth of
//! a language's bytes, and would come a second time inside the program.
//!
//! # Where to start
//!
//! 1. [`key!`] makes a [`Key`] of a name while the program is compiled.
//! 2. `pack` makes what is served out of the file with names (feature `pack`).
//! 3. [`Texts`] reads what is served, and finds a text.

mod key;
#[cfg(feature = "pack")]
mod pack;
#[cfg(test)]
mod tests;

use json::Json;
use thiserror::Error;

pub use key::Key;
#[cfg(feature = "pack")]
pub use pack::{PackError, pack};

/// What stands in the place of a text that is not there.
const MISSING: &str = "?";

/// The texts of one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    /// Sorted by key, each key once.
    texts: Vec<(Key, String)>,
}

/// It is not the list of a language: no JSON, another shape, a key that is too large or comes twice, or
/// not as many texts as keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("not a list of texts")]
pub struct Malformed;

impl From<json::Malformed> for Malformed {
    fn from(_: json::Malformed) -> Self {
        Self
    }
}

impl Texts {
    /// Reads the list of a language: `[[1207,16,…],["Back","Yes, remove",…]]`.
    ///
    /// The numbers are the keys in ascending order, each but the first as what it is more than the one
    /// before; the texts stand in the same order.
    ///
    /// # Errors
    ///
    /// [`Malformed`] when it is anything else.
    pub fn parse(json: &[u8]) -> Result<Self, Malformed> {
        let json = Json::parse(json)?;
        let [steps, texts] = json.list()? else {
            return Err(Malformed);
        };
        let (steps, texts) = (steps.list()?, texts.list()?);
        if steps.len() != texts.len() {
            return Err(Malformed);
        }
        let mut list = Vec::with_capacity(texts.len());
        let mut key = 0_u16;
        for (step, text) in steps.iter().zip(texts) {
            let step = u16::try_from(step.number()?).map_err(|_| Malformed)?;
            if step == 0 && !list.is_empty() {
                return Err(Malformed);
            }
            key = key.checked_add(step).ok_or(Malformed)?;
            list.push((Key::from_number(key), text.text()?.to_owned()));
        }
        Ok(Self { texts: list })
    }

    /// The text of a key; a question mark where there is none, because a person should see that something is
    /// missing. That nothing is, the app's tests hold.
    pub fn get(&self, key: Key) -> &str {
        match self.texts.binary_search_by_key(&key, |(it, _)| *it) {
            Ok(at) => &self.texts[at].1,
            Err(_) => MISSING,
        }
    }

    /// The text of a key with the places in braces filled: `{max}` by the value that goes with `max`.
    pub fn fill(&self, key: Key, values: &[(&str, &str)]) -> String {
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

    /// Every key, in ascending order.
    pub fn keys(&self) -> impl Iterator<Item = Key> {
        self.texts.iter().map(|(key, _)| *key)
    }
}
