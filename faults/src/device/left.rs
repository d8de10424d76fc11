//! What is left on a device in the end, for whoever judges the run.

use std::collections::HashSet;

use envelope::Digest;

use super::Device;
use super::idb::Store;

/// What is left on a device.
pub(crate) struct Left {
    /// Envelopes that are whole under their name.
    pub(crate) whole: Vec<Digest>,
    /// Envelopes of which the app says that a person has to look.
    pub(crate) refused: HashSet<Digest>,
    /// Sets of parts that nothing names, where the browser has what it takes to sweep them away.
    pub(crate) left_behind: u64,
    /// All that is stored, one after the other.
    pub(crate) bytes: Vec<u8>,
}

impl Device {
    /// What is left in the storage.
    pub(crate) fn left(&self) -> Left {
        let stored = self.idb.committed(Store::Envelopes);
        let refused = self.idb.committed(Store::Refusals);
        let parts = self.idb.committed(Store::Parts);
        let named = |(key, bytes): &(String, Vec<u8>)| {
            let digest: Digest = key.parse().ok()?;
            (Digest::of(bytes) == digest).then_some(digest)
        };
        let mut whole: Vec<Digest> = stored.iter().filter_map(named).collect();
        for parted in self.committed_parted() {
            // The keys are in the order of the parts.
            let of_it = parts
                .iter()
                .filter(|(key, _)| key.split_once('/').is_some_and(|it| it.0 == parted.set()));
            let bytes: Vec<u8> = of_it.flat_map(|(_, part)| part).copied().collect();
            if Digest::of(&bytes) == parted.digest() {
                whole.push(parted.digest());
            }
        }
        let names = refused.iter().filter_map(|(key, _)| key.parse().ok());
        let left_behind = match self.lock.exists() {
            true => self.left_behind(),
            false => 0,
        };
        Left {
            whole,
            refused: names.collect(),
            left_behind,
            bytes: [stored, refused, parts]
                .into_iter()
                .flatten()
                .flat_map(|it| it.1)
                .collect(),
        }
    }
}
