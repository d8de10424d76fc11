//! What really happened, noted beside the parts that are tested and unseen by them.

use std::collections::{BTreeMap, HashMap, HashSet};

use envelope::Digest;

/// Notes of a run.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    /// Which report an envelope holds.
    reports: HashMap<Digest, u64>,
    /// How often each report was sealed, requested, and came to a step.
    seals: HashMap<u64, u64>,
    requests: HashMap<u64, u64>,
    steps: HashMap<u64, u64>,
    /// Envelopes of which a person was told that they are kept.
    pub(crate) told: HashSet<Digest>,
    /// Envelopes whose receipt by the intake went back whole at least once.
    acknowledged: HashSet<Digest>,
    /// Envelopes that the queue's core counted as received.
    pub(crate) received: HashSet<Digest>,
    /// Envelopes deleted from a device while no receipt of the intake had gone back.
    pub(crate) deleted_without_receipt: HashSet<Digest>,
    /// Reports of which the app may say that a person has to look: they were refused for good in
    /// the intake's words, or the device could not read its own bytes.
    pub(crate) excused: HashSet<u64>,
    /// Genuine receipts, to be given for other envelopes.
    receipts: Vec<(Digest, Vec<u8>)>,
    /// How often each fault was injected.
    pub(crate) faults: BTreeMap<&'static str, u64>,
    /// How many of them hit a request about an envelope in parts.
    pub(crate) faults_at_parts: BTreeMap<&'static str, u64>,
    /// Requests that the proxy took about envelopes in parts.
    pub(crate) about_parts: u64,
    /// Requests that the proxy took in all.
    pub(crate) taken: u64,
    /// Answers of the intake's, by status.
    pub(crate) answers: BTreeMap<u16, u64>,
}

impl Ledger {
    /// Notes one fault.
    pub(crate) fn fault(&mut self, name: &'static str) {
        *self.faults.entry(name).or_default() += 1;
    }

    /// How often this report was sealed before.
    pub(crate) fn next_seal(&mut self, report: u64) -> u64 {
        next(&mut self.seals, report)
    }

    /// How many requests this report had before.
    pub(crate) fn next_request(&mut self, report: u64) -> u64 {
        next(&mut self.requests, report)
    }

    /// How many steps this report had before.
    pub(crate) fn next_step(&mut self, report: u64) -> u64 {
        next(&mut self.steps, report)
    }

    /// Notes that an envelope holds this report.
    pub(crate) fn sealed(&mut self, digest: Digest, report: u64) {
        self.reports.insert(digest, report);
    }

    /// The report in an envelope.
    pub(crate) fn report_in(&self, digest: &Digest) -> Option<u64> {
        self.reports.get(digest).copied()
    }

    /// Notes that the intake's own receipt for an envelope is on its way back, whole.
    pub(crate) fn acknowledge(&mut self, digest: Digest, receipt: &[u8]) {
        if self.acknowledged.insert(digest) {
            self.receipts.push((digest, receipt.to_vec()));
        }
    }

    /// A genuine receipt for another envelope than this one.
    pub(crate) fn receipt_for_another(&self, digest: &Digest, drawn: u64) -> Option<Vec<u8>> {
        let len = self.receipts.len();
        let start = (drawn % len.max(1) as u64) as usize;
        let turned = self.receipts[start.min(len)..].iter().chain(&self.receipts);
        let mut others = turned.filter(|(it, _)| it != digest);
        others.next().map(|(_, receipt)| receipt.clone())
    }

    /// Notes that a device deleted an envelope after an answer.
    pub(crate) fn deleted(&mut self, digest: Digest) {
        if !self.acknowledged.contains(&digest) {
            self.deleted_without_receipt.insert(digest);
        }
    }
}

fn next(counts: &mut HashMap<u64, u64>, key: u64) -> u64 {
    let count = counts.entry(key).or_default();
    *count += 1;
    *count - 1
}
