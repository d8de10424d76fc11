//! What can be wrong with a manifest.

mod advice;

use jiff::civil::Date;
use report::Category;
use site::{MAX_WORD_CHARS, SiteError};
use thiserror::Error;

/// Whether a manifest with something wrong can be signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It is not signed before this is put right.
    Mistake,
    /// It can be signed; a person should have looked at this.
    Warning,
}

/// One thing that can be wrong. `Display` says what, [`Fault::advice`] what to do.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// The text is no JSON.
    #[error("this is not JSON: {0}")]
    Syntax(String),
    /// A value is of another type.
    #[error("this is not {0}")]
    NotA(&'static str),
    /// A member, or a value out of a list of them, that the format does not have.
    #[error("{0:?} is not known here")]
    Unknown(String),
    /// A member that must be there.
    #[error("{0:?} is missing")]
    Missing(&'static str),
    /// A member or a value of which there can be one stands there again.
    #[error("{0:?} stands here twice")]
    Twice(String),
    /// An empty text where a person must write something.
    #[error("this is still to be filled in")]
    ToFillIn,
    /// The format is none that this program knows.
    #[error("the format is not sealpost-site/1")]
    Format,
    /// An id is malformed.
    #[error("this is not an id")]
    Id,
    /// The id of a site cannot stand in an address.
    #[error("this is not the id of a site")]
    SiteId,
    /// Not a day.
    #[error("this is not a day of the calendar, written YYYY-MM-DD")]
    Day,
    /// A last day before the first.
    #[error("the last day is before the first, {0}")]
    LastBeforeFirst(Date),
    /// Devices would not take this edition.
    #[error("the edition before has the number {0}, and this one must have a higher one")]
    SequenceNotHigher(u64),
    /// The edition before is another site's.
    #[error("the edition before is of the site {0:?}")]
    OtherSite(String),
    /// The manifest is over.
    #[error("the manifest has expired; today is {0}")]
    Expired(Date),
    /// The manifest is nearly over.
    #[error("the manifest expires in {0} days")]
    ExpiresSoon(i32),
    /// A language that the form does not have.
    #[error("{0:?} is none of the form's languages")]
    Language(String),
    /// No language is released.
    #[error("no language is released")]
    NoLanguage,
    /// Released languages without words, and no English to show instead.
    #[error("there are no words in {0}, and none in English instead")]
    WordsMissing(String),
    /// Released languages in which English is shown.
    #[error("there are no words in {0}; English is shown instead")]
    EnglishInstead(String),
    /// A key that is not as long as a key.
    #[error("a key has {expected} characters, and this has {found}")]
    KeyLength {
        /// How many characters it has.
        found: usize,
        /// How many it must have.
        expected: usize,
    },
    /// As long as a key, and none.
    #[error("this is not a key; it is damaged")]
    KeyDamaged,
    /// The private half of a key. Whoever has the manifest could open reports.
    #[error("this is a PRIVATE key")]
    KeyPrivate,
    /// The same key in the same role at the same time.
    #[error("this key stands in line {0} already, for some of the same days")]
    KeyTwice(usize),
    /// A key that nothing is sealed to any more, or a tablet that counts no more.
    #[error("the last day of this key, {0}, is over")]
    KeyOver(Date),
    /// Two roles of one id.
    #[error("the role {id:?} stands in line {line} already")]
    RoleTwice {
        /// The id.
        id: String,
        /// The line of the first one.
        line: usize,
    },
    /// Two tablets of one id or one key.
    #[error("this tablet's id or key stands in line {0} already")]
    TabletTwice(usize),
    /// A role that is not defined.
    #[error("the role {0:?} is not defined in this manifest")]
    UnknownRole(String),
    /// A category that does not exist.
    #[error("{0:?} is none of the categories")]
    Category(String),
    /// Readers for an audience that is not asked.
    #[error("{0} is not offered to residents")]
    NotOffered(Category),
    /// A role at the site would read what nobody at the site may read.
    #[error("{role:?} works at the site, and nobody there may read {category}")]
    OnSiteReader {
        /// The role.
        role: String,
        /// The category.
        category: Category,
    },
    /// A forced exclusion was taken away.
    #[error("the forced exclusion of {0} is missing")]
    ExclusionMissing(String),
    /// A worry about health would reach those who look for suspects.
    #[error("{role:?} reads {suspicion}, so it must not read {health}")]
    NeverCombined {
        /// The role, which is off the site.
        role: String,
        /// A category of suspicion that its people read.
        suspicion: Category,
        /// A category of health.
        health: Category,
    },
    /// A role that takes over from itself.
    #[error("a role cannot take over from itself")]
    DeputyItself,
    /// A route that is closed to staff, who are not trained.
    #[error("{0} is closed to staff, because their training is not confirmed")]
    NotTrained(Category),
    /// Released languages in which no number is shown.
    #[error("there is no number for people who speak {0}")]
    NoHelp(String),
    /// A word to warn about that is no word.
    #[error("a word has at most {MAX_WORD_CHARS} characters, and this has {0}")]
    WordLong(usize),
    /// The fallback role is at the site.
    #[error("the fallback role works at the site")]
    FallbackOnSite,
    /// The fallback role has no key on some days.
    #[error("the fallback role has no key from {from} to {until}")]
    FallbackWithoutKey {
        /// The first such day.
        from: Date,
        /// The last such day.
        until: Date,
    },
    /// A role that has keys has none on some days.
    #[error("{role:?} has no key from {from} to {until}")]
    Gap {
        /// The role.
        role: String,
        /// The first such day.
        from: Date,
        /// The last such day.
        until: Date,
    },
    /// A reading role that nobody holds.
    #[error("nobody holds {0:?}; the fallback role reads in its place")]
    Nobody(String),
    /// A reading role that a single person holds.
    #[error("{role:?} has only one key on {day}")]
    OneKey {
        /// The role.
        role: String,
        /// The first such day.
        day: Date,
    },
    /// More keys than an envelope takes.
    #[error("a report of {category} could need {keys} keys on {day}, and an envelope takes 8")]
    TooManyKeys {
        /// The category.
        category: Category,
        /// How many keys.
        keys: usize,
        /// The first such day.
        day: Date,
    },
    /// Not a number that can be dialled.
    #[error("this is not a telephone number")]
    Telephone,
    /// A number that nobody has tried for long.
    #[error("this number was last tried {0} days ago")]
    CheckedLongAgo(i32),
    /// A day that has not come yet.
    #[error("this day has not come yet; today is {0}")]
    NotYet(Date),
    /// A number outside of what is allowed.
    #[error("this must be from {least} to {most}")]
    Range {
        /// The least.
        least: u64,
        /// The most.
        most: u64,
    },
    /// The app's reader refuses what nothing else was found in.
    #[error("the app would refuse this manifest: {0}")]
    Refused(SiteError),
    /// The signature is not the operator's over this text.
    #[error("the signature does not hold: {0}")]
    Signature(SiteError),
}

impl Fault {
    /// Whether it keeps the manifest from being signed.
    pub fn level(&self) -> Level {
        match self {
            Self::ExpiresSoon(_)
            | Self::EnglishInstead(_)
            | Self::KeyOver(_)
            | Self::Nobody(_)
            | Self::OneKey { .. }
            | Self::NotTrained(_)
            | Self::NoHelp(_)
            | Self::CheckedLongAgo(_) => Level::Warning,
            _ => Level::Mistake,
        }
    }
}
