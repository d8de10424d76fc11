//! What comes from outside at any time: texts, the site, the storage.

use report::{Audience, Category, FieldId, Language};
use site::SiteError;

use super::super::{Model, SiteProblem, SiteState, StorageProblem, TextsError};
use super::{Driver, Effect, Event, ScreenKind, demo_site, typed};

#[test]
fn the_app_asks_for_what_it_needs_and_opens_with_the_danger_question() {
    let (model, effects) = Model::start(Audience::Resident, "demo".to_owned(), Language::English);
    assert_eq!(model.screen(), ScreenKind::Starting);
    assert!(matches!(
        effects[..],
        [
            Effect::LoadTexts(Language::English),
            Effect::LoadSite,
            Effect::TestStorage,
            Effect::DrainQueue
        ]
    ));
    let mut driver = Driver { model, effects };
    driver.event(Event::TextsLoaded(
        Language::English,
        Err(TextsError::Unreachable),
    ));
    assert_eq!(driver.screen(), ScreenKind::Starting);
    driver.effects.clear();
    driver.event(Event::RetryPressed);
    assert!(matches!(
        driver.effects[0],
        Effect::LoadTexts(Language::English)
    ));
    driver.event(Event::TextsLoaded(Language::English, Ok(())));
    assert_eq!(
        driver.screen(),
        ScreenKind::Gate,
        "neither site nor storage stands before 112"
    );
}

#[test]
fn a_language_changes_under_the_answers_and_not_before_its_texts_are_there() {
    let mut driver = Driver::resident_filling(Category::ThrPer);
    driver.event(typed(FieldId::Happened, None, "ما رأيته"));
    driver.event(Event::LanguageChosen(Language::English));
    assert_eq!(driver.model.setting().language, Language::Dutch);

    driver.event(Event::TextsLoaded(
        Language::English,
        Err(TextsError::Malformed),
    ));
    assert_eq!(driver.model.setting().language, Language::Dutch);
    assert!(driver.model.setting().language_problem.is_some());

    let screen = driver.screen();
    driver.event(Event::TextsLoaded(Language::English, Ok(())));
    assert_eq!(driver.model.setting().language, Language::English);
    assert!(driver.model.setting().language_problem.is_none());
    assert_eq!(driver.screen(), screen);
    assert_eq!(driver.text(FieldId::Happened, None), "ما رأيته");
    let language = driver.model.draft().map(|it| it.answers().language);
    assert_eq!(
        language,
        Some(Language::English),
        "the report says in which language it was written"
    );
}

#[test]
fn a_newer_list_of_readers_replaces_an_older_one_and_never_the_other_way() {
    let sequence = |driver: &Driver| match &driver.model.setting().site {
        SiteState::Ready(site) => Some(site.sequence()),
        SiteState::Waiting | SiteState::Missing(_) => None,
    };
    let mut driver = Driver::at_the_gate(Audience::Staff);
    let steps = [
        (Err(SiteProblem::Unreachable), None),
        (Ok(demo_site(2)), Some(2)),
        (Ok(demo_site(1)), Some(2)),
        (
            Err(SiteProblem::Refused(SiteError::SignatureWrong)),
            Some(2),
        ),
        (Ok(demo_site(3)), Some(3)),
    ];
    for (result, expected) in steps {
        driver.event(Event::SiteLoaded(result));
        assert_eq!(sequence(&driver), expected);
    }
}

#[test]
fn a_storage_problem_is_known_until_the_storage_works() {
    let mut driver = Driver::with_site(Audience::Staff);
    driver.event(Event::StorageTested(Err(StorageProblem::Full)));
    assert_eq!(driver.model.setting().storage, Some(StorageProblem::Full));
    driver.effects.clear();
    driver.event(Event::RetryPressed);
    assert!(
        driver
            .effects
            .iter()
            .any(|it| matches!(it, Effect::TestStorage))
    );
    assert!(
        !driver
            .effects
            .iter()
            .any(|it| matches!(it, Effect::LoadSite)),
        "the site is there"
    );
    driver.event(Event::StorageTested(Ok(())));
    assert_eq!(driver.model.setting().storage, None);
}

#[test]
fn only_languages_with_texts_that_the_site_has_released_are_offered() {
    let installed = [Language::Dutch, Language::English, Language::Arabic];
    let driver = Driver::at_the_gate(Audience::Resident);
    assert_eq!(driver.model.setting().languages(&installed), installed);
    let driver = Driver::with_site(Audience::Resident);
    assert_eq!(
        driver.model.setting().languages(&installed),
        [Language::Dutch, Language::English]
    );
}

#[test]
fn nothing_typed_shows_in_debug_output() {
    let mut driver = Driver::resident_filling(Category::ThrPer);
    driver.event(typed(FieldId::Happened, None, "secret words"));
    driver.event(Event::UnknownTicked(FieldId::Happened, None, true));
    assert!(!format!("{:?}", driver.model).contains("secret"));
}
