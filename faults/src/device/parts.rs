//! Envelopes in parts, step by step as in `src/queue/store/parts.rs`.

use envelope::{Digest, Envelope};
use sealpost_app::model::StorageProblem;
use submission::{PART_LEN, part_count};

use super::Device;
use super::idb::{Ask, Stop, Store, Stored};
use super::store::Found;

/// The record of an envelope that is kept in parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parted {
    digest: Digest,
    size: u64,
    set: String,
    digests: Vec<Digest>,
}

impl Device {
    /// Keeps a sealed envelope in parts: each of them, all read back, and then the record.
    pub(super) fn push_parts(&self, envelope: &Envelope) -> Result<(), Stop> {
        let set = self.fresh_set();
        self.writing.replace(Some(set.clone()));
        let kept = self.try_to_push(envelope, &set);
        if let Err(Stop::Storage(_)) = kept {
            // What cannot be deleted now is swept away at the next start.
            let gone = [(Store::Parts, Ask::DeleteAll(&set))];
            self.survives(self.transact(&envelope.digest(), &gone).map(drop))?;
        }
        self.writing.take();
        self.survives(self.sweep_of_another_page_goes_on())?;
        kept
    }

    fn try_to_push(&self, envelope: &Envelope, set: &str) -> Result<(), Stop> {
        let digest = envelope.digest();
        let mut digests = vec![];
        for part in envelope.as_bytes().chunks(PART_LEN as usize) {
            self.step(&digest, "device: killed while parts are written")?;
            let key = part_key(set, digests.len());
            digests.push(Digest::of(part));
            self.transact(&digest, &[(Store::Parts, Ask::Put(&key, part))])?;
            self.sweep_of_another_page_perhaps()?;
        }
        let parted = Parted {
            digest,
            size: envelope.len() as u64,
            set: set.to_owned(),
            digests,
        };
        if !self.world.flaws.skips_read_back {
            self.check(&parted)?;
        }
        self.keep(&parted)
    }

    /// Reads everything back and compares.
    fn check(&self, parted: &Parted) -> Result<(), Stop> {
        let mut whole = vec![];
        for number in 0..part_count(parted.size) {
            let part = self.part(parted, number)?;
            whole.extend(part.ok_or(Stop::Storage(StorageProblem::Broken))?);
        }
        match Digest::of(&whole) == parted.digest {
            true => Ok(()),
            false => Err(Stop::Storage(StorageProblem::Broken)),
        }
    }

    /// Writes the record and reads it back.
    fn keep(&self, parted: &Parted) -> Result<(), Stop> {
        let (key, marker) = (parted.digest.to_text(), marker_of(&parted.set));
        let record = parted.to_text();
        let put = [
            (Store::Parted, Ask::Put(&key, record.as_bytes())),
            (Store::Parts, Ask::Put(&marker, key.as_bytes())),
        ];
        let gone = [
            (Store::Parted, Ask::Delete(&key)),
            (Store::Parts, Ask::Delete(&marker)),
        ];
        let is_there = || {
            let read = self.read_parted(&parted.digest)?;
            Ok(matches!(read, Found::Parted(back) if back == *parted))
        };
        self.put_and_read_back(&parted.digest, &put, &gone, is_there)
    }

    /// What stands in the place of the record of this name; never a whole envelope.
    pub(super) fn read_parted(&self, digest: &Digest) -> Result<Found, Stop> {
        let key = digest.to_text();
        let stored = self.transact(digest, &[(Store::Parted, Ask::Get(&key))])?;
        let Some(Stored::Value(record)) = stored.first() else {
            return Ok(Found::Nothing);
        };
        Ok(Parted::parse(*digest, record).map_or(Found::Damaged, Found::Parted))
    }

    /// A part's bytes; nothing when the device has lost or spoilt them.
    pub(super) fn part(&self, parted: &Parted, number: u32) -> Result<Option<Vec<u8>>, Stop> {
        let key = part_key(&parted.set, number as usize);
        let stored = self.transact(&parted.digest, &[(Store::Parts, Ask::Get(&key))])?;
        let Some(Stored::Value(bytes)) = stored.into_iter().next() else {
            return Ok(None);
        };
        let digest = parted.digests.get(number as usize);
        let equal = digest == Some(&Digest::of(&bytes));
        Ok(equal.then_some(bytes))
    }

    /// Deletes the record and the parts, in one transaction.
    pub(super) fn delete_parted(&self, parted: &Parted) -> Result<(), Stop> {
        let (key, marker) = (parted.digest.to_text(), marker_of(&parted.set));
        let gone = [
            (Store::Parted, Ask::Delete(&key)),
            (Store::Refusals, Ask::Delete(&key)),
            (Store::Parts, Ask::Delete(&marker)),
            (Store::Parts, Ask::DeleteAll(&parted.set)),
        ];
        self.world.ledger.borrow_mut().deleted(parted.digest);
        self.transact(&parted.digest, &gone).map(drop)
    }

    /// The records of all envelopes in parts, for whoever judges the run.
    pub(super) fn committed_parted(&self) -> Vec<Parted> {
        let records = self.idb.committed(Store::Parted);
        let parsed = |(key, record): &(String, Vec<u8>)| Parted::parse(key.parse().ok()?, record);
        records.iter().filter_map(parsed).collect()
    }

    /// A name that no other set has.
    fn fresh_set(&self) -> String {
        let dice = || (self.jitter() * f64::from(u32::MAX)) as u32;
        format!("{}-{}", dice(), dice())
    }
}

impl Parted {
    /// The envelope's length in bytes.
    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// The envelope's name.
    pub(super) fn digest(&self) -> Digest {
        self.digest
    }

    /// The name of the set of its parts.
    pub(super) fn set(&self) -> &str {
        &self.set
    }

    /// `SET SIZE DIGEST…`
    fn to_text(&self) -> String {
        let digests = self.digests.iter().map(|it| format!(" {}", it.to_text()));
        format!("{} {}{}", self.set, self.size, digests.collect::<String>())
    }

    fn parse(digest: Digest, record: &[u8]) -> Option<Self> {
        let mut words = std::str::from_utf8(record).ok()?.split(' ');
        let parted = Self {
            digest,
            set: words.next()?.to_owned(),
            size: words.next()?.parse().ok()?,
            digests: words.map(|it| it.parse().ok()).collect::<Option<_>>()?,
        };
        let all = parted.digests.len() == part_count(parted.size) as usize;
        all.then_some(parted)
    }
}

/// Where a set's record is named.
pub(super) fn marker_of(set: &str) -> String {
    format!("{set}.kept")
}

/// Numbers of six digits, so that the keys are in the order of the parts.
fn part_key(set: &str, number: usize) -> String {
    format!("{set}/{number:06}")
}
