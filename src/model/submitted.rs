//! A report that was handed over, and what is known of its delivery.

use report::{Category, Urgency};

use super::{Draft, Effect, Next, OutboxSummary, Phase, Reviewing, Setting, SubmitProblem};

/// A sealed report stands in the queue. What it says is no longer in memory.
#[derive(Debug)]
pub struct Submitted {
    /// How the queue stood before, to know this report's own receipt.
    before: OutboxSummary,
    /// The class of urgency it was sent in, for the reading time.
    pub urgency: Option<Urgency>,
}

/// What is known of the delivery of the report just sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Sealed and stored on this device; delivery is being tried.
    Saved,
    /// Stored, and no connection so far.
    Waiting,
    /// The intake signed a receipt for it.
    Received,
    /// The intake refused something; it is kept.
    NeedsPerson,
}

impl Delivery {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Saved,
        Self::Waiting,
        Self::Received,
        Self::NeedsPerson,
    ];
}

/// What follows from the answer of the queue.
pub(super) fn queued(
    draft: Draft,
    before: OutboxSummary,
    result: Result<(), SubmitProblem>,
) -> Next {
    match result {
        Ok(()) => {
            let urgency = draft.category().map(Category::urgency);
            let submitted = Submitted { before, urgency };
            (
                Phase::Submitted(submitted),
                vec![
                    Effect::FocusHeading,
                    Effect::ForgetFiles,
                    Effect::DrainQueue,
                ],
            )
        }
        Err(problem) => (
            Phase::Reviewing(Reviewing::after(draft, problem, 0)),
            vec![],
        ),
    }
}

impl Submitted {
    /// How it stands with the delivery. "Received" only when nothing waits any more, so that it is never said
    /// of a report that is still on the device.
    pub fn delivery(&self, setting: &Setting) -> Delivery {
        let now = setting.outbox;
        if now.needs_person > self.before.needs_person {
            Delivery::NeedsPerson
        } else if now.waiting == 0 && now.received > self.before.received {
            Delivery::Received
        } else if now.waiting > 0 && now.last.is_stuck() {
            Delivery::Waiting
        } else {
            Delivery::Saved
        }
    }
}
