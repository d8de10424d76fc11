//! How an envelope waits, is sent, and when it may be deleted.
//!
//! The core is here and pure: it is told what is stored and what came back, and answers what to
//! do next. `store` keeps the bytes, `drain` does the sending. Nothing but a sealed envelope can
//! be put into the queue: [`store::push`] takes an [`envelope::Envelope`] and nothing else.

pub mod drain;
pub mod outcome;
pub mod policy;
mod postage;
pub mod store;
pub mod upload;

use std::collections::BTreeMap;

use envelope::Digest;
use submission::{ProblemType, Receipt};

use crate::queue::outcome::{Later, Outcome};

/// Milliseconds on the device's clock; only differences between two readings are used.
pub type Millis = f64;

/// What the store says of one envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its name.
    pub digest: Digest,
    /// Whether it is kept in parts.
    pub parted: bool,
    /// Why the intake refused it for good, if it did.
    pub refused: Option<ProblemType>,
    /// The device's day on which it was stored, as `YYYY-MM-DD`, as far as that is known.
    pub since: Option<String>,
}

/// What is known of one stored envelope.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry {
    attempts: u32,
    not_before: Millis,
    parted: bool,
    refused: Option<ProblemType>,
}

/// What the drain should do next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Task {
    /// Send this envelope; of one that is kept in parts, the next part.
    Upload(Digest),
    /// Nothing can be sent before this moment.
    WaitUntil(Millis),
    /// Nothing waits.
    Idle,
}

/// What the drain should do with the stored bytes after an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// This verified receipt names these very bytes: they may be deleted.
    Delete(Receipt),
    /// Keep them and try again.
    Keep,
    /// Keep them and do not try again: a person has to look.
    Refuse(ProblemType),
}

/// How the last upload went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Last {
    /// It was received.
    Received,
    /// It has to be made again.
    Later(Later),
    /// It was refused for good.
    Refused,
}

/// The queue as the core sees it.
#[derive(Clone, Debug, Default)]
pub struct Queue {
    entries: BTreeMap<Digest, Entry>,
    failed_rounds: u32,
    closed_until: Millis,
    received: usize,
    last: Option<Last>,
}

impl Queue {
    /// Takes over what the store holds: new envelopes are added, vanished ones forgotten.
    ///
    /// Another tab may have pushed or delivered in the meantime.
    pub fn sync(&mut self, stored: impl IntoIterator<Item = Listed>) {
        let known = std::mem::take(&mut self.entries);
        let entries = stored.into_iter().map(|listed| {
            let known = known.get(&listed.digest);
            let entry = Entry {
                attempts: known.map_or(0, |it| it.attempts),
                not_before: known.map_or(0.0, |it| it.not_before),
                parted: listed.parted,
                refused: listed.refused,
            };
            (listed.digest, entry)
        });
        self.entries = entries.collect();
    }

    /// The next thing to do at `now`.
    ///
    /// What is due in one piece goes before what is kept in parts: hours of a film must not hold
    /// up a cry for help.
    #[must_use]
    pub fn next_task(&self, now: Millis) -> Task {
        // No wait is longer than the longest. One that seems to be was made before the device's
        // clock was set back; it would hold up a report for as long as that.
        let longest = policy::back_off(u32::MAX, 1.0);
        let over = |wait: Millis| if wait - now > longest { now } else { wait };
        let due = |entry: &Entry| over(entry.not_before).max(over(self.closed_until));
        let sendable = || self.entries.iter().filter(|(_, it)| it.refused.is_none());
        let first = sendable().map(|(_, it)| due(it)).min_by(f64::total_cmp);
        match first {
            None => return Task::Idle,
            Some(moment) if moment > now => return Task::WaitUntil(moment),
            Some(_) => {}
        }
        let ready = sendable().filter(|(_, it)| due(it) <= now);
        let next = ready.min_by(|(_, a), (_, b)| {
            let size = a.parted.cmp(&b.parted);
            size.then(due(a).total_cmp(&due(b)))
        });
        next.map_or(Task::Idle, |(digest, _)| Task::Upload(*digest))
    }

    /// Takes the outcome of one upload and says what becomes of the stored bytes.
    ///
    /// `jitter` is at least 0 and below 1.
    pub fn settle(&mut self, digest: &Digest, outcome: Outcome, now: Millis, jitter: f64) -> Fate {
        match outcome {
            Outcome::Received(receipt) if receipt.digest() == digest => {
                self.received += 1;
                self.entries.remove(digest);
                self.answered(Last::Received);
                Fate::Delete(receipt)
            }
            // A receipt for other bytes proves nothing about these.
            Outcome::Received(_) => self.wait(digest, Later::ReceiptWrong, now, jitter),
            // The intake is there and has one part more.
            Outcome::Parts(_) => {
                self.open_again();
                Fate::Keep
            }
            Outcome::Later(later) => self.wait(digest, later, now, jitter),
            Outcome::NeedsPerson(problem) => {
                if let Some(entry) = self.entries.get_mut(digest) {
                    entry.refused = Some(problem);
                }
                self.answered(Last::Refused);
                Fate::Refuse(problem)
            }
        }
    }

    /// Forgets every wait, because something changed: the network is back, or a person asked.
    pub fn try_now(&mut self) {
        self.open_again();
        for entry in self.entries.values_mut() {
            entry.not_before = 0.0;
        }
    }

    /// How many envelopes wait to be sent.
    #[must_use]
    pub fn waiting(&self) -> usize {
        let waiting = |entry: &&Entry| entry.refused.is_none();
        self.entries.values().filter(waiting).count()
    }

    /// How many envelopes the intake refused for good; they stay on the device.
    #[must_use]
    pub fn needs_person(&self) -> usize {
        self.entries.len() - self.waiting()
    }

    /// How many envelopes were received since the app was opened.
    #[must_use]
    pub fn received(&self) -> usize {
        self.received
    }

    /// How the last upload went, if there was one.
    #[must_use]
    pub fn last(&self) -> Option<Last> {
        self.last
    }

    /// The intake is there: nothing needs to wait for the connection any longer.
    fn answered(&mut self, last: Last) {
        self.last = Some(last);
        self.open_again();
    }

    fn open_again(&mut self) {
        self.failed_rounds = 0;
        self.closed_until = 0.0;
    }

    fn wait(&mut self, digest: &Digest, later: Later, now: Millis, jitter: f64) -> Fate {
        self.last = Some(Last::Later(later));
        if later.is_about_the_connection() {
            // One failure is enough for all: the next envelope would fail in the same way.
            self.closed_until = now + policy::back_off(self.failed_rounds, jitter);
            self.failed_rounds = self.failed_rounds.saturating_add(1);
        } else if let Some(entry) = self.entries.get_mut(digest) {
            entry.not_before = now + policy::back_off(entry.attempts, jitter);
            entry.attempts = entry.attempts.saturating_add(1);
        }
        Fate::Keep
    }
}

#[cfg(test)]
mod tests;
