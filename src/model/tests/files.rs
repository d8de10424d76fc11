//! Files that go along: who may add them, what is sent of them, and how long they are remembered.

use report::{Audience, Category};
use zeroize::Zeroizing;

use super::super::Handover;
use super::super::{
    Attached, CleanProblem, FileId, FileState, MOST_FILES, Progress, SubmitProblem,
};
use super::{Driver, Effect, Event, ScreenKind, sent};

fn picked(id: FileId, size: u64) -> Attached {
    Attached {
        id,
        name: Zeroizing::new("a.jpg".to_owned()),
        size,
        state: FileState::Checking,
    }
}

fn states(driver: &Driver) -> Vec<FileState> {
    let draft = driver.model.draft().expect("the answers are there");
    draft.files().all().iter().map(|it| it.state).collect()
}

fn handed_over(driver: &Driver) -> Option<&Handover> {
    driver.effects.iter().find_map(|it| match it {
        Effect::Submit(handover) => Some(&**handover),
        _ => None,
    })
}

fn failed(driver: &Driver) -> Option<SubmitProblem> {
    driver.model.reviewing().and_then(|it| it.failed)
}

#[test]
fn residents_add_nothing_unless_the_operator_wants_it() {
    let mut resident = Driver::resident_reviewing(Category::ThrPer);
    resident.effects.clear();
    resident.event(Event::FilesPicked);
    assert!(resident.effects.is_empty());
    assert!(!resident.model.setting().takes_files());

    let mut staff = Driver::staff_reviewing(Category::AdvAsk);
    assert!(staff.model.setting().takes_files());
    staff.effects.clear();
    staff.event(Event::FilesPicked);
    assert!(matches!(staff.effects[..], [Effect::TakeFiles]));
}

#[test]
fn what_is_refused_is_not_sent() {
    let results = [
        (Ok(()), Audience::Staff, FileState::Clean),
        (
            Err(CleanProblem::NoPicture),
            Audience::Staff,
            FileState::AsIs,
        ),
        (
            Err(CleanProblem::Unclean),
            Audience::Staff,
            FileState::Refused(CleanProblem::Unclean),
        ),
        (
            Err(CleanProblem::Unreadable),
            Audience::Staff,
            FileState::Refused(CleanProblem::Unreadable),
        ),
        (Ok(()), Audience::Resident, FileState::Clean),
        (
            Err(CleanProblem::NoPicture),
            Audience::Resident,
            FileState::Refused(CleanProblem::NoPicture),
        ),
    ];
    for (result, audience, expected) in results {
        let mut driver = match audience {
            Audience::Staff => Driver::staff_reviewing(Category::AdvAsk),
            Audience::Resident => Driver::resident_reviewing(Category::ThrPer),
        };
        driver.event(Event::FilesTaken(vec![picked(1, 10)]));
        driver.event(Event::FileCleaned(1, result));
        assert_eq!(states(&driver), [expected]);
        driver.send();
        let handover = handed_over(&driver).expect("it is handed over");
        assert_eq!(handover.files.is_empty(), !expected.is_sent());
    }
}

#[test]
fn nothing_is_sent_before_every_file_was_looked_at() {
    let mut driver = Driver::staff_reviewing(Category::AdvAsk);
    driver.event(Event::FilesTaken(vec![picked(1, 10), picked(2, 10)]));
    driver.event(Event::FileCleaned(2, Ok(())));
    driver.send();
    assert_eq!(failed(&driver), Some(SubmitProblem::FilesNotReady));
    assert_eq!(driver.model.refusals(), 1);
    driver.send();
    assert_eq!(
        driver.model.refusals(),
        2,
        "each refusal calls for attention"
    );
    driver.event(Event::FileCleaned(1, Ok(())));
    driver.send();
    let handover = handed_over(&driver).expect("it is handed over");
    assert_eq!(handover.files, [1, 2]);
    assert!(!handover.originals);
}

#[test]
fn what_is_too_large_is_refused_before_it_is_sealed() {
    let most = Driver::staff_reviewing(Category::AdvAsk);
    let most = most
        .model
        .setting()
        .most_content()
        .expect("there is a site");
    for (size, originals, refused) in [
        (most, false, false),
        (most + 1, false, true),
        (most / 2, true, false),
        (most / 2 + 1, true, true),
        (u64::MAX, true, true),
    ] {
        let mut driver = Driver::staff_reviewing(Category::AdvAsk);
        driver.event(Event::FilesTaken(vec![picked(1, size)]));
        driver.event(Event::FileCleaned(1, Ok(())));
        driver.event(Event::OriginalsTicked(originals));
        driver.send();
        let expected = refused.then_some(SubmitProblem::TooLarge);
        assert_eq!(failed(&driver), expected, "{size}");
        assert_eq!(handed_over(&driver).is_none(), refused);
    }
}

#[test]
fn a_file_that_is_removed_is_forgotten() {
    let mut driver = Driver::staff_reviewing(Category::AdvAsk);
    driver.event(Event::FilesTaken(vec![picked(1, 10), picked(2, 10)]));
    driver.event(Event::FileCleaned(1, Ok(())));
    driver.event(Event::FileCleaned(2, Err(CleanProblem::NoPicture)));
    driver.event(Event::OriginalsTicked(true));
    driver.effects.clear();
    driver.event(Event::FileRemoved(1));
    assert!(matches!(driver.effects[..], [Effect::ForgetFile(1)]));
    let files = driver.model.draft().expect("the answers are there").files();
    assert_eq!(files.sent(), [2]);
    assert!(!files.originals(), "there is no picture any more");

    // What is found out late of one that was removed changes nothing.
    driver.event(Event::FileCleaned(1, Ok(())));
    assert_eq!(states(&driver), [FileState::AsIs]);
}

#[test]
fn more_than_can_be_looked_through_are_not_taken() {
    let mut driver = Driver::staff_reviewing(Category::AdvAsk);
    let many = (0..).take(MOST_FILES + 3).map(|id| picked(id, 10));
    driver.event(Event::FilesTaken(many.collect()));
    assert_eq!(states(&driver).len(), MOST_FILES);
}

#[test]
fn files_stay_while_something_can_go_wrong_and_not_longer() {
    let mut driver = Driver::staff_reviewing(Category::AdvAsk);
    driver.event(Event::FilesTaken(vec![picked(1, 10)]));
    driver.event(Event::FileCleaned(1, Ok(())));
    driver.event(Event::BackPressed);
    driver.event(Event::ContinuePressed);
    driver.send();
    driver.event(Event::Progressed(Progress::Sealed { done: 1, all: 4 }));
    driver.event(Event::StopPressed);
    assert_eq!(
        driver.screen(),
        ScreenKind::Submitting,
        "it may be too late"
    );
    let stops = driver
        .effects
        .iter()
        .filter(|it| matches!(it, Effect::StopSealing));
    assert_eq!(stops.count(), 1);
    driver.event(Event::EnvelopeQueued(Err(SubmitProblem::Stopped)));
    assert_eq!(driver.screen(), ScreenKind::Review);
    assert_eq!(states(&driver), [FileState::Clean]);

    driver.effects.clear();
    driver.send();
    driver.event(Event::EnvelopeQueued(Ok(sent())));
    assert!(
        driver
            .effects
            .iter()
            .any(|it| matches!(it, Effect::ForgetFiles))
    );
    assert!(driver.model.draft().is_none());
}
