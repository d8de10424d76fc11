//! What a manifest says to other programs than the app. The app does not look at it: it travels over
//! bad lines, and each line that it does not need is one less.

use crate::site::Site;

/// The members of a manifest that the app has no use for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Aside {
    pub(crate) mailbox_salt: Option<String>,
    pub(crate) retention_days: u64,
    pub(crate) tablets: Vec<Tablet>,
}

/// A tablet of the site's staff, which signs inside the reports that are written on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tablet {
    /// What the site calls it: lower-case letters, digits and hyphens.
    pub id: String,
    /// Its Ed25519 public key: 32 bytes as base64url without padding.
    pub key: String,
    /// The first day on which its signature counts, as `YYYY-MM-DD`.
    pub from: String,
    /// The last such day, as `YYYY-MM-DD`.
    pub until: String,
}

impl Site {
    /// The operator's salt for mailboxes: 16 bytes as base64url without padding. Without it nobody
    /// is offered a return code.
    pub fn mailbox_salt(&self) -> Option<&str> {
        self.aside.mailbox_salt.as_deref()
    }

    /// For how many days at most a reader keeps what was opened, 1 to 90, unless it goes into a
    /// file that the law asks for.
    pub fn retention_days(&self) -> u64 {
        self.aside.retention_days
    }

    /// The enrolled tablets of the staff.
    pub fn tablets(&self) -> &[Tablet] {
        &self.aside.tablets
    }
}
