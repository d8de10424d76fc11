//! The stored envelopes, step by step as in `src/queue/store.rs`.

use envelope::{Digest, Envelope};
use sealpost_app::model::StorageProblem;
use sealpost_app::queue::{Listed, policy};
use submission::ProblemType;

use super::Device;
use super::idb::{Ask, Stop, Store, Stored};
use super::parts::Parted;

/// What is stored under the name of an envelope.
pub(super) enum Found {
    Whole(Vec<u8>),
    Parted(Parted),
    Damaged,
    Nothing,
}

impl Device {
    /// Keeps a sealed envelope: put, wait for the commit, read back, and all of it again.
    pub(super) fn push(&self, envelope: &Envelope) -> Result<(), Stop> {
        let digest = envelope.digest();
        let key = digest.to_text();
        let put = [(Store::Envelopes, Ask::Put(&key, envelope.as_bytes()))];
        let gone = [(Store::Envelopes, Ask::Delete(&key))];
        let is_there = || Ok(matches!(self.read(&digest)?, Found::Whole(_)));
        self.put_and_read_back(&digest, &put, &gone, is_there)
    }

    /// Puts until it can be read back; when it cannot, deletes what may be there.
    pub(super) fn put_and_read_back(
        &self,
        digest: &Digest,
        put: &[(Store, Ask<'_>)],
        gone: &[(Store, Ask<'_>)],
        is_there: impl Fn() -> Result<bool, Stop>,
    ) -> Result<(), Stop> {
        self.transact(digest, put)?;
        if self.world.flaws.skips_read_back {
            return Ok(());
        }
        for _ in 0..policy::STORE_TRIES {
            match is_there() {
                Ok(true) => return Ok(()),
                Err(Stop::Killed) => return Err(Stop::Killed),
                Ok(false) | Err(Stop::Storage(_)) => {}
            }
            self.survives(self.transact(digest, put).map(drop))?;
        }
        for _ in 0..policy::STORE_TRIES {
            if self.survives(self.transact(digest, gone).map(drop))? {
                break;
            }
        }
        Err(Stop::Storage(StorageProblem::Broken))
    }

    /// What is stored under this name.
    pub(super) fn read(&self, digest: &Digest) -> Result<Found, Stop> {
        let key = digest.to_text();
        let stored = self.transact(digest, &[(Store::Envelopes, Ask::Get(&key))])?;
        let Some(Stored::Value(bytes)) = stored.into_iter().next() else {
            return self.read_parted(digest);
        };
        if self.world.flaws.skips_digest {
            return Ok(Found::Whole(bytes));
        }
        Ok(match Envelope::parse(bytes) {
            Ok(envelope) if envelope.digest() == *digest => Found::Whole(envelope.into_bytes()),
            _ => Found::Damaged,
        })
    }

    /// The names of all stored envelopes, with the problem of those that were refused for good.
    pub(super) fn list(&self) -> Result<Vec<Listed>, Stop> {
        let asked = [
            (Store::Envelopes, Ask::Keys),
            (Store::Parted, Ask::Keys),
            (Store::Refusals, Ask::Keys),
            (Store::Refusals, Ask::Values),
        ];
        let stored = self.idb.transact(&self.world, self.dice(), &asked)?;
        let [
            Stored::Keys(whole),
            Stored::Keys(parted),
            Stored::Keys(refused),
            Stored::Values(urns),
        ] = stored.as_slice()
        else {
            return Err(Stop::Storage(StorageProblem::Broken));
        };
        let mut listed = vec![];
        let (whole, parted) = (whole.iter(), parted.iter());
        let all = whole.map(|it| (it, false));
        for (key, parted) in all.chain(parted.map(|it| (it, true))) {
            let digest = key.parse();
            let at = refused.iter().position(|it| it == key);
            let urn = at.and_then(|it| std::str::from_utf8(&urns[it]).ok());
            listed.push(Listed {
                digest: digest.map_err(|_| Stop::Storage(StorageProblem::Broken))?,
                parted,
                refused: urn.and_then(ProblemType::from_urn),
                since: None,
            });
        }
        Ok(listed)
    }

    /// Notes that the intake refused an envelope for good.
    pub(super) fn refuse(&self, digest: &Digest, problem: ProblemType) -> Result<(), Stop> {
        let key = digest.to_text();
        let urn = problem.urn().as_bytes();
        let put = [(Store::Refusals, Ask::Put(&key, urn))];
        let gone = [(Store::Refusals, Ask::Delete(&key))];
        let is_there = || {
            let stored = self.transact(digest, &[(Store::Refusals, Ask::Get(&key))])?;
            Ok(matches!(stored.first(), Some(Stored::Value(it)) if it == urn))
        };
        self.put_and_read_back(digest, &put, &gone, is_there)
    }

    /// Deletes an envelope.
    pub(super) fn delete(&self, digest: &Digest) -> Result<(), Stop> {
        if let Found::Parted(parted) = self.read_parted(digest)? {
            return self.delete_parted(&parted);
        }
        let key = digest.to_text();
        let gone = [
            (Store::Envelopes, Ask::Delete(&key)),
            (Store::Refusals, Ask::Delete(&key)),
        ];
        self.world.ledger.borrow_mut().deleted(*digest);
        self.transact(digest, &gone).map(drop)
    }

    /// One transaction about this envelope.
    pub(super) fn transact(
        &self,
        digest: &Digest,
        steps: &[(Store, Ask<'_>)],
    ) -> Result<Vec<Stored>, Stop> {
        let report = self.world.ledger.borrow().report_in(digest);
        let dice = self.world.step(report.unwrap_or_default());
        self.idb.transact(&self.world, dice, steps)
    }
}
