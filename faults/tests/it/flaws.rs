//! Devices with a mechanism broken on purpose: each has to be seen, and in the figure it belongs to.

use faults::{Flaws, Verdict};

use crate::{verdict, verdict_of};

const DELIVERIES: u64 = 250;

fn with(flaws: Flaws) -> Verdict {
    let verdict = verdict(2, DELIVERIES, flaws);
    assert!(!verdict.holds(), "{flaws:?} is not seen");
    verdict
}

#[test]
fn a_put_that_is_trusted_and_not_read_back_loses_reports() {
    let flaws = Flaws {
        trusts_put: true,
        skips_read_back: true,
        ..Flaws::default()
    };
    assert!(!with(flaws).lost.is_empty());
}

#[test]
fn reading_back_is_enough_against_a_put_that_is_trusted() {
    let flaws = Flaws {
        trusts_put: true,
        ..Flaws::default()
    };
    assert!(verdict(2, DELIVERIES, flaws).holds());
}

#[test]
fn storing_without_reading_back_loses_reports() {
    let flaws = Flaws {
        skips_read_back: true,
        ..Flaws::default()
    };
    assert!(!with(flaws).lost.is_empty());
}

#[test]
fn bytes_that_are_not_compared_with_their_digest_are_lost() {
    let flaws = Flaws {
        skips_digest: true,
        ..Flaws::default()
    };
    assert!(!with(flaws).lost.is_empty());
}

#[test]
fn a_status_that_is_trusted_deletes_without_a_receipt_and_loses_reports() {
    let flaws = Flaws {
        trusts_status: true,
        ..Flaws::default()
    };
    let verdict = with(flaws);
    assert!(!verdict.lost.is_empty());
    assert!(!verdict.deleted_without_receipt.is_empty());
}

#[test]
fn deleting_before_sending_loses_reports() {
    let flaws = Flaws {
        deletes_before_sending: true,
        ..Flaws::default()
    };
    let verdict = with(flaws);
    assert!(!verdict.lost.is_empty());
    assert!(!verdict.deleted_without_receipt.is_empty());
}

#[test]
fn sealing_anew_at_each_sending_doubles_reports() {
    let flaws = Flaws {
        seals_anew: true,
        ..Flaws::default()
    };
    // Such a device sends for ever, so few reports are enough.
    let verdict = verdict(2, 20, flaws);
    assert!(
        !verdict.doubled.is_empty() && !verdict.holds(),
        "{verdict:#?}"
    );
}

#[test]
fn giving_up_silently_loses_reports() {
    let flaws = Flaws {
        gives_up_silently: true,
        ..Flaws::default()
    };
    assert!(!with(flaws).lost.is_empty());
}

/// Where every other report goes in parts.
fn in_parts(flaws: Flaws) -> Verdict {
    let verdict = verdict_of((60, 2), 4, flaws);
    assert!(!verdict.holds(), "{flaws:?} is not seen");
    verdict
}

#[test]
fn a_part_that_is_never_sent_leaves_reports_stuck() {
    let flaws = Flaws {
        skips_part: true,
        ..Flaws::default()
    };
    assert!(!in_parts(flaws).stuck.is_empty());
}

#[test]
fn a_list_that_is_taken_for_a_receipt_loses_reports() {
    let flaws = Flaws {
        trusts_list: true,
        ..Flaws::default()
    };
    let verdict = in_parts(flaws);
    assert!(!verdict.lost.is_empty());
    assert!(!verdict.deleted_without_receipt.is_empty());
}

#[test]
fn what_is_not_swept_away_is_left_behind() {
    let flaws = Flaws {
        never_sweeps: true,
        ..Flaws::default()
    };
    assert!(in_parts(flaws).left_behind > 0);
}

#[test]
fn sweeping_what_has_got_its_record_since_loses_reports() {
    let flaws = Flaws {
        sweeps_unseen: true,
        ..Flaws::default()
    };
    // The other page has to look before the record stands and go on after it, which a run may miss.
    let loses = |seed| !verdict_of((60, 2), seed, flaws).lost.is_empty();
    assert!((4..8).any(loses), "not seen in four runs");
}
