//! A simulated device: a person who writes, pages that send, a storage that may fail, a clock that
//! may jump, and an end at any moment.

mod drain;
mod idb;
mod left;
mod lock;
mod parts;
mod store;
mod sweep;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::ops::Range;
use std::rc::Rc;

use envelope::{Digest, Envelope};
use futures_util::future::try_join_all;
use sealpost_app::queue::{Millis, policy};
use submission::PART_LEN;

use crate::dice::{Dice, Place};
use crate::world::World;
use drain::Page;
use idb::{Idb, Stop};
pub(crate) use left::Left;
use lock::Lock;

/// A device. Its storage and its clock outlive it being killed.
pub(crate) struct Device {
    world: Rc<World>,
    number: u64,
    idb: Idb,
    lock: Lock,
    /// How many pages of the app are open at once, and those that are.
    page_count: usize,
    pages: RefCell<Vec<Rc<Page>>>,
    /// What timers go by: it only goes forward.
    uptime: Cell<Millis>,
    /// What the clock shows beyond that.
    offset: Cell<Millis>,
    steps: Cell<u64>,
    /// The set of parts that is being written; its lock is held.
    writing: RefCell<Option<String>>,
    /// The keys of parts that another page saw when it began to sweep, until it goes on.
    swept_elsewhere: RefCell<Option<Vec<String>>>,
    /// What the person still wants to report.
    unwritten: RefCell<VecDeque<u64>>,
}

/// How often a person looks at the app while things go wrong; then it lies unused. More often for
/// each report in parts, which takes so many requests more.
const ROUNDS: u32 = 16;
const ROUNDS_FOR_PARTS: u32 = 16;

/// How long everything may take once nothing goes wrong any longer. An untouched app asks at least
/// every seven and a half minutes.
const PATIENCE: Millis = 3_600_000.0;

/// Where clocks begin, in milliseconds since 1970.
const NOVEMBER: Millis = 1_764_000_000_000.0;

/// How far a clock is set, in either direction, at most: two days.
const JUMP: f64 = 2.0 * 86_400_000.0;

/// In a thousand: how often a device is killed at a step, its clock is set, and somebody or
/// something makes the app try at once.
const KILLED: u64 = 6;
const CLOCK_SET: u64 = 20;
const LEFT_WITH_CLOCK_SET: u64 = 300;
const TRY_NOW: u64 = 150;

impl Device {
    /// A device whose person wants to write these reports.
    pub(crate) fn new(world: Rc<World>, reports: Range<u64>) -> Self {
        let mut dice = Dice::at(world.seed, Place::Device(reports.start, 0));
        Self {
            world,
            number: reports.start,
            idb: Idb::default(),
            // Half of all devices with several pages have a browser without Web Locks.
            lock: Lock::new(dice.below(2) == 0),
            page_count: dice.pick(&[(3, 1), (2, 2), (1, 3)]),
            pages: RefCell::default(),
            uptime: Cell::default(),
            offset: Cell::new((NOVEMBER + dice.unit() * JUMP).floor()),
            steps: Cell::new(1),
            writing: RefCell::default(),
            swept_elsewhere: RefCell::default(),
            unwritten: RefCell::new(reports.collect()),
        }
    }

    /// Lives while things go wrong: until all is written and sent, or until nobody looks any more.
    pub(crate) async fn live(&self) {
        let mut rounds = ROUNDS + ROUNDS_FOR_PARTS * self.large();
        while self.session(&mut rounds).await == Err(Stop::Killed) {
            self.pages.borrow_mut().clear();
            self.writing.take();
            self.swept_elsewhere.take();
        }
        // The clock may be set once more while nobody looks.
        self.set_clock_perhaps(LEFT_WITH_CLOCK_SET);
    }

    /// How many of the reports are large.
    fn large(&self) -> u32 {
        let unwritten = self.unwritten.borrow();
        let large = unwritten.iter().map(|it| self.world.reports.file_len(*it));
        large.flatten().map(|_| 1).sum()
    }

    /// Lies there, untouched, with the app open and nothing going wrong.
    pub(crate) async fn settle(&self) {
        let until = self.uptime.get() + PATIENCE;
        while let Some(alarm) = self.next_alarm().filter(|it| *it <= until) {
            self.uptime.set(self.uptime.get().max(alarm));
            // Without faults there is no kill, and a storage that failed is asked again.
            let _ = self.rounds().await;
        }
        // As at the next start.
        let _ = self.sweep();
    }

    /// From the opening of the app until all is sent, nobody looks any more, or a kill.
    async fn session(&self, rounds: &mut u32) -> Result<(), Stop> {
        let opened = (0..self.page_count).map(|_| Rc::new(Page::opened()));
        self.pages.replace(opened.collect());
        self.survives(self.sweep())?;
        self.see_what_waits()?;
        loop {
            let unwritten = self.unwritten.borrow().front().copied();
            if let Some(report) = unwritten {
                self.write(report)?;
                self.pages.borrow()[0].try_now();
            }
            self.rounds().await?;
            *rounds = rounds.saturating_sub(1);
            let all_written = self.unwritten.borrow().is_empty();
            if all_written && (*rounds == 0 || self.next_alarm().is_none()) {
                return Ok(());
            }
            self.time_goes_on();
        }
    }

    /// A round on every page that is due, at the same time. A kill ends all of them.
    async fn rounds(&self) -> Result<(), Stop> {
        let now = self.uptime.get();
        let mut due = self.pages.borrow().clone();
        due.retain(|it| it.alarm().is_some_and(|at| at <= now));
        try_join_all(due.iter().map(|it| it.round(self))).await?;
        Ok(())
    }

    fn next_alarm(&self) -> Option<Millis> {
        let pages = self.pages.borrow();
        pages.iter().filter_map(|it| it.alarm()).reduce(f64::min)
    }

    /// After a kill the person looks at what the app says is waiting. A report that is not there
    /// is written again; one that is there is left to itself.
    fn see_what_waits(&self) -> Result<(), Stop> {
        let waiting = loop {
            match self.list() {
                Ok(waiting) => break waiting,
                Err(Stop::Killed) => return Err(Stop::Killed),
                // The person sees no number yet.
                Err(Stop::Storage(_)) => {}
            }
        };
        let ledger = self.world.ledger.borrow();
        let mut unwritten = self.unwritten.borrow_mut();
        let seen = |it: &u64| {
            let mut reports = waiting.iter().map(|it| ledger.report_in(&it.digest));
            reports.any(|report| report == Some(*it))
        };
        unwritten.retain(|it| !seen(it));
        Ok(())
    }

    /// The person writes a report: seal, store, read back, and only then be told.
    fn write(&self, report: u64) -> Result<(), Stop> {
        let envelope = self.seal(report);
        let digest = envelope.digest();
        self.step(&digest, "device: killed after sealing")?;
        let kept = match envelope.len() as u64 > PART_LEN {
            true => self.push_parts(&envelope),
            false => self.push(&envelope),
        };
        if self.survives(kept)? {
            self.step(&digest, "device: killed before saying so")?;
            self.world.ledger.borrow_mut().told.insert(digest);
            self.unwritten.borrow_mut().pop_front();
        }
        // Otherwise the answers are still on the screen, and the person tries again.
        Ok(())
    }

    fn seal(&self, report: u64) -> Envelope {
        let time = self.world.ledger.borrow_mut().next_seal(report);
        let envelope = self.world.reports.seal(report, time);
        let mut ledger = self.world.ledger.borrow_mut();
        ledger.sealed(envelope.digest(), report);
        envelope
    }

    /// Until the next alarm; then something may happen to the device or its person may come.
    fn time_goes_on(&self) {
        let uptime = self.uptime.get();
        let next = self.next_alarm().unwrap_or(uptime);
        self.uptime.set(next.max(uptime));
        self.set_clock_perhaps(CLOCK_SET);
        if self.dice().is_some_and(|mut it| it.below(1_000) < TRY_NOW) {
            self.pages.borrow().iter().for_each(|it| it.try_now());
        }
    }

    fn set_clock_perhaps(&self, per_mille: u64) {
        let Some(mut dice) = self.dice() else { return };
        if dice.below(1_000) < per_mille {
            self.world.fault("device: clock set");
            let jump = (JUMP * (2.0 * dice.unit() - 1.0)).floor();
            self.offset.set(self.offset.get() + jump);
        }
    }

    /// What the device's clock shows.
    fn now(&self) -> Millis {
        self.uptime.get() + self.offset.get()
    }

    fn uptime(&self) -> Millis {
        self.uptime.get()
    }

    fn pass(&self, time: Millis) {
        self.uptime.set(self.uptime.get() + time);
    }

    fn jitter(&self) -> f64 {
        let step = self.steps.replace(self.steps.get() + 1);
        Dice::at(self.world.seed, Place::Device(self.number, step)).unit()
    }

    /// The dice for a step about no report; none when nothing may go wrong.
    fn dice(&self) -> Option<Dice> {
        let step = self.steps.replace(self.steps.get() + 1);
        let dice = Dice::at(self.world.seed, Place::Device(self.number, step));
        self.world.faults.get().then_some(dice)
    }

    /// A step at which the device may be killed.
    fn step(&self, digest: &Digest, name: &'static str) -> Result<(), Stop> {
        let report = self.world.ledger.borrow().report_in(digest);
        let dice = self.world.step(report.unwrap_or_default());
        if dice.is_some_and(|mut it| it.below(1_000) < KILLED) {
            self.world.fault(name);
            return Err(Stop::Killed);
        }
        Ok(())
    }

    /// Whether it was done. A storage that fails is lived with; a kill is not.
    fn survives(&self, done: Result<(), Stop>) -> Result<bool, Stop> {
        match done {
            Ok(()) => Ok(true),
            Err(Stop::Storage(_)) => Ok(false),
            Err(Stop::Killed) => Err(Stop::Killed),
        }
    }
}

/// The wait that the harness relies on when it says that nothing is stuck.
const _: () = assert!(policy::LONGEST_WAIT * 1.5 * 4.0 < PATIENCE);
