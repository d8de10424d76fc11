//! Every question of the two forms, split into single fields.

mod kind;

use crate::word::words;

pub use kind::{
    Choice, FieldKind, MAX_DETAIL_CHARS, MAX_EXCLUDED_ROLES, MAX_IDENTIFIER_CHARS, MAX_TEXT_CHARS,
};

words! {
    /// One thing that can be answered.
    ///
    /// The question "is someone in danger now?" has no field, because its answer is never kept.
    pub enum FieldId by as_str {
        /// S1: what was seen or heard, one statement; stands on a card.
        Observed = "observed",
        /// S2: how the statement is known; stands on a card.
        Source = "source",
        /// S3: whether the person who told it went through it; only when told; stands on a card.
        SourceExperienced = "source-experienced",
        /// S3: whether that person knows it is shared; only when told; stands on a card.
        SourceKnows = "source-knows",
        /// S4: when.
        Period = "period",
        /// S4: how often.
        Frequency = "frequency",
        /// S5: what kind of place.
        Place = "place",
        /// S5: where exactly.
        PlaceDetail = "place-detail",
        /// S6: one exact identifier of the person it is about, or unknown.
        Subject = "subject",
        /// S6: how sure; only when somebody is named.
        SubjectCertainty = "subject-certainty",
        /// S7: who is at risk or affected.
        AtRisk = "at-risk",
        /// S8: what the reporter thinks it means; an opinion, and shown as one.
        Opinion = "opinion",
        /// S9: what speaks against it.
        Against = "against",
        /// S10: what happened shortly before.
        Before = "before",
        /// S11: what has been done already.
        Done = "done",
        /// S11: more about what has been done.
        DoneDetail = "done-detail",
        /// S12: whether the person knows that this is shared.
        SubjectKnows = "subject-knows",
        /// S12: why not; only when not.
        SubjectKnowsNot = "subject-knows-not",
        /// S13: what harm comes of not sharing, and whether less would do.
        Necessity = "necessity",
        /// S14: whether someone can be in danger when this is acted on.
        DangerIfActedOn = "danger-if-acted-on",
        /// S15: what the reporter asks for.
        Request = "request",
        /// S16: what the second reader found.
        SecondReader = "second-reader",
        /// S16: what the second reader adds.
        SecondReaderNote = "second-reader-note",
        /// R1: what happened.
        Happened = "happened",
        /// R2: how the resident knows.
        ResidentSource = "how-known",
        /// R3: who it is about.
        About = "about",
        /// R4: when; never a date, which could identify.
        When = "when",
        /// R5: who does it.
        ByWhom = "by-whom",
        /// R5: more about who, only if sure.
        ByWhomDetail = "by-whom-detail",
        /// R6: what the resident wants to happen.
        Wish = "wish",
        /// R7: the roles that must not read it.
        Exclude = "exclude",
        /// R7: the roles that read it too, of those that read only what they are chosen for.
        AlsoRead = "also-read",
        /// R8: whether an answer is wanted. Part of the data, on no page yet.
        AnswerWanted = "answer-wanted",
    }
}

impl FieldId {
    /// What an answer to it looks like.
    pub fn kind(self) -> FieldKind {
        const TEXT: FieldKind = FieldKind::Text {
            max_chars: MAX_TEXT_CHARS,
            unknown: false,
        };
        const TEXT_OR_UNKNOWN: FieldKind = FieldKind::Text {
            max_chars: MAX_TEXT_CHARS,
            unknown: true,
        };
        const DETAIL: FieldKind = FieldKind::Text {
            max_chars: MAX_DETAIL_CHARS,
            unknown: false,
        };
        match self {
            Self::Observed | Self::Opinion | Self::Before | Self::Happened => TEXT,
            Self::AtRisk | Self::Against | Self::Necessity | Self::DangerIfActedOn => {
                TEXT_OR_UNKNOWN
            }
            Self::PlaceDetail | Self::DoneDetail | Self::SecondReaderNote | Self::ByWhomDetail => {
                DETAIL
            }
            Self::Subject => FieldKind::Text {
                max_chars: MAX_IDENTIFIER_CHARS,
                unknown: true,
            },
            Self::Exclude | Self::AlsoRead => FieldKind::Roles,
            Self::Done | Self::Request => FieldKind::Many(self.words()),
            _ => FieldKind::One(self.words()),
        }
    }

    /// Which question it belongs to: `S1` to `S16` for staff, `R1` to `R8` for residents.
    pub fn question(self) -> &'static str {
        match self {
            Self::Observed => "S1",
            Self::Source => "S2",
            Self::SourceExperienced | Self::SourceKnows => "S3",
            Self::Period | Self::Frequency => "S4",
            Self::Place | Self::PlaceDetail => "S5",
            Self::Subject | Self::SubjectCertainty => "S6",
            Self::AtRisk => "S7",
            Self::Opinion => "S8",
            Self::Against => "S9",
            Self::Before => "S10",
            Self::Done | Self::DoneDetail => "S11",
            Self::SubjectKnows | Self::SubjectKnowsNot => "S12",
            Self::Necessity => "S13",
            Self::DangerIfActedOn => "S14",
            Self::Request => "S15",
            Self::SecondReader | Self::SecondReaderNote => "S16",
            Self::Happened => "R1",
            Self::ResidentSource => "R2",
            Self::About => "R3",
            Self::When => "R4",
            Self::ByWhom | Self::ByWhomDetail => "R5",
            Self::Wish => "R6",
            Self::Exclude | Self::AlsoRead => "R7",
            Self::AnswerWanted => "R8",
        }
    }

    /// Whether it stands once on every statement card instead of once in the report.
    pub fn is_on_card(self) -> bool {
        matches!(
            self,
            Self::Observed | Self::Source | Self::SourceExperienced | Self::SourceKnows
        )
    }

    /// The words that can be chosen, for the fields that have a choice.
    fn words(self) -> &'static [&'static str] {
        match self {
            Self::Source => &[
                "own",
                "told",
                "message-or-document",
                "rumour",
                "my-interpretation",
            ],
            Self::SourceExperienced | Self::SourceKnows => &["yes", "no", "unknown"],
            Self::Period => &["now", "today", "this-week", "longer-ago"],
            Self::Frequency => &["once", "repeated", "unknown"],
            Self::Place => &[
                "room",
                "shared-space",
                "outside",
                "off-site",
                "online",
                "other",
                "unknown",
            ],
            Self::SubjectCertainty => &["certain", "fairly-sure", "not-sure"],
            Self::Done => &[
                "talked-with-person",
                "colleague",
                "contact-person",
                "help-offered",
                "nothing",
            ],
            Self::SubjectKnows | Self::AnswerWanted => &["yes", "no"],
            Self::SubjectKnowsNot => &["unsafe", "would-harm-inquiry", "other"],
            Self::Request => &["advice", "assessment", "help-for-person", "for-information"],
            Self::SecondReader => &["ok", "disagree-noted"],
            Self::ResidentSource => &["saw-or-heard", "told", "phone-or-internet", "think-so"],
            Self::About => &["me", "someone-i-know", "someone-else", "the-place"],
            Self::When => &["now-going-on", "today", "this-week", "longer-ago"],
            Self::ByWhom => &[
                "resident",
                "visitor",
                "family",
                "works-here",
                "online",
                "government",
                "unknown",
            ],
            Self::Wish => &["help-me", "only-tell", "ask-me-first"],
            _ => &[],
        }
    }
}
