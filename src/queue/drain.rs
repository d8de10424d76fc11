//! The sending: task, upload, outcome, store, until nothing is due.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use envelope::{Digest, Envelope};
use submission::{MEDIA_TYPE, ProblemType, ReceiptKey, envelope_path};

use crate::browser::clock::{self, Alarm};
use crate::browser::{http, locks, task};
use crate::model::{LastOutcome, OutboxSummary, StorageProblem};
use crate::queue::outcome::{Answer, Later, Outcome, classify};
use crate::queue::{Fate, Last, Queue, Task, policy, store};

/// The lock that one drainer among all tabs holds.
const LOCK: &str = "sealpost-drain";

/// Drains the queue of this device to the intake.
pub struct Drain {
    queue: RefCell<Queue>,
    receipt_key: RefCell<Option<ReceiptKey>>,
    report: Box<dyn Fn(OutboxSummary)>,
    running: Cell<bool>,
    again: Cell<bool>,
    alarm: Alarm,
}

impl Drain {
    /// A drain that tells `report` whenever what waits or was received changes.
    pub fn new(report: Box<dyn Fn(OutboxSummary)>) -> Rc<Self> {
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
            Task::Idle => None,
            // Due, and not sent: there is no key yet.
            Task::Upload(_) => Some(policy::back_off(0, clock::jitter())),
            Task::WaitUntil(moment) => Some(moment - now),
        }
    }

    async fn send_all_due(&self) -> Result<(), StorageProblem> {
        loop {
            self.look().await?;
            let Some(key) = *self.receipt_key.borrow() else {
                return Ok(());
            };
            let task = self.queue.borrow().next_task(clock::now());
            let Task::Upload(digest) = task else {
                return Ok(());
            };
            self.send(&digest, &key).await?;
        }
    }

    /// Sees what is stored now and reports it.
    async fn look(&self) -> Result<(), StorageProblem> {
        let stored = store::list().await?;
        self.queue.borrow_mut().sync(stored);
        (self.report)(self.summary());
        Ok(())
    }

    /// Peek, send, verify the receipt, delete: in this order.
    async fn send(&self, digest: &Digest, key: &ReceiptKey) -> Result<(), StorageProblem> {
        let outcome = match store::read(digest).await? {
            store::Found::Whole(envelope) => {
                let answer = upload(digest, &envelope).await;
                classify(&answer, key, digest, envelope.len() as u64)
            }
            store::Found::Nothing => return Ok(()),
            // Bytes the device has spoilt must not hold up the others; a person has to look.
            store::Found::Damaged => Outcome::NeedsPerson(ProblemType::NotAnEnvelope),
        };
        let (now, jitter) = (clock::now(), clock::jitter());
        let fate = self.queue.borrow_mut().settle(digest, outcome, now, jitter);
        match fate {
            Fate::Delete(receipt) => store::delete(&receipt).await,
            Fate::Refuse(problem) => store::refuse(digest, problem).await,
            Fate::Keep => Ok(()),
        }
    }

    fn summary(&self) -> OutboxSummary {
        let queue = self.queue.borrow();
        OutboxSummary {
            waiting: queue.waiting(),
            received: queue.received(),
            needs_person: queue.needs_person(),
            last: queue.last().map_or(LastOutcome::NotTried, last_outcome),
        }
    }
}

/// `digest` is the envelope's; it was computed when the bytes were read.
async fn upload(digest: &Digest, envelope: &Envelope) -> Answer {
    let path = envelope_path(digest);
    let time_out = policy::upload_time_out(envelope.len());
    match http::put(&path, MEDIA_TYPE, envelope.as_bytes(), time_out).await {
        Ok((status, mut body)) => {
            body.truncate(policy::LONGEST_ANSWER);
            Answer::Response { status, body }
        }
        Err(http::NoAnswer) => Answer::None,
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
