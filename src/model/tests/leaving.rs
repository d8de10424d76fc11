//! "Close at once", and events that come too late.

use report::{Audience, Category, FieldId, Language};

use super::super::{Model, Progress, TextsError, ThreeShifts};
use super::{Driver, Effect, Event, GateAnswer, ScreenKind, demo_site, outbox, sent, typed};

/// The app in every phase that holds answers.
fn everywhere() -> Vec<Driver> {
    let (model, _) = Model::start(Audience::Resident, "demo".to_owned(), Language::Dutch);
    let starting = Driver {
        model,
        effects: vec![],
    };
    let mut danger = Driver::at_the_gate(Audience::Staff);
    danger.event(Event::GateAnswered(GateAnswer::Yes));
    let mut information = Driver::at_the_gate(Audience::Resident);
    information.event(Event::GateAnswered(GateAnswer::No));
    let mut choosing = Driver::at_the_gate(Audience::Staff);
    choosing.event(Event::GateAnswered(GateAnswer::No));
    let mut submitting = Driver::resident_reviewing(Category::ThrPer);
    submitting.send();
    let mut submitted = Driver::resident_reviewing(Category::ThrPer);
    submitted.send();
    submitted.event(Event::EnvelopeQueued(Ok(sent())));
    vec![
        starting,
        Driver::at_the_gate(Audience::Resident),
        danger,
        information,
        choosing,
        Driver::staff_filling(Category::VexRec),
        Driver::resident_reviewing(Category::ThrPer),
        submitting,
        submitted,
    ]
}

/// One of each event that may come late, doubled, or on the wrong screen.
fn strays() -> Vec<Event> {
    vec![
        Event::EnvelopeQueued(Ok(sent())),
        Event::FileCleaned(1, Ok(())),
        Event::Progressed(Progress::Sending),
        Event::StopPressed,
        Event::TextsLoaded(Language::English, Ok(())),
        Event::TextsLoaded(Language::English, Err(TextsError::Unreachable)),
        Event::SiteLoaded(Ok(demo_site(2))),
        Event::OutboxChanged(outbox(3, 0)),
        Event::StorageTested(Ok(())),
        Event::LanguageChosen(Language::English),
        Event::RetryPressed,
        Event::ProblemPressed(FieldId::Happened, None),
    ]
}

#[test]
fn closing_wipes_from_everywhere_and_nothing_comes_back() {
    for mut driver in everywhere() {
        let from = driver.screen();
        driver.effects.clear();
        driver.event(Event::CloseAtOnce);
        assert_eq!(driver.screen(), ScreenKind::Closed, "from {from:?}");
        assert!(driver.model.draft().is_none(), "from {from:?}");
        assert!(
            matches!(
                driver.effects[..],
                [Effect::ForgetFiles, Effect::CloseAtOnce]
            ),
            "from {from:?}"
        );
        driver.effects.clear();
        driver.events(strays());
        driver.events([
            Event::AnotherPressed,
            Event::BackPressed,
            Event::ContinuePressed,
        ]);
        assert!(driver.effects.is_empty(), "from {from:?}");
        assert_eq!(driver.screen(), ScreenKind::Closed, "from {from:?}");
    }
}

#[test]
fn a_page_that_goes_out_of_sight_is_wiped() {
    for mut driver in everywhere() {
        driver.effects.clear();
        driver.event(Event::PageHidden);
        assert_eq!(driver.screen(), ScreenKind::Closed);
        assert!(driver.model.draft().is_none());
        let ended = matches!(driver.effects[..], [Effect::ForgetFiles, Effect::EndPost]);
        assert!(ended, "{:?}", driver.effects);
    }
}

#[test]
fn strays_cost_nobody_an_answer() {
    let mut driver = Driver::resident_filling(Category::ThrPer);
    driver.event(typed(FieldId::Happened, None, "what I saw"));
    let screen = driver.screen();
    driver.events(strays());
    driver.events([
        Event::GateAnswered(GateAnswer::Yes),
        Event::AnotherPressed,
        Event::ChangeCategoryPressed,
        Event::RemoveCardPressed,
        Event::AddCardPressed,
        Event::SendPressed {
            day: super::DAY.to_owned(),
        },
    ]);
    assert_eq!(driver.screen(), screen);
    assert_eq!(driver.text(FieldId::Happened, None), "what I saw");
    assert!(driver.submitted().is_none());
}

#[test]
fn three_presses_of_shift_and_nothing_less() {
    let cases: &[(&[(&str, f64)], bool)] = &[
        (&[("Shift", 0.0), ("Shift", 200.0), ("Shift", 400.0)], true),
        (
            &[("Shift", 0.0), ("Shift", 1_000.0), ("Shift", 2_000.0)],
            true,
        ),
        (
            &[("Shift", 0.0), ("Shift", 1_000.0), ("Shift", 2_001.0)],
            false,
        ),
        (&[("Shift", 0.0), ("Shift", 200.0)], false),
        (
            &[
                ("Shift", 0.0),
                ("A", 100.0),
                ("Shift", 200.0),
                ("Shift", 300.0),
            ],
            false,
        ),
        (
            &[
                ("Shift", 0.0),
                ("Shift", 5_000.0),
                ("Shift", 5_500.0),
                ("Shift", 6_000.0),
            ],
            true,
        ),
    ];
    for (presses, expected) in cases {
        let mut shifts = ThreeShifts::default();
        let fired = presses
            .iter()
            .map(|(key, at)| shifts.pressed(key, *at))
            .last();
        assert_eq!(fired, Some(*expected), "{presses:?}");
    }
}

#[test]
fn when_nobody_is_there_everything_is_wiped_after_a_warning() {
    for mut driver in everywhere() {
        let from = driver.screen();
        let private = !matches!(
            from,
            ScreenKind::Starting | ScreenKind::Gate | ScreenKind::Submitting
        );
        driver.effects.clear();
        driver.event(Event::Gone);
        assert_eq!(driver.screen(), from, "there was no warning yet");
        driver.event(Event::Away(true));
        assert_eq!(driver.model.setting().away, private, "from {from:?}");
        driver.event(Event::Away(false));
        assert!(!driver.model.setting().away);
        driver.events([Event::Away(true), Event::Gone]);
        let wiped = matches!(driver.effects[..], [Effect::ForgetFiles, Effect::StartOver]);
        assert_eq!(wiped, private, "from {from:?}");
        assert_eq!(driver.screen() == ScreenKind::Closed, private);
    }
}
