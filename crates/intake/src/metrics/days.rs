use std::{
    mem,
    sync::{Mutex, MutexGuard, PoisonError},
};

use submission::{Day, ProblemType};

use crate::day::{days_ago, today};

#[cfg(test)]
mod tests;

/// What is counted over a day and shown on the next.
#[derive(Default)]
pub(super) struct Days(Mutex<Turning>);

/// The counts of one day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Counted {
    refused: [i64; ProblemType::ALL.len()],
    connections: i64,
}

/// The day that is counted, and the one before it.
#[derive(Default)]
struct Turning {
    /// None before anything was counted or asked.
    day: Option<Day>,
    counting: Counted,
    /// Nothing until the program has run over a midnight.
    yesterday: Option<Counted>,
}

impl Days {
    /// Counts something today.
    pub(super) fn count(&self, count: impl FnOnce(&mut Counted)) {
        count(&mut self.turned().counting);
    }

    /// What was counted yesterday; nothing when the program has not run since then.
    pub(super) fn yesterday(&self) -> Option<Counted> {
        self.turned().yesterday.clone()
    }

    /// The counts as they stand today.
    fn turned(&self) -> MutexGuard<'_, Turning> {
        // Numbers are as good after a panic as before it.
        let mut turning = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        turning.turn(today(), days_ago(1));
        turning
    }
}

impl Turning {
    /// Begins a new day, when it is one.
    fn turn(&mut self, today: Day, yesterday: Day) {
        let Some(day) = self.day.replace(today) else {
            return;
        };
        if day != today {
            let counted = mem::take(&mut self.counting);
            // When nobody asked for a whole day, nothing was counted on it either.
            self.yesterday = Some(match day == yesterday {
                true => counted,
                false => Counted::default(),
            });
        }
    }
}

impl Counted {
    /// A refusal of this type.
    pub(super) fn refuse(&mut self, problem_type: ProblemType) {
        let types = ProblemType::ALL.iter().zip(&mut self.refused);
        for (_, count) in types.filter(|(it, _)| **it == problem_type) {
            *count += 1;
        }
    }

    /// So many connections at once.
    pub(super) fn connect(&mut self, busy: usize) {
        let busy = i64::try_from(busy).unwrap_or(i64::MAX);
        self.connections = self.connections.max(busy);
    }

    /// How many requests were refused, for each type.
    pub(super) fn refusals(&self) -> impl Iterator<Item = (ProblemType, i64)> {
        ProblemType::ALL.into_iter().zip(self.refused)
    }

    /// The most connections at once.
    pub(super) fn connections(&self) -> i64 {
        self.connections
    }
}
