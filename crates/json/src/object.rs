use crate::{Json, Malformed};

/// The members of an object, in the order in which they stand there.
///
/// Whoever may not ignore what it does not know begins with [`only`](Self::only). In both ways a
/// known key that comes twice is refused: two programs could read two different things in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object(pub(crate) Vec<(String, Json)>);

impl Object {
    /// The same object, when it has no other keys than these.
    ///
    /// # Errors
    ///
    /// [`Malformed`] when it has.
    pub fn only(&self, keys: &[&str]) -> Result<&Self, Malformed> {
        if self.0.iter().all(|(it, _)| keys.contains(&it.as_str())) {
            Ok(self)
        } else {
            Err(Malformed)
        }
    }

    /// The member with this key.
    ///
    /// # Errors
    ///
    /// [`Malformed`] when there is none, or more than one.
    pub fn get(&self, key: &str) -> Result<&Json, Malformed> {
        self.find(key)?.ok_or(Malformed)
    }

    /// The member with this key, if there is one.
    ///
    /// # Errors
    ///
    /// [`Malformed`] when there is more than one.
    pub fn find(&self, key: &str) -> Result<Option<&Json>, Malformed> {
        let mut found = None;
        for (it, value) in &self.0 {
            if it == key && found.replace(value).is_some() {
                return Err(Malformed);
            }
        }
        Ok(found)
    }

    /// A truth value.
    ///
    /// # Errors
    ///
    /// Those of [`get`](Self::get), and [`Malformed`] for another type.
    pub fn bool(&self, key: &str) -> Result<bool, Malformed> {
        self.get(key)?.bool()
    }

    /// A whole number.
    ///
    /// # Errors
    ///
    /// Those of [`get`](Self::get), and [`Malformed`] for another type.
    pub fn number(&self, key: &str) -> Result<u64, Malformed> {
        self.get(key)?.number()
    }

    /// A string.
    ///
    /// # Errors
    ///
    /// Those of [`get`](Self::get), and [`Malformed`] for another type.
    pub fn text(&self, key: &str) -> Result<&str, Malformed> {
        self.get(key)?.text()
    }

    /// The values of an array.
    ///
    /// # Errors
    ///
    /// Those of [`get`](Self::get), and [`Malformed`] for another type.
    pub fn list(&self, key: &str) -> Result<&[Json], Malformed> {
        self.get(key)?.list()
    }

    /// An object.
    ///
    /// # Errors
    ///
    /// Those of [`get`](Self::get), and [`Malformed`] for another type.
    pub fn object(&self, key: &str) -> Result<&Self, Malformed> {
        self.get(key)?.object()
    }

    /// All members, for an object whose keys are data.
    ///
    /// The time it takes grows with the square of their number: not for what a stranger sent.
    ///
    /// # Errors
    ///
    /// [`Malformed`] when a key comes twice.
    pub fn members(&self) -> Result<&[(String, Json)], Malformed> {
        for (at, (key, _)) in self.0.iter().enumerate() {
            if self.0[..at].iter().any(|(it, _)| it == key) {
                return Err(Malformed);
            }
        }
        Ok(&self.0)
    }
}
