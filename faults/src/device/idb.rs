//! A simulated IndexedDB: transactions that commit, abort, lie, or never end.
//!
//! What is committed survives the device; nothing else does. It stands where `src/browser/idb.rs`
//! has the browser's own, and is asked in the same way: all steps of a transaction at once.

use std::cell::RefCell;
use std::collections::BTreeMap;

use sealpost_app::model::StorageProblem;

use crate::dice::Dice;
use crate::world::World;

/// A store of the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Store {
    Envelopes,
    Refusals,
    /// The records of envelopes in parts.
    Parted,
    /// Their parts, and under `SET.kept` the name of the set's record.
    Parts,
}

/// What a transaction is asked to do in one store.
#[derive(Clone, Copy)]
pub(super) enum Ask<'a> {
    Get(&'a str),
    Keys,
    Values,
    Put(&'a str, &'a [u8]),
    Delete(&'a str),
    /// All keys that begin with this text and a slash.
    DeleteAll(&'a str),
}

/// What a store answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stored {
    Nothing,
    Value(Vec<u8>),
    Keys(Vec<String>),
    Values(Vec<Vec<u8>>),
}

/// Why a step of the device did not go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// The device was killed. Nothing in memory is left.
    Killed,
    /// The storage did not do what was asked.
    Storage(StorageProblem),
}

/// What the database does with one transaction.
#[derive(Clone, Copy)]
enum End {
    Complete,
    /// The requests report success, then the transaction aborts: the quota is checked late.
    AbortAfterSuccess,
    /// There is no connection.
    NoConnection,
    /// It reports completion and has written nothing.
    NothingWritten,
    /// It reports completion and has written other bytes, or gives other bytes when reading.
    OtherBytes,
    /// The device is killed before the commit.
    KilledBefore,
    /// The device is killed after the commit and before anybody hears of it.
    KilledAfter,
}

/// Where a byte is changed, at most: the length of the longest value.
const FARTHEST: usize = 1 << 20;

/// How often each happens, in a thousand transactions.
const WRITING: [(u32, End); 7] = [
    (920, End::Complete),
    (20, End::AbortAfterSuccess),
    (15, End::NoConnection),
    (10, End::NothingWritten),
    (10, End::OtherBytes),
    (10, End::KilledBefore),
    (15, End::KilledAfter),
];
const READING: [(u32, End); 4] = [
    (980, End::Complete),
    (12, End::NoConnection),
    (3, End::OtherBytes),
    (5, End::KilledBefore),
];

type Key = (Store, String);

/// A database.
#[derive(Default)]
pub(super) struct Idb(RefCell<BTreeMap<Key, Vec<u8>>>);

impl Idb {
    /// One transaction: does all of `steps` or none.
    pub(super) fn transact(
        &self,
        world: &World,
        dice: Option<Dice>,
        steps: &[(Store, Ask<'_>)],
    ) -> Result<Vec<Stored>, Stop> {
        let mut answers = self.answers(steps);
        let mut changes = self.changes(steps);
        let reading = |(_, ask): &(_, Ask)| matches!(ask, Ask::Get(_) | Ask::Keys | Ask::Values);
        let table: &[_] = match steps.iter().all(reading) {
            true => &READING,
            false => &WRITING,
        };
        let (end, at) = dice.map_or((End::Complete, 0), |mut dice| {
            (dice.pick(table), dice.index(FARTHEST))
        });
        if let Some(name) = end.name() {
            world.fault(name);
        }
        match end {
            End::Complete => {}
            End::AbortAfterSuccess if world.flaws.trusts_put => return Ok(answers),
            End::AbortAfterSuccess => return Err(Stop::Storage(StorageProblem::Full)),
            End::NoConnection => return Err(Stop::Storage(StorageProblem::Broken)),
            End::NothingWritten => return Ok(answers),
            End::OtherBytes => {
                let written = changes.iter_mut().filter_map(|(_, value)| value.as_mut());
                let read = answers.iter_mut().filter_map(|it| match it {
                    Stored::Value(bytes) => Some(bytes),
                    _ => None,
                });
                written.chain(read).for_each(|bytes| flip(bytes, at));
            }
            End::KilledBefore => return Err(Stop::Killed),
            End::KilledAfter => {
                self.commit(changes);
                return Err(Stop::Killed);
            }
        }
        self.commit(changes);
        Ok(answers)
    }

    /// What is committed, for whoever judges the run.
    pub(super) fn committed(&self, store: Store) -> Vec<(String, Vec<u8>)> {
        let records = self.0.borrow();
        let of_it = records.iter().filter(|((it, _), _)| *it == store);
        of_it
            .map(|((_, key), value)| (key.clone(), value.clone()))
            .collect()
    }

    fn answers(&self, steps: &[(Store, Ask<'_>)]) -> Vec<Stored> {
        let records = self.0.borrow();
        let of = |store: Store| {
            let of_it = records.iter().filter(move |((it, _), _)| *it == store);
            of_it.map(|((_, key), value)| (key, value))
        };
        let answer = |(store, ask): &(Store, Ask)| match ask {
            Ask::Get(key) => {
                let value = records.get(&(*store, (*key).to_owned()));
                value.map_or(Stored::Nothing, |it| Stored::Value(it.clone()))
            }
            Ask::Keys => Stored::Keys(of(*store).map(|(key, _)| key.clone()).collect()),
            Ask::Values => Stored::Values(of(*store).map(|(_, value)| value.clone()).collect()),
            Ask::Put(..) | Ask::Delete(_) | Ask::DeleteAll(_) => Stored::Nothing,
        };
        steps.iter().map(answer).collect()
    }

    /// What a transaction changes: the new value of a key, or none.
    fn changes(&self, steps: &[(Store, Ask<'_>)]) -> Vec<(Key, Option<Vec<u8>>)> {
        let records = self.0.borrow();
        let mut changes = vec![];
        for (store, ask) in steps {
            let key = |it: &str| (*store, it.to_owned());
            match ask {
                Ask::Put(it, value) => changes.push((key(it), Some(value.to_vec()))),
                Ask::Delete(it) => changes.push((key(it), None)),
                Ask::DeleteAll(name) => {
                    let of_it = |(at, it): &&Key| {
                        let rest = it.strip_prefix(name);
                        at == store && rest.is_some_and(|it| it.starts_with('/'))
                    };
                    let all = records.keys().filter(of_it);
                    changes.extend(all.map(|it| (it.clone(), None)));
                }
                Ask::Get(_) | Ask::Keys | Ask::Values => {}
            }
        }
        changes
    }

    fn commit(&self, changes: Vec<(Key, Option<Vec<u8>>)>) {
        let mut records = self.0.borrow_mut();
        for (key, value) in changes {
            match value {
                Some(value) => records.insert(key, value),
                None => records.remove(&key),
            };
        }
    }
}

impl End {
    /// What it is called in the result; nothing for what is no fault.
    fn name(self) -> Option<&'static str> {
        Some(match self {
            Self::Complete => return None,
            Self::AbortAfterSuccess => "device: put succeeded, transaction aborted",
            Self::NoConnection => "device: no connection to the database",
            Self::NothingWritten => "device: completed, and nothing written",
            Self::OtherBytes => "device: other bytes written or read",
            Self::KilledBefore => "device: killed before a commit",
            Self::KilledAfter => "device: killed after a commit",
        })
    }
}

fn flip(bytes: &mut [u8], at: usize) {
    let len = bytes.len().max(1);
    if let Some(byte) = bytes.get_mut(at % len) {
        *byte ^= 0x20;
    }
}
