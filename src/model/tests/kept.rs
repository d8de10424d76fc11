//! The outbox as staff look at it.

use report::Audience;

use super::super::{ImportProblem, Kept};
use super::{Driver, Effect, Event, ScreenKind, outbox, sent};

fn looking() -> Driver {
    let mut driver = Driver::at_the_gate(Audience::Staff);
    driver.event(Event::OutboxPressed);
    assert_eq!(driver.screen(), ScreenKind::Outbox);
    assert!(matches!(
        driver.effects[..],
        [Effect::FocusHeading, Effect::ListKept]
    ));
    driver.effects.clear();
    driver
}

#[test]
fn only_staff_and_only_before_anything_is_typed() {
    let mut resident = Driver::at_the_gate(Audience::Resident);
    resident.event(Event::OutboxPressed);
    assert_eq!(resident.screen(), ScreenKind::Gate);
    let mut filling = Driver::staff_filling(report::Category::VexRec);
    let screen = filling.screen();
    filling.event(Event::OutboxPressed);
    assert_eq!(filling.screen(), screen);

    let mut driver = looking();
    driver.event(Event::BackPressed);
    assert_eq!(driver.screen(), ScreenKind::Gate);
}

#[test]
fn the_list_follows_what_is_delivered_and_not_every_try() {
    let mut driver = looking();
    for (summary, again) in [
        (outbox(2, 0), true),
        (outbox(2, 0), false),
        (outbox(1, 1), true),
    ] {
        driver.effects.clear();
        driver.event(Event::OutboxChanged(summary));
        assert_eq!(matches!(driver.effects[..], [Effect::ListKept]), again);
    }
}

#[test]
fn what_is_kept_can_be_saved_and_taken_over() {
    let mut driver = looking();
    let kept = vec![Kept {
        digest: sent(),
        refused: true,
        since: None,
    }];
    driver.event(Event::KeptListed(kept));
    driver.event(Event::SaveKeptPressed(sent()));
    assert!(matches!(&driver.effects[..], [Effect::SaveEnvelope(it)] if *it == sent()));
    for result in [Ok(()), Err(ImportProblem::NotAnEnvelope)] {
        driver.effects.clear();
        driver.events([Event::ImportPicked, Event::Imported(result)]);
        assert!(matches!(
            driver.effects[..],
            [Effect::ImportEnvelope, Effect::ListKept, Effect::DrainQueue]
        ));
    }
    assert_eq!(driver.screen(), ScreenKind::Outbox);
}
