//! What the app is doing, as a pure state machine: no screen, no network, no clock, no randomness.
//!
//! # Where to start
//!
//! 1. [`Phase`]: the exclusive phases. What a person typed rides in every one of them as a [`Draft`], so that
//!    no failure can lose it.
//! 2. [`Event`]: what a person did, or what came back from outside.
//! 3. [`Effect`]: what the model asks of the outside.
//! 4. [`Model::update`]: the one door; it only delegates to the phases.
//!
//! Whatever can be derived is derived ([`Model::screen`], [`Model::route`]) and stored nowhere.

mod away;
mod choosing;
mod draft;
mod event;
mod files;
mod filling;
mod kept;
mod problem;
mod reading;
mod reviewing;
mod setting;
mod shifts;
mod step;
mod submitted;
#[cfg(test)]
mod tests;

pub use away::{GRACE_MILLIS, quiet_millis};
pub use choosing::Choosing;
pub use draft::Draft;
pub use event::{Effect, Event, GateAnswer, Handover};
pub use files::{Attached, FileId, FileState, Files, MOST_FILES};
pub use filling::Filling;
pub use kept::{ImportProblem, Kept, Outbox, Room};
pub use problem::{
    CleanProblem, RouteProblem, SiteProblem, StorageProblem, SubmitProblem, TextsError,
};
pub use reading::ScreenKind;
pub use reviewing::Reviewing;
pub use setting::{LastOutcome, OutboxSummary, Proof, Setting, SiteState};
pub use shifts::ThreeShifts;
pub use step::{Step, steps};
pub use submitted::{Delivery, Progress, Submitted};

use report::{Audience, Language};

/// The whole state of the app: what is known in every phase, and the phase.
#[derive(Debug)]
pub struct Model {
    setting: Setting,
    phase: Phase,
}

/// What the app is doing. Exactly one at a time.
#[derive(Debug)]
pub enum Phase {
    /// The texts of the first language are on their way; nothing can be said yet.
    Starting {
        /// What is typed: nothing so far.
        draft: Draft,
        /// Why the texts did not come, once that is known.
        failed: Option<TextsError>,
    },
    /// The danger question, before anything else. Its answer is kept nowhere but in where it leads.
    Gate(Draft),
    /// The 112 screen, with the way on to the form for after the call.
    Danger(Danger),
    /// What a resident should know before writing, in two views.
    Information {
        /// What is typed: nothing, or what was typed before the person went back.
        draft: Draft,
        /// Which of the two views.
        view: InformationView,
    },
    /// What it is about.
    Choosing(Choosing),
    /// One page of questions.
    Filling(Filling),
    /// The answers read back, and who will read them.
    Reviewing(Reviewing),
    /// A valid report is being sealed and stored.
    Submitting {
        /// The answers, kept until the envelope is stored.
        draft: Draft,
        /// How far it is, where it takes more than a moment.
        progress: Option<Progress>,
    },
    /// The sealed envelope is stored; the answers are gone.
    Submitted(Submitted),
    /// Staff look at what is kept on this device.
    Outbox(Outbox),
    /// Wiped and covered; the page is about to be replaced.
    Closed,
}

/// The 112 screen.
#[derive(Debug)]
pub struct Danger {
    /// What is typed.
    pub draft: Draft,
    /// Why it is shown.
    pub reason: DangerReason,
}

/// Why the 112 screen is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DangerReason {
    /// "Yes" to the danger question: 112 and nothing else.
    Yes,
    /// "Not sure": 112 with three examples.
    NotSure,
    /// A category was chosen in which a life is at risk.
    Category,
}

/// One of the two views a resident reads before writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InformationView {
    /// Danger, no names asked, who reads, what cannot be hidden.
    First,
    /// The rest.
    Second,
}

/// A new state and what it asks of the outside.
pub(crate) type Next = (Phase, Vec<Effect>);

impl Model {
    /// The app as it opens: for whom, at which site, in which language, and what it needs first.
    pub fn start(audience: Audience, site: String, language: Language) -> (Model, Vec<Effect>) {
        let setting = Setting::new(audience, site, language);
        let draft = setting.new_draft();
        let model = Model {
            setting,
            phase: Phase::Starting {
                draft,
                failed: None,
            },
        };
        let effects = vec![
            Effect::LoadTexts(language),
            Effect::LoadSite,
            Effect::TestStorage,
            Effect::DrainQueue,
        ];
        (model, effects)
    }

    /// Takes the model out of its place for an update; what is left behind holds nothing.
    pub fn take(&mut self) -> Model {
        let Setting {
            audience, language, ..
        } = self.setting;
        let setting = std::mem::replace(
            &mut self.setting,
            Setting::new(audience, String::new(), language),
        );
        let phase = std::mem::replace(&mut self.phase, Phase::Closed);
        Model { setting, phase }
    }

    /// What follows from an event.
    pub fn update(mut self, event: Event) -> (Model, Vec<Effect>) {
        let (phase, effects) = match event {
            // These come at any time and change what every phase knows.
            Event::SiteLoaded(result) => (self.phase, self.setting.site_loaded(result)),
            Event::StorageTested(result) => (self.phase, self.setting.storage_tested(result)),
            Event::OutboxChanged(summary) => {
                let before = std::mem::replace(&mut self.setting.outbox, summary);
                let effects = self.phase.outbox_changed(before, summary);
                (self.phase, effects)
            }
            Event::TextsLoaded(language, result) => {
                self.setting.texts_loaded(language, result, self.phase)
            }
            Event::EnvelopeQueued(Err(SubmitProblem::Storage(problem))) => {
                // Pressed once more, it is sent without being stored.
                self.setting.storage = Some(problem);
                self.phase.update(&self.setting, event)
            }
            Event::Received(proof) => (self.phase, self.setting.received(proof)),
            Event::Refused(digest) => (self.phase, self.setting.refused(digest)),
            Event::FileCleaned(id, result) => {
                if let Some(draft) = self.phase.draft_mut() {
                    draft.file_cleaned(id, result);
                }
                (self.phase, vec![])
            }
            Event::Away(away) => {
                self.setting.away = away && self.phase.is_private();
                (self.phase, vec![])
            }
            Event::Gone => self.phase.nobody_came_back(&self.setting),
            // Leaving wins over whatever is going on; the draft is dropped, and dropping wipes it.
            Event::CloseAtOnce => (
                Phase::Closed,
                vec![Effect::ForgetFiles, Effect::CloseAtOnce],
            ),
            Event::PageHidden => (Phase::Closed, vec![Effect::ForgetFiles, Effect::EndPost]),
            event => self.phase.update(&self.setting, event),
        };
        self.phase = phase;
        (self, effects)
    }
}

impl Phase {
    fn update(self, setting: &Setting, event: Event) -> Next {
        match (self, event) {
            // After "Close at once" nothing may bring anything back on the screen.
            (Phase::Closed, _) => (Phase::Closed, vec![]),
            (phase, Event::LanguageChosen(language)) => (phase, vec![Effect::LoadTexts(language)]),
            (phase, Event::RetryPressed) => setting.retry(phase),
            (Phase::Gate(draft), Event::GateAnswered(answer)) => {
                gate_answered(draft, answer, setting)
            }
            (Phase::Gate(draft), Event::OutboxPressed) if setting.audience == Audience::Staff => {
                Outbox::open(draft)
            }
            (Phase::Outbox(it), event) => it.update(setting, event),
            (Phase::Danger(it), event) => it.update(setting, event),
            (Phase::Information { draft, view }, event) => information(draft, view, setting, event),
            (Phase::Choosing(it), event) => it.update(setting, event),
            (Phase::Filling(it), event) => it.update(setting, event),
            (Phase::Reviewing(it), event) => it.update(setting, event),
            (Phase::Submitting { draft, .. }, Event::EnvelopeQueued(result)) => {
                submitted::queued(draft, result)
            }
            (Phase::Submitting { draft, .. }, Event::Progressed(progress)) => {
                let progress = Some(progress);
                (Phase::Submitting { draft, progress }, vec![])
            }
            // Whether it was in time is known when the answer comes.
            (phase @ Phase::Submitting { .. }, Event::StopPressed) => {
                (phase, vec![Effect::StopSealing])
            }
            (Phase::Submitted(it), event) => it.update(setting, event),
            // A late or doubled event (a second tap, an answer to a question that was left) must never
            // cost a person their answers.
            (phase, _) => (phase, vec![]),
        }
    }
}

fn gate_answered(draft: Draft, answer: GateAnswer, setting: &Setting) -> Next {
    let reason = match answer {
        GateAnswer::No => return past_the_gate(draft, setting),
        GateAnswer::Yes => DangerReason::Yes,
        GateAnswer::NotSure => DangerReason::NotSure,
    };
    (
        Phase::Danger(Danger { draft, reason }),
        vec![Effect::FocusHeading],
    )
}

/// Where the danger question leads once it is answered.
fn past_the_gate(draft: Draft, setting: &Setting) -> Next {
    let phase = match setting.audience {
        Audience::Resident => Phase::Information {
            draft,
            view: InformationView::First,
        },
        Audience::Staff => Phase::Choosing(Choosing::new(draft)),
    };
    // From here on something may be sent.
    (phase, vec![Effect::FocusHeading, Effect::GetReady])
}

impl Danger {
    fn update(self, setting: &Setting, event: Event) -> Next {
        let Danger { draft, reason } = self;
        match (event, reason) {
            (Event::ContinuePressed, DangerReason::Category) => Filling::begin(draft, setting),
            (Event::ContinuePressed, _) => past_the_gate(draft, setting),
            (Event::BackPressed, DangerReason::Category) => (
                Phase::Choosing(Choosing::new(draft)),
                vec![Effect::FocusHeading],
            ),
            (Event::BackPressed, _) => (Phase::Gate(draft), vec![Effect::FocusHeading]),
            // Nothing else can be pressed here.
            (_, reason) => (Phase::Danger(Danger { draft, reason }), vec![]),
        }
    }
}

fn information(draft: Draft, view: InformationView, setting: &Setting, event: Event) -> Next {
    debug_assert_eq!(
        setting.audience,
        Audience::Resident,
        "staff have no information screen"
    );
    let phase = match (event, view) {
        (Event::ContinuePressed, InformationView::First) => Phase::Information {
            draft,
            view: InformationView::Second,
        },
        (Event::ContinuePressed, InformationView::Second) => Phase::Choosing(Choosing::new(draft)),
        (Event::BackPressed, InformationView::Second) => Phase::Information {
            draft,
            view: InformationView::First,
        },
        (Event::BackPressed, InformationView::First) => Phase::Gate(draft),
        // Nothing else can be pressed here.
        (_, view) => return (Phase::Information { draft, view }, vec![]),
    };
    (phase, vec![Effect::FocusHeading])
}
