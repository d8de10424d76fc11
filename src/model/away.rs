//! A device that nobody touches any more: everything is wiped, after a warning.

use report::Audience;

use super::{Effect, Next, Phase, Setting};

/// How long nobody touches the device before a person is asked whether they are still there, in
/// milliseconds: with the minute that follows, five minutes for residents and a quarter of an hour
/// for staff. Residents share a tablet with people they may be afraid of; staff are called away.
pub fn quiet_millis(audience: Audience) -> f64 {
    match audience {
        Audience::Resident => 4.0 * GRACE_MILLIS,
        Audience::Staff => 14.0 * GRACE_MILLIS,
    }
}

/// How long the question whether they are still there stands before everything is wiped, in
/// milliseconds: long enough to read it and to touch the screen.
pub const GRACE_MILLIS: f64 = 60_000.0;

impl Phase {
    /// Whether the next person at the device would learn something from the screen.
    pub(super) fn is_private(&self) -> bool {
        match self {
            // At the beginning nothing has been said, and what is being stored must be stored.
            Phase::Starting { .. } | Phase::Gate(_) | Phase::Submitting { .. } | Phase::Closed => {
                false
            }
            _ => true,
        }
    }

    /// What follows when nobody came back after the warning.
    pub(super) fn nobody_came_back(self, setting: &Setting) -> Next {
        if setting.away && self.is_private() {
            (Phase::Closed, vec![Effect::ForgetFiles, Effect::StartOver])
        } else {
            // A moment too late: somebody has touched it, or there is nothing to wipe.
            (self, vec![])
        }
    }
}
