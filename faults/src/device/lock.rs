//! The lock that one page among all holds, or none where the browser has no Web Locks.

use std::cell::Cell;
use std::rc::Rc;

/// A lock of one device.
pub(super) struct Lock {
    exists: bool,
    held: Rc<Cell<bool>>,
}

/// The lock is held until this is dropped.
pub(super) struct Held(Rc<Cell<bool>>);

impl Lock {
    /// A lock; where there is none, everybody gets it.
    pub(super) fn new(exists: bool) -> Self {
        Self {
            exists,
            held: Rc::default(),
        }
    }

    /// Whether the browser has locks.
    pub(super) fn exists(&self) -> bool {
        self.exists
    }

    /// Takes the lock, unless another page holds it.
    pub(super) fn take(&self) -> Option<Held> {
        if self.exists && self.held.replace(true) {
            return None;
        }
        Some(Held(Rc::clone(&self.held)))
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.set(false);
    }
}
