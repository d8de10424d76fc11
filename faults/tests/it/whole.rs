//! Runs of devices with nothing broken.

use faults::Flaws;

use crate::verdict;

#[test]
fn nothing_is_lost_doubled_or_stuck_and_every_fault_was_there() {
    let verdict = verdict(3, 400, Flaws::default());
    assert!(verdict.holds(), "{verdict:#?}");
    let ended = verdict.delivered + verdict.needs_person;
    assert_eq!(ended, verdict.deliveries, "{verdict:#?}");
    assert!(verdict.delivered > 380, "{verdict:#?}");

    // A fault that is never injected proves nothing.
    let named = |part| verdict.faults.keys().filter(move |it| it.starts_with(part));
    assert_eq!(named("network: ").count(), 16, "{:#?}", verdict.faults);
    assert_eq!(named("intake: ").count(), 3, "{:#?}", verdict.faults);
    assert_eq!(named("device: ").count(), 12, "{:#?}", verdict.faults);
    // New, again, refused for what it was, and no room.
    for status in [200, 201, 400] {
        assert!(verdict.answers.contains_key(&status), "{status}");
    }
}
