//! What all parts of a run share.

use std::cell::{Cell, RefCell};
use std::net::SocketAddr;

use submission::ReceiptKey;

use crate::dice::{Dice, Place};
use crate::flaws::Flaws;
use crate::ledger::Ledger;
use crate::reports::Reports;

/// A run.
pub(crate) struct World {
    pub(crate) seed: u64,
    /// Whether anything may still go wrong.
    pub(crate) faults: Cell<bool>,
    /// What is broken on purpose in the simulated devices.
    pub(crate) flaws: Flaws,
    pub(crate) ledger: RefCell<Ledger>,
    pub(crate) reports: Reports,
    /// The intake's, as a site's manifest has it.
    pub(crate) receipt_key: ReceiptKey,
    /// Where devices find what they take for the intake.
    pub(crate) address: SocketAddr,
}

impl World {
    /// The dice for a device's next step for this report; none when nothing may go wrong.
    pub(crate) fn step(&self, report: u64) -> Option<Dice> {
        let step = self.ledger.borrow_mut().next_step(report);
        let dice = Dice::at(self.seed, Place::Step(report, step));
        self.faults.get().then_some(dice)
    }

    /// Notes one fault.
    pub(crate) fn fault(&self, name: &'static str) {
        self.ledger.borrow_mut().fault(name);
    }
}
