//! What the view may know: everything derived from the state, nothing stored for it.

use report::{FieldId, PageId, Problem, Tile};
use site::{Role, Route, RouteError, Site};

use super::step::{is_optional, steps};
use super::{
    DangerReason, Draft, Filling, InformationView, Model, Phase, Reviewing, RouteProblem, Setting,
    SiteState, Submitted,
};
use report::Audience;

/// Which screen is shown: as much as is needed to choose it, and no more, so that typing changes none of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScreenKind {
    /// Nothing can be said yet.
    Starting,
    /// The danger question.
    Gate,
    /// The 112 screen.
    Danger(DangerReason),
    /// What a resident should know.
    Information(InformationView),
    /// The eight pictures.
    Tiles,
    /// The list of categories: those of a picture, or all of them for staff.
    Categories(Option<Tile>),
    /// A page of questions, and the statement it asks about.
    Question(PageId, Option<usize>),
    /// Check answers.
    Review,
    /// Being sealed and stored.
    Submitting,
    /// Handed over.
    Submitted,
    /// What is kept on this device.
    Outbox,
    /// Wiped.
    Closed,
}

impl Model {
    /// What every phase knows.
    pub fn setting(&self) -> &Setting {
        &self.setting
    }

    /// The phase.
    pub fn phase(&self) -> &Phase {
        &self.phase
    }

    /// Which screen is shown.
    pub fn screen(&self) -> ScreenKind {
        match &self.phase {
            Phase::Starting { .. } => ScreenKind::Starting,
            Phase::Gate(_) => ScreenKind::Gate,
            Phase::Danger(it) => ScreenKind::Danger(it.reason),
            Phase::Information { view, .. } => ScreenKind::Information(*view),
            Phase::Choosing(it) => match (self.setting.audience, it.draft.tile()) {
                (Audience::Resident, None) => ScreenKind::Tiles,
                (Audience::Resident, tile) => ScreenKind::Categories(tile),
                (Audience::Staff, _) => ScreenKind::Categories(None),
            },
            Phase::Filling(it) => ScreenKind::Question(it.step.page, it.step.card),
            Phase::Reviewing(_) => ScreenKind::Review,
            Phase::Submitting { .. } => ScreenKind::Submitting,
            Phase::Submitted(_) => ScreenKind::Submitted,
            Phase::Outbox(_) => ScreenKind::Outbox,
            Phase::Closed => ScreenKind::Closed,
        }
    }

    /// What is typed, in the phases that have it.
    pub fn draft(&self) -> Option<&Draft> {
        self.phase.draft()
    }

    /// The page being filled in.
    pub fn filling(&self) -> Option<&Filling> {
        match &self.phase {
            Phase::Filling(it) => Some(it),
            _ => None,
        }
    }

    /// The check.
    pub fn reviewing(&self) -> Option<&Reviewing> {
        match &self.phase {
            Phase::Reviewing(it) => Some(it),
            _ => None,
        }
    }

    /// The report that was handed over.
    pub fn submitted(&self) -> Option<&Submitted> {
        match &self.phase {
            Phase::Submitted(it) => Some(it),
            _ => None,
        }
    }

    /// What is wrong on this screen, in the order of the questions.
    pub fn problems(&self) -> &[Problem] {
        match &self.phase {
            Phase::Filling(it) => &it.problems,
            Phase::Reviewing(it) => &it.problems,
            _ => &[],
        }
    }

    /// What is wrong with one field.
    pub fn problem_at(&self, field: FieldId, card: Option<usize>) -> Option<Problem> {
        let here = |it: &&Problem| it.field == Some(field) && it.card == card;
        self.problems().iter().find(here).copied()
    }

    /// How often going on was refused on this screen.
    pub fn refusals(&self) -> usize {
        match &self.phase {
            Phase::Filling(it) => it.refusals,
            Phase::Reviewing(it) => it.refusals,
            _ => 0,
        }
    }

    /// Where the person is among the pages: which one, counted from 1, and of how many.
    pub fn progress(&self) -> Option<(usize, usize)> {
        let filling = self.filling()?;
        let steps = steps(&filling.draft);
        let at = steps.iter().position(|it| *it == filling.step)?;
        Some((at + 1, steps.len()))
    }

    /// Whether the page on the screen may be left unanswered.
    pub fn is_optional_page(&self) -> bool {
        self.filling()
            .is_some_and(|it| is_optional(it.step, &it.draft))
    }

    /// Whether anything on the page on the screen is answered.
    pub fn has_answer_on_page(&self) -> bool {
        self.filling().is_some_and(|it| {
            let answered = |field: &FieldId| it.draft.answers().get(*field, it.step.card).is_some();
            it.step.page.fields().iter().any(answered)
        })
    }

    /// What stands in the way of sending anything at all on this day, as far as known before a subject is chosen.
    pub fn obstacle(&self, day: &str) -> Option<RouteProblem> {
        match &self.setting.site {
            SiteState::Waiting => None,
            SiteState::Missing(problem) => Some(RouteProblem::Site(*problem)),
            SiteState::Ready(site) => site
                .is_expired(day)
                .then_some(RouteProblem::Route(RouteError::Expired)),
        }
    }

    /// The site, once it is there.
    pub fn site(&self) -> Option<&Site> {
        match &self.setting.site {
            SiteState::Ready(site) => Some(site),
            SiteState::Waiting | SiteState::Missing(_) => None,
        }
    }

    /// Who would read the report as it stands, on this day of the device (`YYYY-MM-DD`).
    pub fn route(&self, day: &str) -> Result<Route, RouteProblem> {
        match self.draft() {
            Some(draft) => self.setting.route(draft, day),
            None => Err(RouteProblem::NoCategory),
        }
    }

    /// The roles that read the report only if the resident chooses so.
    pub fn on_choice(&self, day: &str) -> Vec<&Role> {
        let category = self.draft().and_then(Draft::category);
        let both = self.site().zip(category);
        both.map_or_else(Vec::new, |(site, category)| {
            site.on_choice(category, day).collect()
        })
    }

    /// Whether a field is asked, of the report as it stands and at this site.
    pub fn asks(&self, field: FieldId, card: Option<usize>, day: &str) -> bool {
        let asked = |it: &Draft| report::asked(field, it.answers(), card);
        self.draft().is_some_and(asked)
            && (field != FieldId::AlsoRead || !self.on_choice(day).is_empty())
    }
}

impl Setting {
    /// Who would read this report on this day.
    pub(super) fn route(&self, draft: &Draft, day: &str) -> Result<Route, RouteProblem> {
        let site = match &self.site {
            SiteState::Ready(site) => site,
            SiteState::Waiting => return Err(RouteProblem::Waiting),
            SiteState::Missing(problem) => return Err(RouteProblem::Site(*problem)),
        };
        let category = draft.category().ok_or(RouteProblem::NoCategory)?;
        site.route(self.audience, category, draft.wishes(), day)
            .map_err(RouteProblem::Route)
    }
}

impl Phase {
    /// What is typed, in the phases that have it.
    pub fn draft(&self) -> Option<&Draft> {
        match self {
            Phase::Starting { draft, .. }
            | Phase::Gate(draft)
            | Phase::Information { draft, .. }
            | Phase::Submitting { draft, .. } => Some(draft),
            Phase::Danger(it) => Some(&it.draft),
            Phase::Choosing(it) => Some(&it.draft),
            Phase::Filling(it) => Some(&it.draft),
            Phase::Reviewing(it) => Some(&it.draft),
            Phase::Outbox(it) => Some(&it.draft),
            Phase::Submitted(_) | Phase::Closed => None,
        }
    }

    pub(super) fn draft_mut(&mut self) -> Option<&mut Draft> {
        match self {
            Phase::Starting { draft, .. }
            | Phase::Gate(draft)
            | Phase::Information { draft, .. }
            | Phase::Submitting { draft, .. } => Some(draft),
            Phase::Danger(it) => Some(&mut it.draft),
            Phase::Choosing(it) => Some(&mut it.draft),
            Phase::Filling(it) => Some(&mut it.draft),
            Phase::Reviewing(it) => Some(&mut it.draft),
            Phase::Outbox(it) => Some(&mut it.draft),
            Phase::Submitted(_) | Phase::Closed => None,
        }
    }
}
