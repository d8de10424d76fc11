//! What takes away the sets of parts that have no record, as `sweep` in
//! `src/queue/store/parts.rs`: at the start of every page, so also while another one writes.

use sealpost_app::model::StorageProblem;

use super::Device;
use super::idb::{Ask, Stop, Store, Stored};
use super::parts::marker_of;

/// In a hundred: how often another page looks what there is to sweep when a part was written, and
/// how often one that has looked goes on then.
const LOOKS: u64 = 30;
const GOES_ON: u64 = 40;

impl Device {
    /// Takes away the sets that have no record and that nobody is writing.
    pub(super) fn sweep(&self) -> Result<(), Stop> {
        // Without locks nobody knows what is being written.
        if self.world.flaws.never_sweeps || !self.lock.exists() {
            return Ok(());
        }
        let seen = self.keys_of_parts()?;
        self.sweep_seen(&seen)
    }

    /// Somewhere in the middle of a writing, another page may be opened and sweep.
    pub(super) fn sweep_of_another_page_perhaps(&self) -> Result<(), Stop> {
        let Some(mut dice) = self.dice() else {
            return Ok(());
        };
        if self.page_count < 2 || !self.lock.exists() {
            return Ok(());
        }
        let has_looked = self.swept_elsewhere.borrow().is_some();
        if has_looked && dice.below(100) < GOES_ON {
            self.survives(self.sweep_of_another_page_goes_on())?;
        } else if !has_looked && dice.below(100) < LOOKS {
            self.world
                .fault("device: another page sweeps while parts are written");
            let seen = self.keys_of_parts();
            if self.survives(seen.as_ref().map(drop).map_err(|it| *it))? {
                self.swept_elsewhere.replace(seen.ok());
            }
        }
        Ok(())
    }

    /// The other page, if it has looked, does what it then does.
    pub(super) fn sweep_of_another_page_goes_on(&self) -> Result<(), Stop> {
        let seen = self.swept_elsewhere.take();
        seen.map_or(Ok(()), |seen| self.sweep_seen(&seen))
    }

    fn sweep_seen(&self, keys: &[String]) -> Result<(), Stop> {
        let mut last = "";
        for key in keys {
            let Some((set, _)) = key.split_once('/') else {
                continue;
            };
            if set == last || keys.contains(&marker_of(set)) {
                continue;
            }
            last = set;
            // Its lock is held.
            if self.writing.borrow().as_deref() == Some(set) {
                continue;
            }
            if self.world.flaws.sweeps_unseen || !self.keys_of_parts()?.contains(&marker_of(set)) {
                let gone = [(Store::Parts, Ask::DeleteAll(set))];
                self.idb.transact(&self.world, self.dice(), &gone)?;
            }
        }
        Ok(())
    }

    /// How many sets have no record, for whoever judges the run.
    pub(super) fn left_behind(&self) -> u64 {
        let records = self.committed_parted();
        let mut sets: Vec<String> = vec![];
        for (key, _) in self.idb.committed(Store::Parts) {
            let set = key.split(['/', '.']).next().unwrap_or_default();
            let recorded = records.iter().any(|it| it.set() == set);
            if !recorded && sets.last().is_none_or(|it| it != set) {
                sets.push(set.to_owned());
            }
        }
        sets.len() as u64
    }

    fn keys_of_parts(&self) -> Result<Vec<String>, Stop> {
        let asked = [(Store::Parts, Ask::Keys)];
        match self.idb.transact(&self.world, self.dice(), &asked)?.pop() {
            Some(Stored::Keys(keys)) => Ok(keys),
            _ => Err(Stop::Storage(StorageProblem::Broken)),
        }
    }
}
