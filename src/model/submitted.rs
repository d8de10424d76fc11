//! A report that was handed over, and what is known of its delivery.

use report::{Category, Urgency};

use super::{Draft, Effect, Event, Next, Phase, Proof, Reviewing, Setting, SubmitProblem};

/// A sealed report stands in the queue. What it says is no longer in memory.
#[derive(Debug)]
pub struct Submitted {
    /// The name of its envelope, by which its receipt is known.
    digest: String,
    /// The class of urgency it was sent in, for the reading time.
    pub urgency: Option<Urgency>,
}

/// How far it is with a report that takes more than a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// So many bytes of so many are sealed.
    Sealed {
        /// How many.
        done: u64,
        /// Of how many.
        all: u64,
    },
    /// It is being sent without being stored.
    Sending,
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
    /// The intake refused it; it is kept.
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
pub(super) fn queued(draft: Draft, result: Result<String, SubmitProblem>) -> Next {
    match result {
        Ok(digest) => {
            let urgency = draft.category().map(Category::urgency);
            let effects = vec![
                Effect::FocusHeading,
                Effect::ForgetFiles,
                Effect::DrainQueue,
            ];
            (Phase::Submitted(Submitted { digest, urgency }), effects)
        }
        Err(problem) => (
            Phase::Reviewing(Reviewing::after(draft, problem, 0)),
            vec![],
        ),
    }
}

impl Submitted {
    pub(super) fn update(self, setting: &Setting, event: Event) -> Next {
        let effects = match event {
            Event::AnotherPressed => {
                return (Phase::Gate(setting.new_draft()), vec![Effect::FocusHeading]);
            }
            Event::SaveProofPressed => {
                let proof = self.proof(setting).cloned();
                proof.map(Effect::SaveProof).into_iter().collect()
            }
            Event::SaveEnvelopePressed => vec![Effect::SaveEnvelope(self.digest.clone())],
            // Buttons of other screens, and answers from outside that no longer matter here.
            _ => vec![],
        };
        (Phase::Submitted(self), effects)
    }

    /// How it stands with the delivery. "Received" only on the receipt for this very envelope.
    pub fn delivery(&self, setting: &Setting) -> Delivery {
        if self.proof(setting).is_some() {
            Delivery::Received
        } else if setting.refused.contains(&self.digest) {
            Delivery::NeedsPerson
        } else if setting.outbox.waiting > 0 && setting.outbox.last.is_stuck() {
            Delivery::Waiting
        } else {
            Delivery::Saved
        }
    }

    fn proof<'a>(&self, setting: &'a Setting) -> Option<&'a Proof> {
        setting.proofs.iter().find(|it| it.digest == self.digest)
    }
}
