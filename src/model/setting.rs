//! What every phase knows: for whom the form is, where, in which language, and how things stand outside.

use std::rc::Rc;

use report::{Audience, Category, Language};
use site::Site;

use super::problem::LanguageProblem;
use super::{Draft, Effect, Next, Phase, SiteProblem, StorageProblem, TextsError};

/// What is known in every phase.
#[derive(Debug)]
pub struct Setting {
    /// Who fills in the form.
    pub audience: Audience,
    /// The id of the site, as it stands in the report.
    pub site_id: String,
    /// The language on the screen.
    pub language: Language,
    /// A language that was chosen and could not be shown; the one on the screen stays.
    pub language_problem: Option<LanguageProblem>,
    /// The signed manifest of the site.
    pub site: SiteState,
    /// What is wrong with the device's storage, as far as known.
    pub storage: Option<StorageProblem>,
    /// Whether nobody has touched the device for long, and everything is soon wiped.
    pub away: bool,
    /// What waits on the device and what was received.
    pub outbox: OutboxSummary,
    /// The receipts that have come since the page was opened, the last few.
    pub proofs: Vec<Proof>,
    /// The names of envelopes that were refused for good since the page was opened.
    pub refused: Vec<String>,
}

/// The intake's signed word that it has an envelope. It was verified before it got here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The envelope's name.
    pub digest: String,
    /// The receipt, as JSON.
    pub receipt: String,
}

/// How many receipts are remembered: more than a person writes reports before looking.
const PROOFS: usize = 16;

/// The signed manifest of the site, and so who can read reports.
#[derive(Clone, Debug)]
pub enum SiteState {
    /// On its way.
    Waiting,
    /// Fetched and verified.
    Ready(Rc<Site>),
    /// Not there.
    Missing(SiteProblem),
}

/// What waits on the device and what became of what was sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OutboxSummary {
    /// Sealed envelopes stored on this device and not yet received.
    pub waiting: usize,
    /// Envelopes the intake signed a receipt for since the page was opened.
    pub received: usize,
    /// Envelopes the intake refused; kept, and in need of a person.
    pub needs_person: usize,
    /// How far the device is with the work that a busy intake asks for, in hundredths; nothing when
    /// it asks for none.
    pub working: Option<usize>,
    /// How the last try to deliver went.
    pub last: LastOutcome,
}

/// How the last try to deliver went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LastOutcome {
    /// None was made yet.
    #[default]
    NotTried,
    /// The intake answered as it should.
    Answered,
    /// No answer came.
    Unreachable,
    /// The intake asked to come back later.
    Busy,
    /// Something answered that is not the intake, a log-in page of a network for example.
    NotTheIntake,
    /// What looked like a receipt was none for what was sent.
    ReceiptWrong,
    /// The intake refused an envelope.
    Refused,
}

impl LastOutcome {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::NotTried,
        Self::Answered,
        Self::Unreachable,
        Self::Busy,
        Self::NotTheIntake,
        Self::ReceiptWrong,
        Self::Refused,
    ];

    /// Whether what waits will have to wait longer.
    pub fn is_stuck(self) -> bool {
        match self {
            LastOutcome::NotTried | LastOutcome::Answered => false,
            LastOutcome::Unreachable
            | LastOutcome::Busy
            | LastOutcome::NotTheIntake
            | LastOutcome::ReceiptWrong
            | LastOutcome::Refused => true,
        }
    }
}

impl Setting {
    pub(super) fn new(audience: Audience, site_id: String, language: Language) -> Setting {
        Setting {
            audience,
            site_id,
            language,
            language_problem: None,
            site: SiteState::Waiting,
            storage: None,
            away: false,
            outbox: OutboxSummary::default(),
            proofs: vec![],
            refused: vec![],
        }
    }

    /// An empty form.
    pub(super) fn new_draft(&self) -> Draft {
        Draft::new(self.audience, self.site_id.clone(), self.language)
    }

    /// The languages the form can be shown in here: those it has texts for, unless the site narrows them.
    pub fn languages(&self, installed: &[Language]) -> Vec<Language> {
        let wanted = |it: &&Language| match &self.site {
            SiteState::Ready(site) => site.languages().contains(it),
            SiteState::Waiting | SiteState::Missing(_) => true,
        };
        installed.iter().filter(wanted).copied().collect()
    }

    /// Whether a category can be chosen here: it is for this audience, and the site takes it.
    pub fn offers(&self, category: Category) -> bool {
        let taken = match &self.site {
            SiteState::Ready(site) => site.offers(self.audience, category),
            // Not known yet; whether it can be sent is said before sending.
            SiteState::Waiting | SiteState::Missing(_) => true,
        };
        taken && category.offered_to(self.audience)
    }

    pub(super) fn site_loaded(&mut self, result: Result<Rc<Site>, SiteProblem>) -> Vec<Effect> {
        self.site = match (&self.site, result) {
            // An older manifest could bring back a reader who was taken off.
            (SiteState::Ready(known), Ok(site)) if site.is_older_than(known) => return vec![],
            (_, Ok(site)) => SiteState::Ready(site),
            // A refresh that failed takes nothing away from the manifest that stands.
            (SiteState::Ready(_), Err(_)) => return vec![],
            (_, Err(problem)) => SiteState::Missing(problem),
        };
        vec![]
    }

    pub(super) fn storage_tested(&mut self, result: Result<(), StorageProblem>) -> Vec<Effect> {
        self.storage = result.err();
        vec![]
    }

    /// Everything that can be tried again, is.
    pub(super) fn retry(&self, phase: Phase) -> Next {
        let mut effects = vec![];
        if let Phase::Starting { .. } = phase {
            effects.push(Effect::LoadTexts(self.language));
        }
        if !matches!(self.site, SiteState::Ready(_)) {
            effects.push(Effect::LoadSite);
        }
        if self.storage.is_some() {
            effects.push(Effect::TestStorage);
        }
        effects.push(Effect::DrainQueue);
        (phase, effects)
    }

    pub(super) fn received(&mut self, proof: Proof) -> Vec<Effect> {
        if self.proofs.len() == PROOFS {
            self.proofs.remove(0);
        }
        self.proofs.push(proof);
        vec![]
    }

    pub(super) fn refused(&mut self, digest: String) -> Vec<Effect> {
        self.refused.push(digest);
        vec![]
    }

    pub(super) fn texts_loaded(
        &mut self,
        language: Language,
        result: Result<(), TextsError>,
        phase: Phase,
    ) -> Next {
        match (result, phase) {
            (Ok(()), mut phase) => {
                self.language = language;
                self.language_problem = None;
                if let Some(draft) = phase.draft_mut() {
                    draft.speak(language);
                }
                match phase {
                    Phase::Starting { draft, .. } => {
                        (Phase::Gate(draft), vec![Effect::FocusHeading])
                    }
                    phase => (phase, vec![]),
                }
            }
            (Err(error), Phase::Starting { draft, .. }) => (
                Phase::Starting {
                    draft,
                    failed: Some(error),
                },
                vec![],
            ),
            (Err(error), phase) => {
                self.language_problem = Some(LanguageProblem { language, error });
                (phase, vec![])
            }
        }
    }
}
