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
pub(super) struct Rests(HashMap<i64, Rest>);

struct Rest {
    attempts: u32,
    until: Instant,
}

impl Rests {
    /// Those of `failing` that have rested long enough, or are not known here; at most `limit`.
    pub(super) fn due(&mut self, failing: &[i64], now: Instant, limit: usize) -> Vec<i64> {
        // What is not among them any more is delivered, gone, or was given up.
        self.0
            .retain(|cursor, _| failing.binary_search(cursor).is_ok());
        let due = |cursor: &&i64| self.0.get(*cursor).is_none_or(|it| it.until <= now);
        failing.iter().filter(due).take(limit).copied().collect()
    }

    /// When the next has rested long enough.
    pub(super) fn next(&self) -> Option<Instant> {
        self.0.values().map(|it| it.until).min()
    }

    /// One more attempt has failed; says how many that are. `chance` is a random byte.
    pub(super) fn failed(&mut self, cursor: i64, now: Instant, limits: &Limits, chance: u8) -> u32 {
        let attempts = self.0.get(&cursor).map_or(0, |it| it.attempts) + 1;
        let until = now + rest(attempts, limits.webhook_rest, chance);
        self.0.insert(cursor, Rest { attempts, until });
        attempts
    }

    /// It is tried no more.
    pub(super) fn forget(&mut self, cursor: i64) {
        self.0.remove(&cursor);
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
