//! An envelope that is too large for one piece of memory: kept in parts, in a set of its own.
//!
//! A set is written part by part, each in a transaction of its own, and counts for nothing until
//! its record stands: the record names the digest of every part and of the whole, and is written
//! last, after everything was read back. What a sealing that broke off leaves behind is a set
//! without a record; [`sweep`] takes it away.

use envelope::Digest;
use envelope_format::Digester;
use submission::{PART_LEN, part_count};

use super::{Found, first, list_keys, put_and_read_back, today};
use crate::browser::clock;
use crate::browser::idb::{Ask, PARTED, PARTS, REFUSALS, SINCE, transact};
use crate::browser::locks::{self, Held};
use crate::model::StorageProblem;

/// The length of a part in this program's memory.
const PART: usize = PART_LEN as usize;

/// A set of parts that is being written. While it lives nobody sweeps it away.
pub struct Keeping {
    set: String,
    part: Vec<u8>,
    digests: Vec<Digest>,
    whole: Digester,
    size: u64,
    _lock: Option<Held>,
}

impl Keeping {
    /// An empty set.
    pub async fn begin() -> Self {
        let set = fresh_name();
        Self {
            _lock: locks::take(&lock_of(&set)).await,
            set,
            part: Vec::with_capacity(PART),
            digests: vec![],
            whole: Digester::default(),
            size: 0,
        }
    }

    /// The bytes that come next. When this is `Ok`, every full part is on the medium.
    ///
    /// # Errors
    ///
    /// [`StorageProblem`]; the set is of no use then, and [`abandon`](Self::abandon) frees its room.
    pub async fn add(&mut self, mut bytes: &[u8]) -> Result<(), StorageProblem> {
        while !bytes.is_empty() {
            let (now, later) = bytes.split_at(bytes.len().min(PART - self.part.len()));
            self.part.extend_from_slice(now);
            bytes = later;
            if self.part.len() == PART {
                self.put_part().await?;
            }
        }
        Ok(())
    }

    /// Writes the last part, reads all of them back, and writes the record. When this is `Ok` the
    /// envelope is kept.
    ///
    /// # Errors
    ///
    /// [`StorageProblem`]; nothing is left of the set then.
    pub async fn finish(mut self) -> Result<Digest, StorageProblem> {
        let kept = self.try_to_finish().await;
        if kept.is_err() {
            self.abandon().await;
        }
        kept
    }

    /// Takes away what was written.
    pub async fn abandon(self) {
        // What cannot be deleted now is swept away at the next start.
        let _ = transact(&[(PARTS, Ask::DeleteAll(&self.set))]).await;
    }

    async fn try_to_finish(&mut self) -> Result<Digest, StorageProblem> {
        if !self.part.is_empty() {
            self.put_part().await?;
        }
        let parted = Parted {
            digest: std::mem::take(&mut self.whole).finish(),
            size: self.size,
            set: self.set.clone(),
            digests: std::mem::take(&mut self.digests),
        };
        parted.check().await?;
        parted.keep().await?;
        Ok(parted.digest)
    }

    async fn put_part(&mut self) -> Result<(), StorageProblem> {
        let key = part_key(&self.set, self.digests.len());
        self.whole.update(&self.part);
        self.size += self.part.len() as u64;
        self.digests.push(Digest::of(&self.part));
        transact(&[(PARTS, Ask::PutBytes(&key, &self.part))]).await?;
        self.part.clear();
        Ok(())
    }
}

/// The record of an envelope that is kept in parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parted {
    digest: Digest,
    size: u64,
    set: String,
    digests: Vec<Digest>,
}

impl Parted {
    /// What stands in the place of the record of this name; never a whole envelope.
    ///
    /// # Errors
    ///
    /// [`StorageProblem`] when the storage does not answer.
    pub async fn read(digest: &Digest) -> Result<Found, StorageProblem> {
        let key = digest.to_text();
        let stored = transact(&[(PARTED, Ask::Get(&key))]).await?;
        Ok(match first(&stored)?.text() {
            Ok(None) => Found::Nothing,
            Ok(Some(text)) => Self::parse(*digest, &text).map_or(Found::Damaged, Found::Parted),
            Err(_) => Found::Damaged,
        })
    }

    /// The envelope's length in bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The digest of a part.
    #[must_use]
    pub fn part_digest(&self, number: u32) -> Option<&Digest> {
        self.digests.get(number as usize)
    }

    /// A part's bytes; nothing when the device has lost or spoilt them.
    ///
    /// # Errors
    ///
    /// [`StorageProblem`] when the storage does not answer.
    pub async fn part(&self, number: u32) -> Result<Option<Vec<u8>>, StorageProblem> {
        let key = part_key(&self.set, number as usize);
        let stored = transact(&[(PARTS, Ask::Get(&key))]).await?;
        let bytes = first(&stored)?.bytes()?;
        Ok(bytes.filter(|it| self.part_digest(number) == Some(&Digest::of(it))))
    }

    /// Reads everything back and compares.
    async fn check(&self) -> Result<(), StorageProblem> {
        let mut whole = Digester::default();
        for number in 0..part_count(self.size) {
            let part = self.part(number).await?;
            whole.update(&part.ok_or(StorageProblem::Broken)?);
        }
        if whole.finish() == self.digest {
            Ok(())
        } else {
            Err(StorageProblem::Broken)
        }
    }

    /// Writes the record and reads it back.
    async fn keep(&self) -> Result<(), StorageProblem> {
        let (key, marker, record) = (self.digest.to_text(), marker_of(&self.set), self.to_text());
        let today = today();
        let put = [
            (PARTED, Ask::PutText(&key, &record)),
            (PARTS, Ask::PutText(&marker, &key)),
            (SINCE, Ask::PutText(&key, &today)),
        ];
        let gone = [
            (PARTED, Ask::Delete(&key)),
            (PARTS, Ask::Delete(&marker)),
            (SINCE, Ask::Delete(&key)),
        ];
        let is_there = async || {
            let read = Self::read(&self.digest).await;
            matches!(read, Ok(Found::Parted(back)) if back == *self)
        };
        put_and_read_back(&put, &gone, is_there).await
    }

    /// Deletes the record and the parts, in one transaction.
    pub(super) async fn delete(&self) -> Result<(), StorageProblem> {
        let (key, marker) = (self.digest.to_text(), marker_of(&self.set));
        let gone = [
            (PARTED, Ask::Delete(&key)),
            (REFUSALS, Ask::Delete(&key)),
            (SINCE, Ask::Delete(&key)),
            (PARTS, Ask::Delete(&marker)),
            (PARTS, Ask::DeleteAll(&self.set)),
        ];
        transact(&gone).await?;
        Ok(())
    }

    /// `SET SIZE DIGEST…`
    fn to_text(&self) -> String {
        let mut text = [&self.set, " ", itoa::Buffer::new().format(self.size)].concat();
        for digest in &self.digests {
            text.push(' ');
            text.push_str(&digest.to_text());
        }
        text
    }

    fn parse(digest: Digest, text: &str) -> Option<Self> {
        let mut words = text.split(' ');
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

/// Takes away the sets that have no record and that nobody is writing. Where the browser has no
/// locks nobody knows what is being written, and nothing is taken away.
///
/// # Errors
///
/// [`StorageProblem`]; they are then looked for again at the next start.
pub async fn sweep() -> Result<(), StorageProblem> {
    let keys = list_keys(PARTS).await?;
    let mut seen = "";
    for key in &keys {
        let Some((set, _)) = key.split_once('/') else {
            continue;
        };
        if set == seen || keys.contains(&marker_of(set)) {
            continue;
        }
        seen = set;
        let Some(lock) = locks::take(&lock_of(set)).await else {
            continue;
        };
        // It may have been finished since the keys were listed; from here on nobody does.
        let kept = list_keys(PARTS).await?.contains(&marker_of(set));
        if lock.is_exclusive() && !kept {
            transact(&[(PARTS, Ask::DeleteAll(set))]).await?;
        }
    }
    Ok(())
}

/// A name that no other set has.
fn fresh_name() -> String {
    let dice = || (clock::jitter() * f64::from(u32::MAX)) as u32;
    let [mut high, mut low] = [itoa::Buffer::new(), itoa::Buffer::new()];
    [high.format(dice()), "-", low.format(dice())].concat()
}

/// Where a set's record is named, so that the sets that have one are known by their keys alone.
fn marker_of(set: &str) -> String {
    [set, ".kept"].concat()
}

/// The lock that is held while a set is written; it goes with the page or worker that holds it.
fn lock_of(set: &str) -> String {
    ["sealpost-parts-", set].concat()
}

/// Numbers of six digits, so that the keys are in the order of the parts.
fn part_key(set: &str, number: usize) -> String {
    let mut buffer = itoa::Buffer::new();
    let digits = buffer.format(number);
    [set, "/", &"000000"[digits.len().min(6)..], digits].concat()
}
