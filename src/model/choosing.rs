//! What it is about: eight pictures and then a short list for residents, one grouped list for staff.

use report::{Audience, Category, Urgency};

use super::{
    Danger, DangerReason, Draft, Effect, Event, Filling, InformationView, Next, Phase, Reviewing,
    Setting,
};

/// Choosing what it is about.
#[derive(Debug)]
pub struct Choosing {
    /// What is typed.
    pub draft: Draft,
    /// Whether the person came from the check and goes back to it.
    pub reviewed: bool,
}

impl Choosing {
    pub(super) fn new(draft: Draft) -> Choosing {
        Choosing {
            draft,
            reviewed: false,
        }
    }

    pub(super) fn update(mut self, setting: &Setting, event: Event) -> Next {
        match event {
            Event::TilePicked(tile) if setting.audience == Audience::Resident => {
                self.draft.pick_tile(Some(tile));
                (Phase::Choosing(self), vec![Effect::FocusHeading])
            }
            Event::CategoryPicked(category) if setting.offers(category) => {
                self.picked(category, setting)
            }
            Event::BackPressed => self.back(setting),
            // Nothing else can be pressed here; a category that is not offered cannot be chosen.
            _ => (Phase::Choosing(self), vec![]),
        }
    }

    fn picked(self, category: Category, setting: &Setting) -> Next {
        let Choosing {
            mut draft,
            reviewed,
        } = self;
        draft.pick_category(category);
        if reviewed {
            return Filling::unfinished(draft);
        }
        // Where a life is at risk the form opens only after 112 was shown.
        if category.urgency() == Urgency::U0 {
            let danger = Danger {
                draft,
                reason: DangerReason::Category,
            };
            return (Phase::Danger(danger), vec![Effect::FocusHeading]);
        }
        Filling::begin(draft, setting)
    }

    fn back(self, setting: &Setting) -> Next {
        let Choosing {
            mut draft,
            reviewed,
        } = self;
        let phase = match (setting.audience, draft.tile()) {
            (Audience::Resident, Some(_)) => {
                draft.pick_tile(None);
                Phase::Choosing(Choosing { draft, reviewed })
            }
            _ if reviewed => Phase::Reviewing(Reviewing::new(draft)),
            (Audience::Resident, None) => Phase::Information {
                draft,
                view: InformationView::Second,
            },
            (Audience::Staff, _) => Phase::Gate(draft),
        };
        (phase, vec![Effect::FocusHeading])
    }
}
