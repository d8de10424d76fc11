//! Filling in: what is refused, what is kept, what is taken back.

use report::{Category, PageId, ProblemKind};

use super::{Driver, Effect, Event, FieldId, ScreenKind, choice, picked, typed};

#[test]
fn a_page_with_something_missing_is_not_left() {
    let cases = [
        (vec![], vec![FieldId::Observed, FieldId::Source]),
        (
            vec![typed(FieldId::Observed, Some(0), " \n ")],
            vec![FieldId::Observed, FieldId::Source],
        ),
        (
            vec![picked(FieldId::Source, Some(0), "own")],
            vec![FieldId::Observed],
        ),
        (
            vec![
                typed(FieldId::Observed, Some(0), "words"),
                picked(FieldId::Source, Some(0), "told"),
            ],
            vec![FieldId::SourceExperienced, FieldId::SourceKnows],
        ),
    ];
    for (events, missing) in cases {
        let mut driver = Driver::staff_filling(Category::VexRec);
        driver.events(events);
        driver.event(Event::ContinuePressed);
        assert_eq!(driver.screen(), ScreenKind::Question(PageId::Card, Some(0)));
        let named: Vec<_> = driver
            .model
            .problems()
            .iter()
            .filter_map(|it| it.field)
            .collect();
        assert_eq!(named, missing);
        for field in missing {
            assert_eq!(
                driver.model.problem_at(field, Some(0)).map(|it| it.kind),
                Some(ProblemKind::Required)
            );
            assert_eq!(
                driver.model.problem_at(field, Some(1)).map(|it| it.kind),
                None
            );
        }
        assert_eq!(driver.model.refusals(), 1);
        driver.event(Event::ContinuePressed);
        assert_eq!(
            driver.model.refusals(),
            2,
            "a second try calls for attention again"
        );
    }
}

#[test]
fn the_first_problem_can_be_followed_to_its_field() {
    let mut driver = Driver::staff_filling(Category::VexRec);
    driver.event(Event::ContinuePressed);
    driver.effects.clear();
    driver.event(Event::ProblemPressed(FieldId::Source, Some(0)));
    assert!(matches!(
        driver.effects[..],
        [Effect::FocusProblem {
            field: FieldId::Source,
            card: Some(0)
        }]
    ));
}

#[test]
fn i_do_not_know_loses_no_text() {
    let mut driver = Driver::staff_filling(Category::ThrPer);
    let field = FieldId::AtRisk;
    driver.events([
        typed(field, None, "a child"),
        Event::UnknownTicked(field, None, true),
    ]);
    assert_eq!(driver.text(field, None), "");
    assert!(
        driver
            .model
            .draft()
            .is_some_and(|it| it.is_unknown(field, None))
    );

    driver.event(Event::UnknownTicked(field, None, true));
    driver.event(Event::UnknownTicked(field, None, false));
    assert!(
        driver
            .model
            .draft()
            .is_some_and(|it| !it.is_unknown(field, None))
    );
    driver.events([Event::UnknownTicked(field, None, false)]);
    assert_eq!(
        driver.text(field, None),
        "a child",
        "a second tick of the same kind changes nothing"
    );

    driver.events([
        Event::UnknownTicked(field, None, true),
        typed(field, None, "two children"),
    ]);
    assert_eq!(driver.text(field, None), "two children");
    assert!(
        driver
            .model
            .draft()
            .is_some_and(|it| !it.is_unknown(field, None))
    );
}

#[test]
fn ticks_stand_together_except_beside_nothing() {
    let done = |word, on| Event::ChoiceTicked(FieldId::Done, None, choice(FieldId::Done, word), on);
    let cases = [
        (
            vec![done("colleague", true), done("help-offered", true)],
            vec!["colleague", "help-offered"],
        ),
        (
            vec![done("colleague", true), done("nothing", true)],
            vec!["nothing"],
        ),
        (
            vec![done("nothing", true), done("colleague", true)],
            vec!["colleague"],
        ),
        (
            vec![done("colleague", true), done("colleague", false)],
            vec![],
        ),
        (
            vec![done("colleague", true), done("colleague", true)],
            vec!["colleague"],
        ),
    ];
    for (events, left) in cases {
        let mut driver = Driver::staff_filling(Category::ThrPer);
        driver.events(events);
        let draft = driver.model.draft().expect("there is a draft");
        for word in [
            "talked-with-person",
            "colleague",
            "contact-person",
            "help-offered",
            "nothing",
        ] {
            let has = draft.has_choice(FieldId::Done, None, choice(FieldId::Done, word));
            assert_eq!(has, left.contains(&word), "{word}");
        }
    }
}

#[test]
fn a_statement_can_be_removed_but_not_the_only_one() {
    let mut driver = Driver::staff_filling(Category::ThrPer);
    for (card, text) in ["first", "second", "third"].into_iter().enumerate() {
        driver.events([
            typed(FieldId::Observed, Some(card), text),
            picked(FieldId::Source, Some(card), "own"),
        ]);
        if card < 2 {
            driver.event(Event::AddCardPressed);
        }
    }
    driver.event(Event::UnknownTicked(FieldId::Observed, Some(2), true));
    driver.events([Event::BackPressed, Event::RemoveCardPressed]);
    assert_eq!(driver.screen(), ScreenKind::Question(PageId::Card, Some(0)));
    assert_eq!(driver.text(FieldId::Observed, Some(0)), "first");
    driver.event(Event::UnknownTicked(FieldId::Observed, Some(1), false));
    assert_eq!(
        driver.text(FieldId::Observed, Some(1)),
        "third",
        "a text set aside moves with its statement"
    );

    driver.events([
        Event::RemoveCardPressed,
        Event::RemoveCardPressed,
        Event::RemoveCardPressed,
    ]);
    assert_eq!(driver.screen(), ScreenKind::Question(PageId::Card, Some(0)));
    assert_eq!(driver.text(FieldId::Observed, Some(0)), "third");
}

#[test]
fn skipping_takes_the_answer_of_the_page_back_and_only_where_it_may() {
    let mut driver = Driver::resident_filling(Category::ThrPer);
    driver.event(Event::SkipPressed);
    assert_eq!(
        driver.screen(),
        ScreenKind::Question(PageId::Happened, None),
        "what happened is required"
    );

    driver.events([
        typed(FieldId::Happened, None, "something"),
        Event::ContinuePressed,
        picked(FieldId::ResidentSource, None, "told"),
        Event::ContinuePressed,
        picked(FieldId::About, None, "me"),
    ]);
    assert!(driver.model.has_answer_on_page());
    driver.events([Event::SkipPressed, Event::BackPressed]);
    assert!(!driver.model.has_answer_on_page());
    assert_eq!(driver.text(FieldId::Happened, None), "something");
}

#[test]
fn a_change_from_the_check_leads_back_to_the_check() {
    let mut driver = Driver::resident_reviewing(Category::ThrPer);
    driver.event(Event::ChangePressed(PageId::Happened, None));
    assert_eq!(
        driver.screen(),
        ScreenKind::Question(PageId::Happened, None)
    );
    driver.events([typed(FieldId::Happened, None, ""), Event::ContinuePressed]);
    assert_eq!(
        driver.screen(),
        ScreenKind::Question(PageId::Happened, None)
    );
    driver.events([
        typed(FieldId::Happened, None, "again"),
        Event::ContinuePressed,
    ]);
    assert_eq!(driver.screen(), ScreenKind::Review);
    driver.events([Event::ChangePressed(PageId::Wish, None), Event::BackPressed]);
    assert_eq!(driver.screen(), ScreenKind::Review);
}

#[test]
fn another_category_asks_what_it_needs_and_keeps_the_rest() {
    let mut driver = Driver::staff_reviewing(Category::ThrPer);
    assert_eq!(driver.screen(), ScreenKind::Review);
    driver.events([
        Event::ChangeCategoryPressed,
        Event::CategoryPicked(Category::VexCon),
    ]);
    assert_eq!(
        driver.screen(),
        ScreenKind::Question(PageId::Subject, None),
        "the full list asks more"
    );
    assert_eq!(driver.text(FieldId::Observed, Some(0)), "words");
}
