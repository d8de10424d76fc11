//! What a manifest says to other programs than the app. The app does not look at it: it travels over
//! bad lines, and each line that it does not need is one less.

use report::Language;

use crate::site::{RoleIndex, Site};
use crate::text::LocalText;

/// The most characters of a word that the form warns about.
pub const MAX_WORD_CHARS: usize = 64;

/// The members of a manifest that the app has no use for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Aside {
    pub(crate) owner: String,
    pub(crate) mailbox_salt: Option<String>,
    pub(crate) retention_days: u64,
    pub(crate) tablets: Vec<Tablet>,
    pub(crate) deputies: Vec<Option<RoleIndex>>,
    pub(crate) legal_bases: Vec<LegalBasis>,
    pub(crate) warning_words: Vec<(Language, Vec<String>)>,
    pub(crate) statistics_region: Option<String>,
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

/// A ground in law on which a reader may pass a report on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegalBasis {
    /// Lower-case letters, digits and hyphens.
    pub id: String,
    /// The law and its article, in the languages of those who read reports.
    pub name: LocalText,
}

impl Site {
    /// Who at the operator answers for what the manifest says, and how they are reached: a function,
    /// not a person.
    pub fn owner(&self) -> &str {
        &self.aside.owner
    }

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

    /// The id of the role that takes over when this one has not read in time: the one the manifest
    /// names, or the fallback role. Nothing for a role that the site does not have, and none takes
    /// over from the fallback role unless it is named.
    pub fn deputy(&self, role: &str) -> Option<&str> {
        let role = self.roles.iter().position(|it| it.id == role)?;
        let deputy = self.aside.deputies[role].unwrap_or(self.fallback);
        (deputy != role).then(|| self.roles[deputy].id.as_str())
    }

    /// The grounds on which a report may be passed on, of which a reader chooses one.
    pub fn legal_bases(&self) -> &[LegalBasis] {
        &self.aside.legal_bases
    }

    /// Words of a language about belief, origin or looks, beside which the staff's form says what a
    /// report is about instead. A word never closes the form.
    pub fn warning_words(&self, language: Language) -> &[String] {
        let list = self.aside.warning_words.iter();
        let mut list = list.filter(|(it, _)| *it == language);
        list.next().map_or(&[], |(_, words)| words)
    }

    /// The region in whose figures a small site is counted.
    pub fn statistics_region(&self) -> Option<&str> {
        self.aside.statistics_region.as_deref()
    }
}
