use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use crate::policy::{Limits, WEBHOOK_REST_MAX};

/// When the envelopes that failed are tried again, and how often they were.
///
/// It is in memory alone: written down, it would tell when an envelope came. After a restart each is
/// tried at once, and counted from the beginning.
#[derive(Default)]
pub(super) struct Rests {
    failed: HashMap<i64, Rest>,
    /// Until when the receiver has asked to be left alone.
    held: Option<Instant>,
}

struct Rest {
    attempts: u32,
    until: Instant,
}

impl Rests {
    /// Those of `failing` that have rested long enough, or are not known here; at most `limit`.
    pub(super) fn due(&mut self, failing: &[i64], now: Instant, limit: usize) -> Vec<i64> {
        // What is not among them any more is delivered, gone, or was given up.
        self.failed
            .retain(|cursor, _| failing.binary_search(cursor).is_ok());
        let due = |cursor: &&i64| self.failed.get(*cursor).is_none_or(|it| it.until <= now);
        failing.iter().filter(due).take(limit).copied().collect()
    }

    /// When the next has rested long enough, and may be sent.
    pub(super) fn next(&self) -> Option<Instant> {
        let next = self.failed.values().map(|it| it.until).min();
        match self.held {
            Some(held) => Some(next.map_or(held, |it| it.max(held))),
            None => next,
        }
    }

    /// The receiver asks to be left alone for so long. It is, but for no longer than an envelope rests
    /// at most.
    pub(super) fn hold(&mut self, wait: Duration, now: Instant) {
        let until = now + wait.min(WEBHOOK_REST_MAX);
        self.held = self.held.max(Some(until));
    }

    /// Whether the receiver is left alone.
    pub(super) fn is_held(&mut self, now: Instant) -> bool {
        self.held = self.held.filter(|until| *until > now);
        self.held.is_some()
    }

    /// One more attempt has failed; says how many that are. `chance` is a random byte.
    pub(super) fn failed(&mut self, cursor: i64, now: Instant, limits: &Limits, chance: u8) -> u32 {
        let attempts = self.failed.get(&cursor).map_or(0, |it| it.attempts) + 1;
        let until = now + rest(attempts, limits.webhook_rest, chance);
        self.failed.insert(cursor, Rest { attempts, until });
        attempts
    }

    /// It is tried no more.
    pub(super) fn forget(&mut self, cursor: i64) {
        self.failed.remove(&cursor);
    }
}

/// How long to rest after so many attempts: four times as long each time, up to a limit, and less by up
/// to a half, so that not all that failed together comes together.
fn rest(attempts: u32, first: Duration, chance: u8) -> Duration {
    let doublings = attempts.saturating_sub(1).saturating_mul(2).min(31);
    let longest = first.saturating_mul(1 << doublings).min(WEBHOOK_REST_MAX);
    longest - longest.mul_f64(f64::from(chance) / 512.0)
}

#[cfg(test)]
mod tests;
