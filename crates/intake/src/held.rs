use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::{policy::Limits, store::ReaderId};

/// The places for answers that are held open: listings that wait, and streams.
///
/// Each holds a connection, and those must suffice for senders.
pub(crate) struct Places {
    /// Who has a place, once for each.
    taken: Mutex<Vec<ReaderId>>,
    by_reader: usize,
    all: usize,
}

/// A place, free again once this is dropped.
pub(crate) struct Place {
    places: Arc<Places>,
    reader: ReaderId,
}

impl Places {
    pub(crate) fn new(limits: &Limits) -> Arc<Self> {
        Arc::new(Self {
            taken: Mutex::default(),
            by_reader: limits.held_by_reader,
            all: limits.held,
        })
    }

    /// A place for this reader, if it has not too many and there is one.
    pub(crate) fn take(self: &Arc<Self>, reader: ReaderId) -> Option<Place> {
        let mut taken = self.taken();
        let own = taken.iter().filter(|it| **it == reader).count();
        if taken.len() >= self.all || own >= self.by_reader {
            return None;
        }
        taken.push(reader);
        Some(Place {
            places: Arc::clone(self),
            reader,
        })
    }

    /// A list of numbers is as good after a panic as before it.
    fn taken(&self) -> MutexGuard<'_, Vec<ReaderId>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.taken();
        if let Some(at) = taken.iter().position(|it| *it == self.reader) {
            taken.swap_remove(at);
        }
    }
}
