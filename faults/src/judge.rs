//! The verdict: what is at the intake, what is on the devices, and what was said to the people.

pub(crate) mod canary;
mod rows;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use envelope::Digest;

use crate::device::Left;
use crate::ledger::Ledger;
use crate::reports::Reports;

pub use rows::RowsError;
pub(crate) use rows::{Rows, by_reader, in_file};

/// What a run came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The seed, by which it can be run again.
    pub seed: u64,
    /// How many reports were written.
    pub deliveries: u64,
    /// How many of them were so large that they went in parts.
    pub large: u64,
    /// Reports that the intake holds, and that open to what was typed.
    pub delivered: u64,
    /// Reports that are on their device, of which it says that a person has to look.
    pub needs_person: u64,
    /// Reports that are neither at the intake nor on their device.
    pub lost: Vec<u64>,
    /// Reports that the intake holds more than once.
    pub doubled: Vec<u64>,
    /// Reports that lie on their device, and that it does not send although nothing is in the way.
    pub stuck: Vec<u64>,
    /// Reports for which a person is asked for although nobody refused them.
    pub shown_needlessly: Vec<u64>,
    /// Reports that were deleted although no receipt of the intake had gone back.
    pub deleted_without_receipt: Vec<u64>,
    /// Reports that the app called received and that the intake does not hold.
    pub falsely_received: Vec<u64>,
    /// Envelopes at the intake that do not open, or not to what was typed.
    pub unreadable: u64,
    /// Sets of parts on a device that nothing names and nothing takes away.
    pub left_behind: u64,
    /// Bytes of typed text in the intake's files, or of an envelope's stored bytes on a device.
    pub plaintext: u64,
    /// How often each fault was injected.
    pub faults: BTreeMap<&'static str, u64>,
    /// How many of them hit a request about an envelope in parts.
    pub faults_at_parts: BTreeMap<&'static str, u64>,
    /// Requests that left the devices.
    pub requests: u64,
    /// How many of them were about an envelope in parts.
    pub about_parts: u64,
    /// The intake's own answers by status, to requests and to their copies.
    pub answers: BTreeMap<u16, u64>,
}

impl Verdict {
    /// Whether everything held.
    #[must_use]
    pub fn holds(&self) -> bool {
        let others = [self.unreadable, self.left_behind, self.plaintext];
        self.failing().is_empty() && others == [0; 3]
    }

    /// The reports with which something is wrong, in order.
    #[must_use]
    pub fn failing(&self) -> Vec<u64> {
        let lists = [
            &self.lost,
            &self.doubled,
            &self.stuck,
            &self.shown_needlessly,
            &self.deleted_without_receipt,
            &self.falsely_received,
        ];
        let mut all: Vec<u64> = lists.into_iter().flatten().copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// Judges a run of so many reports.
pub(crate) fn judge(
    (seed, deliveries): (u64, u64),
    reports: &Reports,
    ledger: &Ledger,
    rows: &Rows,
    devices: &[Left],
    plaintext: u64,
) -> Verdict {
    let whole = devices.iter().flat_map(|it| &it.whole);
    let whole: HashSet<Digest> = whole.copied().collect();
    let refused = devices.iter().flat_map(|it| &it.refused);
    let refused: HashSet<Digest> = refused.copied().collect();
    let of = |digests: &HashSet<Digest>| -> HashSet<u64> {
        let reports = digests.iter().filter_map(|it| ledger.report_in(it));
        reports.collect()
    };
    let (on_device, shown) = (of(&whole), of(&refused));

    let kept = |it: &&Digest| rows.holds(it) || whole.contains(*it);
    let told_and_gone = ledger.told.iter().filter(|it| !kept(it));
    let mut lost = reports_of(told_and_gone, ledger);
    let (mut delivered, mut needs_person) = (0, 0);
    let (mut stuck, mut needlessly) = (vec![], vec![]);
    for report in 0..deliveries {
        if rows.copies_of(report) > 0 {
            delivered += 1;
        } else if shown.contains(&report) {
            needs_person += 1;
            if !ledger.excused.contains(&report) {
                needlessly.push(report);
            }
        } else if on_device.contains(&report) {
            stuck.push(report);
        } else if !lost.contains(&report) {
            lost.push(report);
        }
    }
    lost.sort_unstable();
    let false_ones = ledger.received.iter().filter(|it| !rows.holds(it));
    Verdict {
        seed,
        deliveries,
        large: (0..deliveries)
            .filter(|it| reports.file_len(*it).is_some())
            .count() as u64,
        delivered,
        needs_person,
        lost,
        doubled: (0..deliveries)
            .filter(|it| rows.copies_of(*it) > 1)
            .collect(),
        stuck,
        shown_needlessly: needlessly,
        deleted_without_receipt: reports_of(&ledger.deleted_without_receipt, ledger),
        falsely_received: reports_of(false_ones, ledger),
        unreadable: rows.unreadable(),
        left_behind: devices.iter().map(|it| it.left_behind).sum(),
        plaintext,
        faults: ledger.faults.clone(),
        faults_at_parts: ledger.faults_at_parts.clone(),
        requests: ledger.taken,
        about_parts: ledger.about_parts,
        answers: ledger.answers.clone(),
    }
}

fn reports_of<'a>(digests: impl IntoIterator<Item = &'a Digest>, ledger: &Ledger) -> Vec<u64> {
    let reports = digests.into_iter().filter_map(|it| ledger.report_in(it));
    let reports: BTreeSet<u64> = reports.collect();
    reports.into_iter().collect()
}
