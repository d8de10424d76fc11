//! The pages of the form in order, with the statements of staff counted out.

use report::{FieldId, PageId, pages};

use super::Draft;

/// One page of questions as it is walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The page.
    pub page: PageId,
    /// Which statement it asks about, counted from 0, where it asks about one.
    pub card: Option<usize>,
}

impl Step {
    /// Whether a field of this statement (or of the report) stands on this page.
    pub fn holds(self, field: FieldId, card: Option<usize>) -> bool {
        self.card == card && self.page.fields().contains(&field)
    }
}

/// Every page that is asked, in order.
pub fn steps(draft: &Draft) -> Vec<Step> {
    let answers = draft.answers();
    let mut steps = vec![];
    for page in pages(answers.audience(), draft.category()) {
        if page == PageId::Card {
            steps.extend((0..answers.cards()).map(|card| Step {
                page,
                card: Some(card),
            }));
        } else {
            steps.push(Step { page, card: None });
        }
    }
    steps
}

/// Whether a page may be left without an answer: nothing on it is required.
pub(super) fn is_optional(step: Step, draft: &Draft) -> bool {
    let required = |field: &FieldId| report::required(*field, draft.answers(), step.card);
    !step.page.fields().iter().any(required)
}
