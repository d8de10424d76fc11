//! Runs of devices with nothing broken.

use faults::Flaws;

use crate::{verdict, verdict_of};

#[test]
fn nothing_is_lost_doubled_or_stuck_and_every_fault_was_there() {
    let verdict = verdict(3, 400, Flaws::default());
    assert!(verdict.holds(), "{verdict:#?}");
    let ended = verdict.delivered + verdict.needs_person;
    assert_eq!(ended, verdict.deliveries, "{verdict:#?}");
    assert!(verdict.delivered > 380, "{verdict:#?}");

    // A fault that is never injected proves nothing.
    let named = |part| verdict.faults.keys().filter(move |it| it.starts_with(part));
    assert_eq!(named("network: ").count(), 18, "{:#?}", verdict.faults);
    assert_eq!(named("intake: ").count(), 3, "{:#?}", verdict.faults);
    let of_wholes = named("device: ").filter(|it| !it.contains("parts"));
    assert_eq!(of_wholes.count(), 12, "{:#?}", verdict.faults);
    // New, again, refused for what it was, and no room.
    for status in [200, 201, 400] {
        assert!(verdict.answers.contains_key(&status), "{status}");
    }
}

#[test]
fn in_parts_nothing_is_lost_doubled_or_stuck_and_every_fault_hit_a_part() {
    let verdict = verdict_of((160, 2), 5, Flaws::default());
    assert!(verdict.holds(), "{verdict:#?}");
    assert!(verdict.large > 60, "{verdict:#?}");

    let named = |part| {
        let faults = verdict.faults_at_parts.keys();
        faults.filter(move |it| it.starts_with(part)).count()
    };
    assert_eq!(named("network: "), 18, "{:#?}", verdict.faults_at_parts);
    assert_eq!(named("intake: "), 3, "{:#?}", verdict.faults_at_parts);
    let while_written = verdict.faults.keys().filter(|it| it.contains("parts are"));
    assert_eq!(while_written.count(), 2, "{:#?}", verdict.faults);
    assert!(verdict.answers.contains_key(&202), "{:#?}", verdict.answers);
}
