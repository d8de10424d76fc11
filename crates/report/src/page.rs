//! Which questions are asked, on which page, and when.

use crate::answers::{Answer, Answers};
use crate::audience::Audience;
use crate::category::{Category, FourEyes};
use crate::field::FieldId;
use crate::word::words;

words! {
    /// One page of the form: one question, with the fields that belong to it.
    pub enum PageId by as_str {
        /// S1 to S3, once for each statement card.
        Card = "card",
        /// S4: when and how often.
        Period = "period",
        /// S5: where.
        Place = "place",
        /// S6: who it is about.
        Subject = "subject",
        /// S7: who is at risk.
        AtRisk = "at-risk",
        /// S8: the reporter's opinion.
        Opinion = "opinion",
        /// S9: what speaks against it.
        Against = "against",
        /// S10: what happened before.
        Before = "before",
        /// S11: what has been done.
        Done = "done",
        /// S12: whether the person knows.
        SubjectKnows = "subject-knows",
        /// S13: necessity.
        Necessity = "necessity",
        /// S14: danger when acted on.
        DangerIfActedOn = "danger-if-acted-on",
        /// S15: what is asked for.
        Request = "request",
        /// S16: the second reader.
        SecondReader = "second-reader",
        /// R1: what happened.
        Happened = "happened",
        /// R2: how the resident knows.
        ResidentSource = "how-known",
        /// R3: who it is about.
        About = "about",
        /// R4: when.
        When = "when",
        /// R5: who does it.
        ByWhom = "by-whom",
        /// R6: what the resident wants.
        Wish = "wish",
        /// R7: who must not read it, and who may read it too.
        Exclude = "exclude",
    }
}

impl PageId {
    /// The fields of the page, in the order in which they are asked.
    pub fn fields(self) -> &'static [FieldId] {
        use FieldId as F;
        match self {
            Self::Card => &[F::Observed, F::Source, F::SourceExperienced, F::SourceKnows],
            Self::Period => &[F::Period, F::Frequency],
            Self::Place => &[F::Place, F::PlaceDetail],
            Self::Subject => &[F::Subject, F::SubjectCertainty],
            Self::AtRisk => &[F::AtRisk],
            Self::Opinion => &[F::Opinion],
            Self::Against => &[F::Against],
            Self::Before => &[F::Before],
            Self::Done => &[F::Done, F::DoneDetail],
            Self::SubjectKnows => &[F::SubjectKnows, F::SubjectKnowsNot],
            Self::Necessity => &[F::Necessity],
            Self::DangerIfActedOn => &[F::DangerIfActedOn],
            Self::Request => &[F::Request],
            Self::SecondReader => &[F::SecondReader, F::SecondReaderNote],
            Self::Happened => &[F::Happened],
            Self::ResidentSource => &[F::ResidentSource],
            Self::About => &[F::About],
            Self::When => &[F::When],
            Self::ByWhom => &[F::ByWhom, F::ByWhomDetail],
            Self::Wish => &[F::Wish],
            Self::Exclude => &[F::Exclude, F::AlsoRead],
        }
    }
}

/// The whole staff list: a suspicion asks for care.
const STAFF_FULL: &[PageId] = &[
    PageId::Card,
    PageId::Period,
    PageId::Place,
    PageId::Subject,
    PageId::AtRisk,
    PageId::Opinion,
    PageId::Against,
    PageId::Before,
    PageId::Done,
    PageId::SubjectKnows,
    PageId::Necessity,
    PageId::DangerIfActedOn,
    PageId::Request,
];

/// The staff list for everything else.
const STAFF_SHORT: &[PageId] = &[
    PageId::Card,
    PageId::Period,
    PageId::Place,
    PageId::AtRisk,
    PageId::Done,
    PageId::DangerIfActedOn,
    PageId::Request,
];

const RESIDENT: &[PageId] = &[
    PageId::Happened,
    PageId::ResidentSource,
    PageId::About,
    PageId::When,
    PageId::ByWhom,
    PageId::Wish,
    PageId::Exclude,
];

/// The pages of the form, in order. While no category is chosen, the shortest list.
pub fn pages(audience: Audience, category: Option<Category>) -> Vec<PageId> {
    PageId::ALL
        .into_iter()
        .filter(|it| is_listed(*it, audience, category))
        .collect()
}

/// Whether a field has a place in the report as it stands now.
///
/// `card` is the number of the statement card for a field that stands on one, else nothing.
/// A field that is not asked is left out of the report, whatever was typed there before.
pub fn asked(field: FieldId, answers: &Answers, card: Option<usize>) -> bool {
    answers.has_place(field, card)
        && belongs(field, answers)
        && match field {
            FieldId::SourceExperienced | FieldId::SourceKnows => {
                chose(answers, FieldId::Source, card, "told")
            }
            FieldId::SubjectCertainty => names_somebody(answers),
            FieldId::SubjectKnowsNot => chose(answers, FieldId::SubjectKnows, None, "no"),
            _ => true,
        }
}

/// Whether a field is asked and a report cannot be without it.
pub fn required(field: FieldId, answers: &Answers, card: Option<usize>) -> bool {
    let optional = matches!(
        field,
        FieldId::PlaceDetail
            | FieldId::Opinion
            | FieldId::Before
            | FieldId::DoneDetail
            | FieldId::SecondReaderNote
            | FieldId::About
            | FieldId::When
            | FieldId::ByWhom
            | FieldId::ByWhomDetail
            | FieldId::Wish
            | FieldId::Exclude
            | FieldId::AlsoRead
            | FieldId::AnswerWanted
    );
    !optional && asked(field, answers, card)
}

/// Whether the page stands in the list for this audience and category.
pub(crate) fn is_listed(page: PageId, audience: Audience, category: Option<Category>) -> bool {
    match (audience, page) {
        (Audience::Resident, _) => RESIDENT.contains(&page),
        (Audience::Staff, PageId::SecondReader) => {
            category.is_some_and(|it| it.four_eyes() == FourEyes::PreSend)
        }
        (Audience::Staff, _) if category.is_some_and(asks_in_full) => STAFF_FULL.contains(&page),
        (Audience::Staff, _) => STAFF_SHORT.contains(&page),
    }
}

fn asks_in_full(category: Category) -> bool {
    matches!(
        category,
        Category::VexRec
            | Category::VexCon
            | Category::VexPst
            | Category::IdtDoc
            | Category::IdtTrv
            | Category::ExtSta
    )
}

/// Whether the field is for this audience and category at all.
fn belongs(field: FieldId, answers: &Answers) -> bool {
    if field == FieldId::AnswerWanted {
        return answers.audience() == Audience::Resident;
    }
    PageId::ALL
        .into_iter()
        .filter(|it| it.fields().contains(&field))
        .any(|it| is_listed(it, answers.audience(), answers.category))
}

/// Whether a resident said that they want an answer. Nobody else is asked.
pub(crate) fn wants_answer(answers: &Answers) -> bool {
    answers.audience() == Audience::Resident && chose(answers, FieldId::AnswerWanted, None, "yes")
}

fn chose(answers: &Answers, field: FieldId, card: Option<usize>, word: &str) -> bool {
    matches!(answers.get(field, card), Some(Answer::Choice(it)) if it.as_str() == word)
}

fn names_somebody(answers: &Answers) -> bool {
    matches!(answers.get(FieldId::Subject, None), Some(Answer::Text(it)) if !it.trim().is_empty())
}
