//! Many deliveries through everything that can go wrong, and a count of what became of them.
//!
//! The queue's core and the intake with its database are the real ones. A device, its storage and
//! its clock are simulated, and so is the network between: a proxy on loopback. Whatever goes
//! wrong comes from a seed.
//!
//! # Where to start
//!
//! 1. [`run()`]: a run from its settings to its verdict.
//! 2. `plan.rs`: what the network does, and how often. `device/idb.rs`: what the storage does.
//! 3. `device.rs`: the person and the device; `device/store.rs`, `device/parts.rs` and
//!    `device/drain.rs` go the steps of the app's files of these names.
//! 4. `judge.rs`: what counts as lost, doubled and stuck.
//!
//! # What a seed repeats
//!
//! Each decision is drawn from the seed and the place where it is made: the report and how many
//! requests or steps it had before. So the same seed seals the same envelopes and meets them with
//! the same faults. What it does not repeat is the order in which requests of different devices
//! reach the intake, and how far the intake was when it was killed: those are up to the machine.
//! A failure that needs such an order may take several runs of its seed to come again.
//!
//! # What is not here
//!
//! A medium that loses what it had given back once: nothing on the device could know of it. In
//! browsers without Web Locks, what broken sealings left behind: nobody can know there what is
//! being written, so nothing is swept away.

mod device;
mod dice;
mod flaws;
mod intake;
mod judge;
mod ledger;
mod plan;
mod proxy;
mod reports;
mod run;
mod wire;
mod world;

pub use flaws::Flaws;
pub use intake::IntakeError;
pub use judge::{RowsError, Verdict};
pub use run::{LARGE_ONE_IN, RunError, Settings, run};
