//! The sending: task, upload, outcome, store, until nothing is due.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use envelope::{Digest, Envelope};
use gloo_timers::callback::Timeout;
use submission::{MEDIA_TYPE, ReceiptKey, envelope_path};
use wasm_bindgen_futures::spawn_local;

use crate::browser::{clock, http, locks};
use crate::model::{LastOutcome, OutboxSummary, StorageProblem};
use crate::queue::outcome::{Answer, Later, classify};
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
    timer: RefCell<Option<Timeout>>,
}

impl Drain {
    /// A drain that tells `report` whenever what waits or was received changes.
    pub fn new(report: impl Fn(OutboxSummary) + 'static) -> Rc<Self> {
        Rc::new(Self {
            queue: RefCell::default(),
            receipt_key: RefCell::default(),
            report: Box::new(report),
            running: Cell::new(false),
            again: Cell::new(false),
            timer: RefCell::default(),
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
        let drain = Rc::clone(self);
        spawn_local(async move {
            loop {
                drain.again.set(false);
                drain.round().await;
                if !drain.again.get() {
                    break;
                }
            }
            drain.running.set(false);
        });
    }

    /// One round over everything that is due, then a timer for what is not.
    async fn round(self: &Rc<Self>) {
        self.timer.borrow_mut().take();
        let work = Rc::clone(self);
        let ran = locks::with_lock(LOCK, async move { work.send_all_due().await }).await;
        let wait = if ran {
            self.wait_for_next()
        } else {
            // Another page is sending; look again what is left when it should be done.
            self.look().await.ok();
            Some(policy::back_off(0, clock::jitter()))
        };
        if let Some(wait) = wait {
            let drain = Rc::clone(self);
            let millis = wait.clamp(0.0, policy::LONGEST_WAIT * 2.0) as u32;
            *self.timer.borrow_mut() = Some(Timeout::new(millis, move || drain.kick()));
        }
    }

    fn wait_for_next(&self) -> Option<f64> {
        let now = clock::now();
        match self.queue.borrow().next_task(now) {
            Task::Idle => None,
            // Due, and not sent: there is no key or no storage yet.
            Task::Upload(_) => Some(policy::back_off(0, clock::jitter())),
            Task::WaitUntil(moment) => Some(moment - now),
        }
    }

    async fn send_all_due(&self) {
        while self.look().await.is_ok() {
            let Some(key) = *self.receipt_key.borrow() else {
                return;
            };
            let task = self.queue.borrow().next_task(clock::now());
            let Task::Upload(digest) = task else { return };
            if self.send(&digest, &key).await.is_err() {
                return;
            }
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
        let Some(envelope) = store::read(digest).await? else {
            return Ok(());
        };
        let answer = upload(&envelope).await;
        let outcome = classify(&answer, key, digest, envelope.len() as u64);
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

async fn upload(envelope: &Envelope) -> Answer {
    let path = envelope_path(&envelope.digest());
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
