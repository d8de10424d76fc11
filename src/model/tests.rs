//! The model driven as a person drives it: events in, the screen and the effects out.

mod files;
mod form;
mod kept;
mod leaving;
mod outside;
mod readers;
mod sending;
mod walk;

use std::io::Cursor;
use std::rc::Rc;

use envelope::{Identity, Recipient};
use report::{Audience, Category, Choice, FieldId, Language};
use site::{OperatorKey, Site, demo, verify};

use super::{Effect, Event, GateAnswer, Model, OutboxSummary, ScreenKind};

/// A day within the demonstration site's manifest.
const DAY: &str = "2026-11-24";

/// A model and everything it asked for since it was last looked at.
struct Driver {
    model: Model,
    effects: Vec<Effect>,
}

impl Driver {
    /// The app with its texts there, at the danger question.
    fn at_the_gate(audience: Audience) -> Driver {
        let (model, effects) = Model::start(audience, demo::SITE.to_owned(), Language::Dutch);
        let mut driver = Driver { model, effects };
        driver.event(Event::TextsLoaded(Language::Dutch, Ok(())));
        driver.effects.clear();
        driver
    }

    /// The same with the demonstration site.
    fn with_site(audience: Audience) -> Driver {
        let mut driver = Driver::at_the_gate(audience);
        driver.event(Event::SiteLoaded(Ok(demo_site(1))));
        driver
    }

    /// A resident at the first question about this.
    fn resident_filling(category: Category) -> Driver {
        let mut driver = Driver::with_site(Audience::Resident);
        driver.events([
            Event::GateAnswered(GateAnswer::No),
            Event::ContinuePressed,
            Event::ContinuePressed,
            Event::TilePicked(report::Tile::T1),
            Event::CategoryPicked(category),
        ]);
        driver
    }

    /// Staff at the first question about this.
    fn staff_filling(category: Category) -> Driver {
        let mut driver = Driver::with_site(Audience::Staff);
        driver.events([
            Event::GateAnswered(GateAnswer::No),
            Event::CategoryPicked(category),
        ]);
        driver
    }

    /// A resident at the check with the required questions answered.
    fn resident_reviewing(category: Category) -> Driver {
        let mut driver = Driver::resident_filling(category);
        driver.events([
            typed(FieldId::Happened, None, "He shouted at my neighbour."),
            Event::ContinuePressed,
            picked(FieldId::ResidentSource, None, "saw-or-heard"),
            Event::ContinuePressed,
        ]);
        driver.continue_to_review();
        driver
    }

    /// Staff at the check with every question of a short list answered.
    fn staff_reviewing(category: Category) -> Driver {
        let mut driver = Driver::staff_filling(category);
        driver.events([
            typed(FieldId::Observed, Some(0), "words"),
            picked(FieldId::Source, Some(0), "own"),
            Event::ContinuePressed,
            picked(FieldId::Period, None, "today"),
            picked(FieldId::Frequency, None, "once"),
            Event::ContinuePressed,
            picked(FieldId::Place, None, "room"),
            Event::ContinuePressed,
            Event::UnknownTicked(FieldId::AtRisk, None, true),
            Event::ContinuePressed,
            Event::ChoiceTicked(FieldId::Done, None, choice(FieldId::Done, "nothing"), true),
            Event::ContinuePressed,
            Event::UnknownTicked(FieldId::DangerIfActedOn, None, true),
            Event::ContinuePressed,
            Event::ChoiceTicked(
                FieldId::Request,
                None,
                choice(FieldId::Request, "advice"),
                true,
            ),
            Event::ContinuePressed,
        ]);
        assert_eq!(driver.screen(), ScreenKind::Review);
        driver.effects.clear();
        driver
    }

    /// Skips what may be skipped until the check is reached.
    fn continue_to_review(&mut self) {
        for _ in 0..20 {
            if self.screen() == ScreenKind::Review {
                return;
            }
            self.event(Event::SkipPressed);
        }
        panic!("the check is never reached; stuck at {:?}", self.screen());
    }

    fn event(&mut self, event: Event) {
        let (model, effects) = self.model.take().update(event);
        self.model = model;
        self.effects.extend(effects);
    }

    fn events(&mut self, events: impl IntoIterator<Item = Event>) {
        for event in events {
            self.event(event);
        }
    }

    fn screen(&self) -> ScreenKind {
        self.model.screen()
    }

    fn text(&self, field: FieldId, card: Option<usize>) -> &str {
        self.model.draft().map_or("", |it| it.text(field, card))
    }

    fn send(&mut self) {
        self.event(Event::SendPressed {
            day: DAY.to_owned(),
        });
    }

    /// The report that was asked to be sent, if one was.
    fn submitted(&self) -> Option<&report::Report> {
        self.effects.iter().find_map(|it| match it {
            Effect::Submit(handover) => Some(&handover.report),
            _ => None,
        })
    }

    /// The keys that this report is sealed to.
    fn sealed_to(&self) -> Vec<Recipient> {
        let report = self.submitted().expect("a report is handed over");
        let site = self.model.site().expect("the site is there");
        crate::submit::readers(report, site).expect("there is a route")
    }
}

fn typed(field: FieldId, card: Option<usize>, text: &str) -> Event {
    Event::TextTyped(field, card, text.to_owned())
}

fn picked(field: FieldId, card: Option<usize>, word: &str) -> Event {
    Event::ChoicePicked(field, card, choice(field, word))
}

fn choice(field: FieldId, word: &str) -> Choice {
    field
        .choice(word)
        .expect("the test names a choice of the field")
}

/// The name of an envelope.
fn sent() -> String {
    "abababababababababababababababababababababababababababababababab".to_owned()
}

fn outbox(waiting: usize, received: usize) -> OutboxSummary {
    OutboxSummary {
        waiting,
        received,
        ..OutboxSummary::default()
    }
}

/// The demonstration site in this edition, signed and verified.
fn demo_site(sequence: u64) -> Rc<Site> {
    let person = || {
        Identity::generate()
            .expect("the system has randomness")
            .recipient()
    };
    let holders: Vec<_> = demo::reading_roles()
        .into_iter()
        .map(|role| (role, vec![person(), person()]))
        .collect();
    let manifest = demo::manifest(&demo::Demo {
        issued: "2026-11-24",
        expires: "2027-02-22",
        sequence,
        receipt_key: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        holders: &holders,
    });
    let keys = minisign::KeyPair::generate_unencrypted_keypair().expect("a key pair can be made");
    let signature = minisign::sign(None, &keys.sk, Cursor::new(&manifest), None, None)
        .expect("the manifest can be signed")
        .into_string();
    let operator: OperatorKey = keys
        .pk
        .to_base64()
        .parse()
        .expect("minisign's own key is a key");
    Rc::new(
        verify(&manifest, &signature, &operator).expect("the demonstration manifest is in order"),
    )
}
