//! From what was typed to a report that can be sent: the only way to make one.

mod tidy;

use crate::answers::{Answers, Fields};
use crate::codec;
use crate::field::FieldId;
use crate::page::{PageId, asked, pages, required, wants_answer};
use crate::report::Report;
use crate::written::{is_day, is_id};

use tidy::tidy;

/// What keeps answers from being a report. It names the field and never what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The field it is about; nothing when it is about the whole.
    pub field: Option<FieldId>,
    /// The number of the statement card, from 0, for a field that stands on one.
    pub card: Option<usize>,
    /// What is wrong.
    pub kind: ProblemKind,
}

/// What is wrong with an answer, or with all of them together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// No category was chosen.
    CategoryMissing,
    /// A field without which there is no report has no answer.
    Required,
    /// A text is too long.
    TooLong {
        /// The most characters (Unicode scalar values) the field takes.
        max_chars: usize,
    },
    /// The answer, or the category when no field is named, is not one that is offered here.
    NotOffered,
    /// All texts together are longer than [`MAX_REPORT_LEN`](crate::MAX_REPORT_LEN) bytes.
    ReportTooLong,
    /// The site's id does not have the form of an id; the program's fault, not the reporter's.
    SiteMalformed,
    /// The day is not a day as `YYYY-MM-DD`; the program's fault, not the reporter's.
    DayMalformed,
}

/// Makes a report of the answers, or names everything that keeps them from being one.
///
/// `day` is the day of the device, as `YYYY-MM-DD`.
/// Texts lose the blanks around them; blank texts and fields that are not asked are left out.
///
/// # Errors
///
/// Every [`Problem`], at least one, in the order of the pages.
pub fn validate(answers: &Answers, day: &str) -> Result<Report, Vec<Problem>> {
    let mut problems = Vec::new();
    let whole = |kind| Problem {
        field: None,
        card: None,
        kind,
    };
    if !is_id(answers.site()) {
        problems.push(whole(ProblemKind::SiteMalformed));
    }
    if !is_day(day) {
        problems.push(whole(ProblemKind::DayMalformed));
    }
    match answers.category {
        None => problems.push(whole(ProblemKind::CategoryMissing)),
        Some(it) if !it.offered_to(answers.audience()) => {
            problems.push(whole(ProblemKind::NotOffered));
        }
        Some(_) => {}
    }
    for page in pages(answers.audience(), answers.category) {
        if page == PageId::Card {
            problems
                .extend((0..answers.cards()).flat_map(|it| answers.page_problems(page, Some(it))));
        } else {
            problems.extend(answers.page_problems(page, None));
        }
    }
    let Some(category) = answers.category.filter(|_| problems.is_empty()) else {
        return Err(problems);
    };
    let report = Report {
        audience: answers.audience(),
        site: answers.site().to_owned(),
        language: answers.language,
        day: day.to_owned(),
        category,
        reply: answers.reply.clone().filter(|_| wants_answer(answers)),
        cards: (0..answers.cards())
            .map(|it| kept(answers, Some(it)))
            .collect(),
        fields: kept(answers, None),
    };
    match codec::encode(&report) {
        Some(_) => Ok(report),
        None => Err(vec![whole(ProblemKind::ReportTooLong)]),
    }
}

impl Answers {
    /// What is wrong on one page. `card` is the number of the card for [`PageId::Card`].
    pub fn page_problems(&self, page: PageId, card: Option<usize>) -> Vec<Problem> {
        page.fields()
            .iter()
            .filter_map(|field| {
                let kind = self.problem(*field, card)?;
                Some(Problem {
                    field: Some(*field),
                    card,
                    kind,
                })
            })
            .collect()
    }

    fn problem(&self, field: FieldId, card: Option<usize>) -> Option<ProblemKind> {
        if !asked(field, self, card) {
            return None;
        }
        match self.get(field, card).map_or(Ok(None), |it| tidy(field, it)) {
            Err(kind) => Some(kind),
            Ok(None) if required(field, self, card) => Some(ProblemKind::Required),
            Ok(_) => None,
        }
    }
}

/// The answers of one place that are asked and not blank, tidied.
fn kept(answers: &Answers, card: Option<usize>) -> Fields {
    let mut fields = Fields::default();
    for field in FieldId::ALL {
        if asked(field, answers, card)
            && let Some(answer) = answers.get(field, card)
            && let Ok(Some(answer)) = tidy(field, answer)
        {
            fields.set(field, answer);
        }
    }
    fields
}
