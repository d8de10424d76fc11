//! The outbox as staff look at it: what waits on this device, what was refused, and the way for a
//! sealed file to another device and from there.

use super::{Draft, Effect, Event, Next, OutboxSummary, Phase, Setting, StorageProblem};

/// Looking at what is kept on this device. Only from the danger question, when nothing is typed yet.
#[derive(Debug)]
pub struct Outbox {
    /// What is typed: nothing.
    pub draft: Draft,
    /// What is kept, once that is known.
    pub kept: Option<Vec<Kept>>,
    /// What the browser says of its storage, where it says something.
    pub room: Option<Room>,
    /// What became of the last file that was taken over.
    pub import: Option<Result<(), ImportProblem>>,
}

/// One sealed envelope on this device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its name.
    pub digest: String,
    /// Whether the intake refused it for good.
    pub refused: bool,
    /// The day since which it waits, as `YYYY-MM-DD`, as far as that is known.
    pub since: Option<String>,
}

/// What the browser says of its storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Whether it has promised to clear nothing of its own accord.
    pub persisted: bool,
    /// About how many bytes can still be stored.
    pub free: u64,
}

/// Why a file was not taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportProblem {
    /// It is no sealed envelope, or not a whole one.
    #[error("the file is not a sealed envelope")]
    NotAnEnvelope,
    /// It cannot be read.
    #[error("the file cannot be read")]
    Unreadable,
    /// The program that keeps it could not be loaded.
    #[error("the program for it could not be loaded")]
    PostMissing,
    /// It could not be stored.
    #[error("the file could not be stored: {0}")]
    Storage(StorageProblem),
}

impl Outbox {
    /// Opens it.
    pub(super) fn open(draft: Draft) -> Next {
        let outbox = Outbox {
            draft,
            kept: None,
            room: None,
            import: None,
        };
        let effects = vec![Effect::FocusHeading, Effect::ListKept];
        (Phase::Outbox(outbox), effects)
    }

    pub(super) fn update(mut self, _: &Setting, event: Event) -> Next {
        let effects = match event {
            Event::BackPressed => return (Phase::Gate(self.draft), vec![Effect::FocusHeading]),
            Event::KeptListed(kept) => {
                self.kept = Some(kept);
                vec![]
            }
            Event::RoomKnown(room) => {
                self.room = Some(room);
                vec![]
            }
            Event::SaveKeptPressed(digest) => vec![Effect::SaveEnvelope(digest)],
            Event::ImportPicked => vec![Effect::ImportEnvelope],
            Event::Imported(result) => {
                self.import = Some(result);
                vec![Effect::ListKept, Effect::DrainQueue]
            }
            // Buttons of other screens.
            _ => vec![],
        };
        (Phase::Outbox(self), effects)
    }
}

impl Phase {
    /// When something came, was delivered or refused, what is listed is no longer so.
    pub(super) fn outbox_changed(&self, before: OutboxSummary, now: OutboxSummary) -> Vec<Effect> {
        let counts = |it: OutboxSummary| (it.waiting, it.needs_person);
        match self {
            Phase::Outbox(_) if counts(before) != counts(now) => vec![Effect::ListKept],
            _ => vec![],
        }
    }
}
