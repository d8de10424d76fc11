//! One page of questions at a time. Nothing is trimmed or refused while a person types.

use report::{PageId, Problem};

use super::step::{Step, is_optional, steps};
use super::{Choosing, Draft, Effect, Event, Next, Phase, Reviewing, Setting};

/// Filling in one page.
#[derive(Debug)]
pub struct Filling {
    /// What is typed.
    pub draft: Draft,
    /// Where the person is.
    pub step: Step,
    /// What was wrong when the person last wanted to go on.
    pub problems: Vec<Problem>,
    /// How often that was; a new count calls for attention again.
    pub refusals: usize,
    /// Whether the person came from the check and goes back to it.
    pub reviewed: bool,
}

impl Filling {
    pub(super) fn at(draft: Draft, step: Step, reviewed: bool) -> Next {
        let filling = Filling {
            draft,
            step,
            problems: vec![],
            refusals: 0,
            reviewed,
        };
        (Phase::Filling(filling), vec![Effect::FocusHeading])
    }

    /// The first page; without any, straight to the check.
    pub(super) fn begin(draft: Draft, _: &Setting) -> Next {
        match steps(&draft).first() {
            Some(step) => Filling::at(draft, *step, false),
            None => check(draft),
        }
    }

    /// The last page, on the way back from the check.
    pub(super) fn end(draft: Draft) -> Next {
        match steps(&draft).last() {
            Some(step) => Filling::at(draft, *step, false),
            None => check(draft),
        }
    }

    /// The first page on which something is missing; when nothing is, the check.
    pub(super) fn unfinished(draft: Draft) -> Next {
        let wrong = |it: &Step| !draft.answers().page_problems(it.page, it.card).is_empty();
        match steps(&draft).into_iter().find(wrong) {
            Some(step) => Filling::at(draft, step, true),
            None => check(draft),
        }
    }

    pub(super) fn update(mut self, setting: &Setting, event: Event) -> Next {
        match event {
            Event::TextTyped(field, card, text) => self.draft.type_text(field, card, text),
            Event::ChoicePicked(field, card, choice) => self.draft.pick(field, card, choice),
            Event::ChoiceTicked(field, card, choice, on) => {
                self.draft.tick(field, card, choice, on)
            }
            Event::UnknownTicked(field, card, on) => self.draft.tick_unknown(field, card, on),
            Event::RoleTicked(field, role, on) => self.draft.tick_role(field, &role, on),
            Event::ProblemPressed(field, card) => {
                return (
                    Phase::Filling(self),
                    vec![Effect::FocusProblem { field, card }],
                );
            }
            Event::ContinuePressed => return self.leave(Filling::on),
            Event::AddCardPressed => return self.leave(Filling::another_card),
            Event::SkipPressed => return self.skip(),
            Event::RemoveCardPressed => return self.without_card(),
            Event::BackPressed => return self.back(setting),
            // Buttons of other screens, and answers from outside that no longer matter here.
            _ => {}
        }
        (Phase::Filling(self), vec![])
    }

    /// Leaves the page if it is in order, else says what is not.
    fn leave(mut self, to: fn(Filling) -> Next) -> Next {
        self.problems = self
            .draft
            .answers()
            .page_problems(self.step.page, self.step.card);
        if self.problems.is_empty() {
            return to(self);
        }
        self.refusals += 1;
        (Phase::Filling(self), vec![])
    }

    fn on(self) -> Next {
        let Filling {
            draft,
            step,
            reviewed,
            ..
        } = self;
        if reviewed {
            return Filling::unfinished(draft);
        }
        let following = steps(&draft)
            .into_iter()
            .skip_while(|it| *it != step)
            .nth(1);
        match following {
            Some(next) => Filling::at(draft, next, false),
            None => check(draft),
        }
    }

    fn skip(mut self) -> Next {
        if !is_optional(self.step, &self.draft) {
            // A required page has no such button.
            return (Phase::Filling(self), vec![]);
        }
        for field in self.step.page.fields() {
            self.draft.clear(*field, self.step.card);
        }
        self.on()
    }

    fn another_card(mut self) -> Next {
        if self.step.page != PageId::Card {
            // Only a page of a statement has this button.
            return (Phase::Filling(self), vec![]);
        }
        self.draft.add_card();
        let last = self.draft.answers().cards() - 1;
        self.at_card(last)
    }

    fn without_card(mut self) -> Next {
        match self.step.card {
            Some(card) if self.draft.answers().cards() > 1 => {
                self.draft.remove_card(card);
                self.at_card(card.saturating_sub(1))
            }
            // One statement there must be.
            _ => (Phase::Filling(self), vec![]),
        }
    }

    fn at_card(self, card: usize) -> Next {
        let step = Step {
            page: PageId::Card,
            card: Some(card),
        };
        Filling::at(self.draft, step, self.reviewed)
    }

    fn back(self, _: &Setting) -> Next {
        let Filling {
            draft,
            step,
            reviewed,
            ..
        } = self;
        if reviewed {
            return check(draft);
        }
        let earlier = steps(&draft)
            .into_iter()
            .take_while(|it| *it != step)
            .last();
        match earlier {
            Some(step) => Filling::at(draft, step, false),
            None => (
                Phase::Choosing(Choosing::new(draft)),
                vec![Effect::FocusHeading],
            ),
        }
    }
}

fn check(draft: Draft) -> Next {
    (
        Phase::Reviewing(Reviewing::new(draft)),
        vec![Effect::FocusHeading],
    )
}
