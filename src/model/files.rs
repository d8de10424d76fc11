//! Files that travel with a report: which ones, and what is known of each. Their bytes are elsewhere.

use report::Audience;
use zeroize::Zeroizing;

use super::{CleanProblem, Draft, Setting, SiteState};

/// The number by which a picked file is known.
pub type FileId = u32;

/// The most files that can be added. More are hard to look through, for who sends and for who reads.
pub const MOST_FILES: usize = 20;

/// A file that a person added.
pub struct Attached {
    /// Its number.
    pub id: FileId,
    /// What it is called, as its reader will see it.
    pub name: Zeroizing<String>,
    /// How many bytes it has as it is picked.
    pub size: u64,
    /// What is known of what stands in it beside what it shows.
    pub state: FileState,
}

/// What is known of the hidden data of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileState {
    /// It is being looked for.
    Checking,
    /// A picture, without any now.
    Clean,
    /// No picture; it goes as it is.
    AsIs,
    /// It is not sent.
    Refused(CleanProblem),
}

impl FileState {
    /// Whether a file in this state is sent.
    pub fn is_sent(self) -> bool {
        matches!(self, Self::Clean | Self::AsIs)
    }
}

/// The files of a draft.
#[derive(Default)]
pub struct Files {
    files: Vec<Attached>,
    originals: bool,
}

impl Files {
    /// All of them, in the order in which they were added.
    pub fn all(&self) -> &[Attached] {
        &self.files
    }

    /// Whether the untouched originals of pictures are to be sent beside them.
    pub fn originals(&self) -> bool {
        self.originals
    }

    /// Whether one is still being looked at.
    pub fn is_checking(&self) -> bool {
        self.files.iter().any(|it| it.state == FileState::Checking)
    }

    /// Whether there is a cleaned picture, and so an original of it.
    pub fn has_clean(&self) -> bool {
        self.files.iter().any(|it| it.state == FileState::Clean)
    }

    /// The numbers of those that are sent.
    pub fn sent(&self) -> Vec<FileId> {
        let sent = self.files.iter().filter(|it| it.state.is_sent());
        sent.map(|it| it.id).collect()
    }

    /// About how many bytes are sent.
    pub fn size(&self) -> u64 {
        let size = |it: &Attached| match it.state {
            FileState::Clean if self.originals => it.size.saturating_mul(2),
            FileState::Clean | FileState::AsIs => it.size,
            FileState::Checking | FileState::Refused(_) => 0,
        };
        self.files.iter().map(size).fold(0, u64::saturating_add)
    }

    pub(super) fn add(&mut self, files: Vec<Attached>) {
        let room = MOST_FILES.saturating_sub(self.files.len());
        self.files.extend(files.into_iter().take(room));
    }

    pub(super) fn remove(&mut self, id: FileId) {
        self.files.retain(|it| it.id != id);
        self.originals &= self.has_clean();
    }

    pub(super) fn tick_originals(&mut self, on: bool) {
        self.originals = on;
    }
}

impl Draft {
    /// What was found out about a file.
    pub(super) fn file_cleaned(&mut self, id: FileId, result: Result<(), CleanProblem>) {
        let audience = self.answers().audience();
        let state = match result {
            Ok(()) => FileState::Clean,
            // Documents say more of their writer than most people know. Staff may judge that.
            Err(CleanProblem::NoPicture) if audience == Audience::Staff => FileState::AsIs,
            Err(problem) => FileState::Refused(problem),
        };
        let found = self.files_mut().files.iter_mut().find(|it| it.id == id);
        // One that was removed in the meantime is not missed.
        if let Some(file) = found {
            file.state = state;
        }
    }
}

impl Setting {
    /// Whether files can be added here: staff may, residents where the operator has switched it on.
    pub fn takes_files(&self) -> bool {
        match (self.audience, &self.site) {
            (Audience::Staff, _) => true,
            (Audience::Resident, SiteState::Ready(site)) => site.resident_pictures(),
            (Audience::Resident, SiteState::Waiting | SiteState::Missing(_)) => false,
        }
    }

    /// How many bytes a report may have with all its files, once that is known.
    pub fn most_content(&self) -> Option<u64> {
        match &self.site {
            SiteState::Ready(site) => Some(site.max_content()),
            SiteState::Waiting | SiteState::Missing(_) => None,
        }
    }
}
