//! The sending: task, upload, outcome, store, until nothing is due. Runs in a worker, so that it
//! goes on at its own pace whatever the page does.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use envelope::Digest;
use submission::{ProblemType, Receipt, ReceiptKey};

use crate::browser::clock::{self, Alarm};
use crate::browser::{locks, task};
use crate::model::{LastOutcome, OutboxSummary, StorageProblem};
use crate::queue::outcome::{Later, Outcome, classify, classify_part};
use crate::queue::store::parts::Parted;
use crate::queue::{Fate, Last, Queue, Task, policy, store, upload};

/// The lock that one drainer among all tabs holds.
const LOCK: &str = "sealpost-drain";

/// What a drain tells of its work.
pub enum News {
    /// What waits or was received has changed.
    Outbox(OutboxSummary),
    /// The intake signed this receipt, and the envelope is deleted.
    Received(Receipt),
    /// The intake refused this envelope for good; it is kept.
    Refused(Digest),
}

/// Drains the queue of this device to the intake.
pub struct Drain {
    queue: RefCell<Queue>,
    receipt_key: RefCell<Option<ReceiptKey>>,
    report: Box<dyn Fn(News)>,
    /// The parts that the intake still needs of the envelope that is being sent in parts.
    missing: RefCell<Option<(Digest, Vec<u32>)>>,
    /// How many wait and how many were refused, of all that is stored.
    counts: Cell<(usize, usize)>,
    /// Whether more is stored than was looked at.
    unseen: Cell<bool>,
    /// Whether it has looked before.
    looked: Cell<bool>,
    running: Cell<bool>,
    again: Cell<bool>,
    alarm: Alarm,
}

impl Drain {
    /// A drain that tells `report` what happens.
    pub fn new(report: Box<dyn Fn(News)>) -> Rc<Self> {
        Rc::new_cyclic(|drain: &Weak<Self>| {
            let drain = drain.clone();
            let kick = move || {
                if let Some(drain) = drain.upgrade() {
                    drain.kick();
                }
            };
            Self {
                queue: RefCell::default(),
                receipt_key: RefCell::default(),
                report,
                missing: RefCell::default(),
                counts: Cell::default(),
                unseen: Cell::default(),
                looked: Cell::default(),
                running: Cell::new(false),
                again: Cell::new(false),
                alarm: Alarm::new(Box::new(kick)),
            }
        })
    }

    /// Sets the key that receipts are verified with. Without one nothing is sent, because no
    /// answer could be believed.
    pub fn trust(&self, key: ReceiptKey) {
        *self.receipt_key.borrow_mut() = Some(key);
    }

    /// Takes away what sealings that broke off have left behind.
    pub async fn sweep(&self) {
        // What cannot be swept away now is looked for again at the next start.
        let _ = store::parts::sweep().await;
    }

    /// Tries at once, whatever wait was left: the network may be back, or a person asked.
    pub fn try_now(self: &Rc<Self>) {
        self.queue.borrow_mut().try_now();
        self.kick();
    }

    fn kick(self: &Rc<Self>) {
        if self.running.replace(true) {
            self.again.set(true);
            return;
        }
        task::spawn(Box::pin(Rc::clone(self).rounds()));
    }

    async fn rounds(self: Rc<Self>) {
        loop {
            self.again.set(false);
            self.round().await;
            if !self.again.get() {
                break;
            }
        }
        self.running.set(false);
    }

    /// One round over everything that is due, then an alarm for what is not.
    async fn round(&self) {
        self.alarm.cancel();
        let wait = if let Some(_held) = locks::take(LOCK).await {
            match self.send_all_due().await {
                Ok(()) => self.wait_for_next(),
                // What is stored is not known, so the storage has to be asked again.
                Err(_) => Some(policy::back_off(0, clock::jitter())),
            }
        } else {
            // Another page is sending; look again what is left when it should be done.
            self.look().await.ok();
            Some(policy::back_off(0, clock::jitter()))
        };
        if let Some(wait) = wait {
            self.alarm.set(wait.min(policy::LONGEST_WAIT * 2.0));
        }
    }

    fn wait_for_next(&self) -> Option<f64> {
        let now = clock::now();
        match self.queue.borrow().next_task(now) {
            // All that was seen is refused or gone; what was not seen may be due.
            Task::Idle if self.unseen.get() => Some(policy::back_off(0, clock::jitter())),
            Task::Idle => None,
            // Due, and not sent: there is no key yet.
            Task::Upload(_) => Some(policy::back_off(0, clock::jitter())),
            Task::WaitUntil(moment) => Some(moment - now),
        }
    }

    /// What is stored is looked at once, and again when somebody asked in the meantime or when all
    /// that was seen is sent, because then there may be more.
    async fn send_all_due(&self) -> Result<(), StorageProblem> {
        let (mut seen, mut sent) = (false, false);
        loop {
            if self.again.take() || !seen {
                self.look().await?;
                sent = false;
            }
            seen = true;
            let Some(key) = *self.receipt_key.borrow() else {
                return Ok(());
            };
            let task = self.queue.borrow().next_task(clock::now());
            let Task::Upload(digest) = task else {
                if sent && self.unseen.get() {
                    seen = false;
                    continue;
                }
                return Ok(());
            };
            self.send(&digest, &key).await?;
            sent = true;
            (self.report)(News::Outbox(self.summary()));
        }
    }

    /// Sees some of what is stored now, and how much that is, and reports it.
    ///
    /// Where it looks is left to chance, so that each envelope has its turn however many there are:
    /// their names are digests, and so spread evenly.
    async fn look(&self) -> Result<(), StorageProblem> {
        let place = (clock::jitter() * f64::from(u32::MAX)) as u32;
        let place = Digest::of(&place.to_be_bytes()).to_text();
        let mut glance = store::glance(&place).await?;
        // Only a database of an older version has envelopes that no glance sees.
        let first = !self.looked.replace(true);
        if first && glance.some.is_empty() && store::take_over_version_1().await? {
            glance = store::glance(&place).await?;
        }
        let store::Glance {
            some,
            waiting,
            refused,
        } = glance;
        self.counts.set((waiting, refused));
        self.unseen.set(waiting + refused > some.len());
        self.queue.borrow_mut().sync(some);
        (self.report)(News::Outbox(self.summary()));
        Ok(())
    }

    /// Peek, send, verify the receipt, delete: in this order.
    async fn send(&self, digest: &Digest, key: &ReceiptKey) -> Result<(), StorageProblem> {
        let outcome = match store::read(digest).await? {
            store::Found::Whole(envelope) => {
                let answer = upload::envelope(digest, &envelope, &self.told()).await;
                classify(&answer, key, digest, envelope.len() as u64)
            }
            store::Found::Parted(parted) => self.send_part(digest, &parted, key).await?,
            // Another page has delivered it.
            store::Found::Nothing => return self.look().await,
            // Bytes the device has spoilt must not hold up the others; a person has to look.
            store::Found::Damaged => Outcome::NeedsPerson(ProblemType::NotAnEnvelope),
        };
        let (now, jitter) = (clock::now(), clock::jitter());
        let fate = self.queue.borrow_mut().settle(digest, outcome, now, jitter);
        match fate {
            Fate::Delete(receipt) => {
                store::delete(&receipt).await?;
                self.one_less_waits(0);
                (self.report)(News::Received(receipt));
            }
            Fate::Refuse(problem) => {
                store::refuse(digest, problem).await?;
                self.one_less_waits(1);
                (self.report)(News::Refused(*digest));
            }
            Fate::Keep => {}
        }
        Ok(())
    }

    fn one_less_waits(&self, newly_refused: usize) {
        let (waiting, refused) = self.counts.get();
        let waiting = waiting.saturating_sub(1);
        self.counts.set((waiting, refused + newly_refused));
    }

    /// Sends one part, the first that the intake does not have; before the first one it asks which
    /// that is. The receipt comes with the last.
    async fn send_part(
        &self,
        digest: &Digest,
        parted: &Parted,
        key: &ReceiptKey,
    ) -> Result<Outcome, StorageProblem> {
        let known = self.missing.take().filter(|(of, _)| of == digest);
        let before = known.as_ref().map(|(_, parts)| parts.as_slice());
        let answer = match before.and_then(<[u32]>::first) {
            None => upload::missing(digest, parted.size()).await,
            Some(&number) => match parted.part(number).await? {
                Some(bytes) => {
                    upload::part(digest, number, &bytes, parted.size(), &self.told()).await
                }
                None => return Ok(Outcome::NeedsPerson(ProblemType::NotAnEnvelope)),
            },
        };
        let outcome = classify_part(&answer, key, digest, parted.size(), before);
        if let Outcome::Parts(parts) = &outcome {
            *self.missing.borrow_mut() = Some((*digest, parts.clone()));
        }
        Ok(outcome)
    }

    /// Tells how far the work for the intake is.
    fn told(&self) -> impl Fn(usize) {
        |percent| {
            (self.report)(News::Outbox(OutboxSummary {
                working: Some(percent),
                ..self.summary()
            }));
        }
    }

    fn summary(&self) -> OutboxSummary {
        let queue = self.queue.borrow();
        let (waiting, needs_person) = self.counts.get();
        OutboxSummary {
            waiting,
            received: queue.received(),
            needs_person,
            working: None,
            last: queue.last().map_or(LastOutcome::NotTried, last_outcome),
        }
    }
}

fn last_outcome(last: Last) -> LastOutcome {
    match last {
        Last::Received => LastOutcome::Answered,
        Last::Refused => LastOutcome::Refused,
        Last::Later(Later::Unreachable) => LastOutcome::Unreachable,
        Last::Later(Later::Busy) => LastOutcome::Busy,
        Last::Later(Later::NotTheIntake) => LastOutcome::NotTheIntake,
        Last::Later(Later::ReceiptWrong) => LastOutcome::ReceiptWrong,
    }
}
