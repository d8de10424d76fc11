//! From the check to the queue: nothing goes without a reader, nothing goes twice, nothing is lost on the way.

use report::{Answer, Audience, Category, FieldId};
use site::RouteError;

use super::super::{
    Delivery, LastOutcome, OutboxSummary, Phase, Proof, RouteProblem, SiteProblem, StorageProblem,
    SubmitProblem,
};
use super::{DAY, Driver, Effect, Event, ScreenKind, demo_site, outbox, sent};

#[test]
fn a_valid_report_is_handed_over_with_every_answer() {
    let mut driver = Driver::resident_reviewing(Category::ThrPer);
    driver.send();
    assert_eq!(driver.screen(), ScreenKind::Submitting);
    let report = driver.submitted().expect("a report is handed over");
    assert_eq!(report.audience(), Audience::Resident);
    assert_eq!(report.category(), Category::ThrPer);
    assert_eq!(report.day(), DAY);
    let happened = Answer::Text("He shouted at my neighbour.".to_owned());
    assert_eq!(report.get(FieldId::Happened, None), Some(&happened));
}

#[test]
fn a_second_tap_sends_nothing_twice() {
    let mut driver = Driver::resident_reviewing(Category::ThrPer);
    driver.send();
    driver.send();
    driver.event(Event::EnvelopeQueued(Ok(sent())));
    driver.send();
    driver.event(Event::EnvelopeQueued(Ok(sent())));
    let handed_over = driver
        .effects
        .iter()
        .filter(|it| matches!(it, Effect::Submit(_)))
        .count();
    assert_eq!(handed_over, 1);
    assert_eq!(driver.screen(), ScreenKind::Submitted);
}

#[test]
fn a_failed_handing_over_leads_back_with_every_answer() {
    let problems = [
        SubmitProblem::Route(RouteError::NobodyLeft),
        SubmitProblem::Seal,
        SubmitProblem::Report,
        SubmitProblem::Storage(StorageProblem::Missing),
        SubmitProblem::Storage(StorageProblem::Blocked),
        SubmitProblem::Storage(StorageProblem::Full),
        SubmitProblem::Storage(StorageProblem::Broken),
    ];
    for problem in problems {
        let mut driver = Driver::resident_reviewing(Category::ThrPer);
        driver.send();
        driver.event(Event::EnvelopeQueued(Err(problem)));
        assert_eq!(driver.screen(), ScreenKind::Review);
        assert_eq!(
            driver.model.reviewing().and_then(|it| it.failed),
            Some(problem)
        );
        assert_eq!(driver.model.refusals(), 1);
        assert_eq!(
            driver.text(FieldId::Happened, None),
            "He shouted at my neighbour."
        );
        driver.effects.clear();
        driver.send();
        assert!(driver.submitted().is_some(), "it can be tried again");
    }
}

#[test]
fn without_a_reader_nothing_is_sent_and_it_is_said_why() {
    let mut unreachable = Driver::resident_reviewing(Category::ThrPer);
    unreachable.model.setting.site = super::super::SiteState::Missing(SiteProblem::Unreachable);
    let mut waiting = Driver::resident_reviewing(Category::ThrPer);
    waiting.model.setting.site = super::super::SiteState::Waiting;
    let mut excluded = Driver::resident_reviewing(Category::ThrPer);
    excluded.event(Event::ChangePressed(report::PageId::Exclude, None));
    for role in demo_site(1).roles() {
        excluded.event(Event::RoleTicked(
            FieldId::Exclude,
            role.id().to_owned(),
            true,
        ));
    }
    excluded.event(Event::ContinuePressed);
    let cases = [
        (unreachable, RouteProblem::Site(SiteProblem::Unreachable)),
        (waiting, RouteProblem::Waiting),
        (excluded, RouteProblem::Route(RouteError::NobodyLeft)),
    ];
    for (mut driver, problem) in cases {
        assert_eq!(driver.model.route(DAY).err(), Some(problem));
        driver.effects.clear();
        driver.send();
        assert_eq!(driver.screen(), ScreenKind::Review);
        assert!(driver.submitted().is_none(), "{problem:?}");
        assert_eq!(driver.model.refusals(), 1);
        let asks_again = driver
            .effects
            .iter()
            .any(|it| matches!(it, Effect::LoadSite));
        assert_eq!(
            asks_again,
            !matches!(problem, RouteProblem::Route(_)),
            "{problem:?}"
        );
        assert_eq!(
            driver.text(FieldId::Happened, None),
            "He shouted at my neighbour."
        );
    }
}

#[test]
fn an_expired_list_of_readers_sends_nothing() {
    let mut driver = Driver::resident_reviewing(Category::ThrPer);
    driver.event(Event::SendPressed {
        day: "2027-02-23".to_owned(),
    });
    assert!(driver.submitted().is_none());
    assert_eq!(
        driver.model.route("2027-02-23").err(),
        Some(RouteProblem::Route(RouteError::Expired))
    );
    driver.event(Event::SendPressed {
        day: "2027-02-22".to_owned(),
    });
    assert!(driver.submitted().is_some(), "the last day still counts");
}

#[test]
fn received_is_said_only_on_the_receipt_for_this_very_envelope() {
    let stuck = |waiting, last| {
        let summary = OutboxSummary {
            last,
            ..outbox(waiting, 3)
        };
        Event::OutboxChanged(summary)
    };
    let receipt = |digest: String| {
        let receipt = "{}".to_owned();
        Event::Received(Proof { digest, receipt })
    };
    let refused = OutboxSummary {
        needs_person: 1,
        ..outbox(0, 0)
    };
    let cases = [
        (vec![], Delivery::Saved),
        (vec![Event::OutboxChanged(outbox(1, 3))], Delivery::Saved),
        (vec![Event::OutboxChanged(outbox(0, 4))], Delivery::Saved),
        (vec![Event::OutboxChanged(refused)], Delivery::Saved),
        (vec![stuck(1, LastOutcome::Unreachable)], Delivery::Waiting),
        (vec![stuck(1, LastOutcome::NotTheIntake)], Delivery::Waiting),
        (vec![stuck(1, LastOutcome::ReceiptWrong)], Delivery::Waiting),
        (vec![receipt("another".to_owned())], Delivery::Saved),
        (vec![receipt(sent())], Delivery::Received),
        // Another report waits: this one has arrived all the same.
        (
            vec![receipt(sent()), stuck(1, LastOutcome::Unreachable)],
            Delivery::Received,
        ),
        (vec![Event::Refused("another".to_owned())], Delivery::Saved),
        (vec![Event::Refused(sent())], Delivery::NeedsPerson),
    ];
    for (events, expected) in cases {
        let mut driver = Driver::resident_reviewing(Category::ThrPer);
        driver.send();
        driver.event(Event::EnvelopeQueued(Ok(sent())));
        driver.events(events);
        let submitted = driver.model.submitted().expect("it was handed over");
        assert_eq!(submitted.delivery(driver.model.setting()), expected);
    }
}

#[test]
fn a_receipt_that_is_faster_than_the_word_that_it_is_kept_is_not_lost() {
    let mut driver = Driver::resident_reviewing(Category::ThrPer);
    driver.send();
    let receipt = "{}".to_owned();
    let digest = sent();
    driver.event(Event::Received(Proof { digest, receipt }));
    driver.event(Event::EnvelopeQueued(Ok(sent())));
    let submitted = driver.model.submitted().expect("it was handed over");
    assert_eq!(
        submitted.delivery(driver.model.setting()),
        Delivery::Received
    );
}

#[test]
fn a_proof_can_be_saved_once_there_is_one_and_the_envelope_always() {
    let mut driver = Driver::resident_reviewing(Category::ThrPer);
    driver.send();
    driver.event(Event::EnvelopeQueued(Ok(sent())));
    driver.effects.clear();
    driver.event(Event::SaveProofPressed);
    assert!(driver.effects.is_empty());
    driver.event(Event::SaveEnvelopePressed);
    assert!(matches!(&driver.effects[..], [Effect::SaveEnvelope(it)] if *it == sent()));

    driver.effects.clear();
    let proof = Proof {
        digest: sent(),
        receipt: "{}".to_owned(),
    };
    driver.event(Event::Received(proof.clone()));
    driver.event(Event::SaveProofPressed);
    assert!(matches!(&driver.effects[..], [Effect::SaveProof(it)] if *it == proof));
}

#[test]
fn after_it_is_stored_the_answers_are_gone() {
    let mut driver = Driver::resident_reviewing(Category::ThrPer);
    driver.send();
    driver.event(Event::EnvelopeQueued(Ok(sent())));
    assert!(driver.model.draft().is_none());
    driver.event(Event::AnotherPressed);
    assert!(matches!(driver.model.phase(), Phase::Gate(_)));
    assert_eq!(driver.text(FieldId::Happened, None), "");
    assert_eq!(
        driver.model.draft().and_then(super::super::Draft::category),
        None
    );
}

#[test]
fn where_nothing_can_be_stored_it_is_sent_at_once() {
    let stored = |driver: &Driver| {
        let handed_over = driver.effects.iter().find_map(|it| match it {
            Effect::Submit(handover) => Some(handover.stored),
            _ => None,
        });
        handed_over.expect("it is handed over")
    };
    let mut driver = Driver::resident_reviewing(Category::ThrPer);
    driver.send();
    assert!(stored(&driver));
    // The test at the start went well, and the device is full all the same.
    let full = SubmitProblem::Storage(StorageProblem::Full);
    driver.event(Event::EnvelopeQueued(Err(full)));
    driver.effects.clear();
    driver.send();
    assert!(!stored(&driver));

    // Once there is room again, it is stored again.
    driver.event(Event::EnvelopeQueued(Err(SubmitProblem::StoppedSending)));
    driver.event(Event::StorageTested(Ok(())));
    driver.effects.clear();
    driver.send();
    assert!(stored(&driver));
}
