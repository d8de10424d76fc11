//! One page of the app that sends, step by step as in `src/queue/drain.rs`.
//!
//! The core is the real one. What the browser does there stands here: the lock, the alarm, the
//! clock, the request.

mod part;

use std::cell::{Cell, RefCell};

use envelope::{Digest, Envelope};
use sealpost_app::queue::outcome::{Answer, Outcome, classify};
use sealpost_app::queue::{Fate, Millis, Queue, Task, policy};
use submission::{MEDIA_TYPE, ProblemType, ReceiptKey, envelope_path};

use super::Device;
use super::idb::Stop;
use super::store::Found;
use crate::wire::{self, Message};

/// A page with a queue of its own in memory.
#[derive(Default)]
pub(super) struct Page {
    queue: RefCell<Queue>,
    /// The parts that the intake still needs of the envelope that is being sent in parts.
    missing: RefCell<Option<(Digest, Vec<u32>)>>,
    /// When it looks again, by the timers; nothing when it does not.
    alarm: Cell<Option<Millis>>,
}

impl Page {
    /// A page that has just been opened: it looks at once.
    pub(super) fn opened() -> Self {
        let page = Self::default();
        page.alarm.set(Some(f64::NEG_INFINITY));
        page
    }

    /// When it looks again.
    pub(super) fn alarm(&self) -> Option<Millis> {
        self.alarm.get()
    }

    /// Tries at once, whatever wait was left: the network may be back, or a person asked.
    pub(super) fn try_now(&self) {
        self.queue.borrow_mut().try_now();
        self.alarm.set(Some(f64::NEG_INFINITY));
    }

    /// One round over everything that is due, then an alarm for what is not.
    pub(super) async fn round(&self, device: &Device) -> Result<(), Stop> {
        self.alarm.set(None);
        let wait = if let Some(_held) = device.lock.take() {
            let sent = self.send_all_due(device).await;
            match device.survives(sent)? {
                true => self.wait_for_next(device),
                // What is stored is not known, so the storage has to be asked again.
                false => Some(policy::back_off(0, device.jitter())),
            }
        } else {
            // Another page is sending; look again what is left when it should be done.
            device.survives(self.look(device))?;
            Some(policy::back_off(0, device.jitter()))
        };
        if let Some(wait) = wait {
            // Timers and clocks of browsers count whole milliseconds.
            let wait = wait.min(policy::LONGEST_WAIT * 2.0).ceil();
            self.alarm.set(Some(device.uptime() + wait));
        }
        Ok(())
    }

    fn wait_for_next(&self, device: &Device) -> Option<Millis> {
        let now = device.now();
        match self.queue.borrow().next_task(now) {
            Task::Idle => None,
            Task::Upload(_) => Some(policy::back_off(0, device.jitter())),
            Task::WaitUntil(moment) => Some(moment - now),
        }
    }

    async fn send_all_due(&self, device: &Device) -> Result<(), Stop> {
        let mut seen = false;
        loop {
            // An alarm that is set now was set by somebody who asked in the meantime.
            if self.alarm.take().is_some() || !seen {
                self.look(device)?;
            }
            seen = true;
            let key = device.world.receipt_key;
            let task = self.queue.borrow().next_task(device.now());
            let Task::Upload(digest) = task else {
                return Ok(());
            };
            self.send(device, &digest, &key).await?;
        }
    }

    /// Sees what is stored now.
    fn look(&self, device: &Device) -> Result<(), Stop> {
        let stored = device.list()?;
        self.queue.borrow_mut().sync(stored);
        Ok(())
    }

    /// Peek, send, verify the receipt, delete: in this order.
    async fn send(&self, device: &Device, digest: &Digest, key: &ReceiptKey) -> Result<(), Stop> {
        device.step(digest, "device: killed before sending")?;
        let outcome = match device.read(digest)? {
            Found::Whole(bytes) => {
                if device.world.flaws.deletes_before_sending {
                    device.delete(digest)?;
                }
                let size = bytes.len() as u64;
                let answer = device.upload(digest, bytes).await?;
                if device.world.flaws.trusts_status && is_success(&answer) {
                    return device.delete(digest);
                }
                classify(&answer, key, digest, size)
            }
            Found::Parted(parted) => match self.send_part(device, &parted, key).await? {
                Some(outcome) => outcome,
                None => return device.delete(digest),
            },
            Found::Nothing => return self.look(device),
            Found::Damaged => {
                device.excuse(digest);
                Outcome::NeedsPerson(ProblemType::NotAnEnvelope)
            }
        };
        device.pass(200.0);
        let (now, jitter) = (device.now(), device.jitter());
        let fate = self.queue.borrow_mut().settle(digest, outcome, now, jitter);
        device.step(digest, "device: killed after an answer")?;
        match fate {
            Fate::Delete(receipt) => {
                device.world.ledger.borrow_mut().received.insert(*digest);
                device.delete(receipt.digest())
            }
            Fate::Refuse(_) if device.world.flaws.gives_up_silently => device.delete(digest),
            Fate::Refuse(problem) => device.refuse(digest, problem),
            Fate::Keep => Ok(()),
        }
    }
}

fn is_success(answer: &Answer) -> bool {
    matches!(answer, Answer::Response { status, .. } if matches!(status, 200 | 201))
}

impl Device {
    async fn upload(&self, digest: &Digest, bytes: Vec<u8>) -> Result<Answer, Stop> {
        let (digest, bytes) = self.perhaps_sealed_anew(digest, bytes);
        let content_type = format!("content-type: {MEDIA_TYPE}\r\n");
        let path = envelope_path(&digest);
        let request = Message::request("PUT", &path, &content_type, bytes);
        self.exchange(&digest, request).await
    }

    /// As a browser does it: a redirect and an answer cut off are no answers.
    async fn exchange(&self, digest: &Digest, request: Message) -> Result<Answer, Stop> {
        let address = self.world.address;
        if let Err(killed) = self.step(digest, "device: killed while sending") {
            // What has left the device goes its way without it.
            tokio::task::spawn_local(async move {
                let _ = wire::exchange(address, &request).await;
            });
            return Err(killed);
        }
        let Ok(answer) = wire::exchange(address, &request).await else {
            return Ok(Answer::None);
        };
        Ok(match answer.status() {
            None | Some(300..400) => Answer::None,
            Some(status) => {
                let mut body = answer.body;
                body.truncate(policy::LONGEST_ANSWER);
                Answer::Response { status, body }
            }
        })
    }

    /// Notes that this device may ask for a person: it could not read its own bytes.
    fn excuse(&self, digest: &Digest) {
        let mut ledger = self.world.ledger.borrow_mut();
        if let Some(report) = ledger.report_in(digest) {
            ledger.excused.insert(report);
        }
    }

    fn perhaps_sealed_anew(&self, digest: &Digest, bytes: Vec<u8>) -> (Digest, Vec<u8>) {
        let report = self.world.ledger.borrow().report_in(digest);
        match report {
            Some(report) if self.world.flaws.seals_anew => {
                let envelope: Envelope = self.seal(report);
                (envelope.digest(), envelope.into_bytes())
            }
            _ => (*digest, bytes),
        }
    }
}
