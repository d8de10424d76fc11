use crate::{Json, Malformed};

/// The members of an object, in the order in which they stand there, to be taken out by key.
///
/// Once all that are known are taken, [`end`](Self::end) refuses the rest; whoever may ignore what
/// it does not know drops it. In both ways a known key that comes twice is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object(pub(crate) Vec<(String, Json)>);

impl Object {
    /// Takes the member with this key.
    ///
    /// # Errors
    ///
    /// [`Malformed`] when there is none, or more than one: two programs could read two different
    /// things in it.
    pub fn take(&mut self, key: &str) -> Result<Json, Malformed> {
        self.find(key)?.ok_or(Malformed)
    }

    /// Takes the member with this key, if it is there.
    ///
    /// # Errors
    ///
    /// [`Malformed`] when there is more than one.
    pub fn find(&mut self, key: &str) -> Result<Option<Json>, Malformed> {
        let Some(at) = self.position(key) else {
            return Ok(None);
        };
        let (_, value) = self.0.remove(at);
        match self.position(key) {
            None => Ok(Some(value)),
            Some(_) => Err(Malformed),
        }
    }

    /// Takes a truth value.
    ///
    /// # Errors
    ///
    /// Those of [`take`](Self::take), and [`Malformed`] for another type.
    pub fn bool(&mut self, key: &str) -> Result<bool, Malformed> {
        self.take(key)?.bool()
    }

    /// Takes a whole number.
    ///
    /// # Errors
    ///
    /// Those of [`take`](Self::take), and [`Malformed`] for another type.
    pub fn number(&mut self, key: &str) -> Result<u64, Malformed> {
        self.take(key)?.number()
    }

    /// Takes a string.
    ///
    /// # Errors
    ///
    /// Those of [`take`](Self::take), and [`Malformed`] for another type.
    pub fn text(&mut self, key: &str) -> Result<String, Malformed> {
        self.take(key)?.text()
    }

    /// Takes the values of an array.
    ///
    /// # Errors
    ///
    /// Those of [`take`](Self::take), and [`Malformed`] for another type.
    pub fn list(&mut self, key: &str) -> Result<Vec<Json>, Malformed> {
        self.take(key)?.list()
    }

    /// Takes an object.
    ///
    /// # Errors
    ///
    /// Those of [`take`](Self::take), and [`Malformed`] for another type.
    pub fn object(&mut self, key: &str) -> Result<Self, Malformed> {
        self.take(key)?.object()
    }

    /// Says that everything which may stand there has been taken.
    ///
    /// # Errors
    ///
    /// [`Malformed`] when anything is left.
    pub fn end(self) -> Result<(), Malformed> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Malformed)
        }
    }

    /// All members, for an object whose keys are data.
    ///
    /// The time it takes grows with the square of their number: not for what a stranger sent.
    ///
    /// # Errors
    ///
    /// [`Malformed`] when a key comes twice.
    pub fn members(self) -> Result<Vec<(String, Json)>, Malformed> {
        for (at, (key, _)) in self.0.iter().enumerate() {
            if self.0[..at].iter().any(|(it, _)| it == key) {
                return Err(Malformed);
            }
        }
        Ok(self.0)
    }

    fn position(&self, key: &str) -> Option<usize> {
        self.0.iter().position(|(it, _)| it == key)
    }
}
