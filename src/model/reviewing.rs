//! The answers read back, and who will read them, before anything is sealed.

use report::{FieldId, Problem, Report, validate};

use super::step::{Step, steps};
use super::{
    Choosing, Draft, Effect, Event, Filling, Handover, Next, Phase, Setting, SiteState,
    SubmitProblem,
};

/// Checking the answers.
#[derive(Debug)]
pub struct Reviewing {
    /// What is typed.
    pub draft: Draft,
    /// What was wrong when the person last wanted to send.
    pub problems: Vec<Problem>,
    /// Why the last try to hand the report over failed.
    pub failed: Option<SubmitProblem>,
    /// How often sending was refused; a new count calls for attention again.
    pub refusals: usize,
}

impl Reviewing {
    pub(super) fn new(draft: Draft) -> Reviewing {
        Reviewing {
            draft,
            problems: vec![],
            failed: None,
            refusals: 0,
        }
    }

    /// Back from a report that could not be handed over, with every answer.
    pub(super) fn after(draft: Draft, problem: SubmitProblem, refusals: usize) -> Reviewing {
        Reviewing {
            failed: Some(problem),
            refusals: refusals + 1,
            ..Reviewing::new(draft)
        }
    }

    pub(super) fn update(mut self, setting: &Setting, event: Event) -> Next {
        let files = self.draft.files_mut();
        match event {
            Event::FilesPicked if setting.takes_files() => {
                return (Phase::Reviewing(self), vec![Effect::TakeFiles]);
            }
            Event::FilesTaken(taken) => files.add(taken),
            Event::OriginalsTicked(on) => files.tick_originals(on),
            Event::FileRemoved(id) => {
                files.remove(id);
                return (Phase::Reviewing(self), vec![Effect::ForgetFile(id)]);
            }
            event => return self.go(setting, event),
        }
        (Phase::Reviewing(self), vec![])
    }

    fn go(self, setting: &Setting, event: Event) -> Next {
        match event {
            Event::SendPressed { day } => self.send(setting, &day),
            Event::ChangePressed(page, card) => Filling::at(self.draft, Step { page, card }, true),
            Event::ProblemPressed(field, card) => self.mend(field, card),
            Event::ChangeCategoryPressed => {
                let choosing = Choosing {
                    draft: self.draft,
                    reviewed: true,
                };
                (Phase::Choosing(choosing), vec![Effect::FocusHeading])
            }
            Event::BackPressed => Filling::end(self.draft),
            // Answers are changed on their own page, not here.
            _ => (Phase::Reviewing(self), vec![]),
        }
    }

    fn send(mut self, setting: &Setting, day: &str) -> Next {
        self.failed = None;
        self.problems = vec![];
        if setting.route(&self.draft, day).is_err() {
            // Why is derived and shown; a site that is not there is asked for once more.
            self.refusals += 1;
            let ask = !matches!(setting.site, SiteState::Ready(_));
            let effects = if ask { vec![Effect::LoadSite] } else { vec![] };
            return (Phase::Reviewing(self), effects);
        }
        if let Some(problem) = self.files_problem(setting) {
            return (
                Phase::Reviewing(Reviewing::after(self.draft, problem, self.refusals)),
                vec![],
            );
        }
        match validate(self.draft.answers(), day) {
            Ok(report) => hand_over(self.draft, report, setting.storage.is_none()),
            Err(problems) => {
                self.problems = problems;
                self.refusals += 1;
                (Phase::Reviewing(self), vec![])
            }
        }
    }

    /// What keeps the files from being sealed, as far as that can be known beforehand.
    fn files_problem(&self, setting: &Setting) -> Option<SubmitProblem> {
        let files = self.draft.files();
        if files.is_checking() {
            return Some(SubmitProblem::FilesNotReady);
        }
        let most = setting.most_content().unwrap_or(u64::MAX);
        (files.size() > most).then_some(SubmitProblem::TooLarge)
    }

    /// To the page a problem is on.
    fn mend(self, field: FieldId, card: Option<usize>) -> Next {
        match steps(&self.draft)
            .into_iter()
            .find(|it| it.holds(field, card))
        {
            Some(step) => {
                let (phase, _) = Filling::at(self.draft, step, true);
                (phase, vec![Effect::FocusProblem { field, card }])
            }
            // A problem with a field that is not asked has no page to go to.
            None => (Phase::Reviewing(self), vec![]),
        }
    }
}

fn hand_over(draft: Draft, report: Report, stored: bool) -> Next {
    let files = draft.files();
    let handover = Handover {
        report,
        files: files.sent(),
        originals: files.originals(),
        stored,
    };
    let phase = Phase::Submitting {
        draft,
        progress: None,
    };
    let submit = Effect::Submit(Box::new(handover));
    (phase, vec![Effect::FocusHeading, submit])
}
