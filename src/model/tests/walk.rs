//! From the danger question to the check, forwards and backwards.

use report::{Audience, Category, PageId, Tile};

use super::super::{DangerReason, InformationView};
use super::{Driver, Event, FieldId, GateAnswer, ScreenKind, picked, typed};

/// One press and the screen it leads to.
type Press = (Event, ScreenKind);

fn check(mut driver: Driver, presses: impl IntoIterator<Item = Press>) -> Driver {
    for (at, (event, screen)) in presses.into_iter().enumerate() {
        driver.event(event);
        assert_eq!(driver.screen(), screen, "after press {at}");
    }
    driver
}

fn question(page: PageId) -> ScreenKind {
    ScreenKind::Question(page, None)
}

#[test]
fn a_resident_walks_all_the_way_and_back() {
    let driver = check(
        Driver::with_site(Audience::Resident),
        [
            (
                Event::GateAnswered(GateAnswer::No),
                ScreenKind::Information(InformationView::First),
            ),
            (
                Event::ContinuePressed,
                ScreenKind::Information(InformationView::Second),
            ),
            (Event::ContinuePressed, ScreenKind::Tiles),
            (
                Event::TilePicked(Tile::T5),
                ScreenKind::Categories(Some(Tile::T5)),
            ),
            (
                Event::CategoryPicked(Category::DisRes),
                question(PageId::Happened),
            ),
            (
                typed(FieldId::Happened, None, "ድሕነት"),
                question(PageId::Happened),
            ),
            (Event::ContinuePressed, question(PageId::ResidentSource)),
            (
                picked(FieldId::ResidentSource, None, "told"),
                question(PageId::ResidentSource),
            ),
            (Event::ContinuePressed, question(PageId::About)),
            (Event::SkipPressed, question(PageId::When)),
            (Event::SkipPressed, question(PageId::ByWhom)),
            (Event::ContinuePressed, question(PageId::Wish)),
            (
                picked(FieldId::Wish, None, "only-tell"),
                question(PageId::Wish),
            ),
            (Event::ContinuePressed, question(PageId::Exclude)),
            (Event::SkipPressed, ScreenKind::Review),
        ],
    );
    let driver = check(
        driver,
        [
            (Event::BackPressed, question(PageId::Exclude)),
            (Event::BackPressed, question(PageId::Wish)),
            (Event::BackPressed, question(PageId::ByWhom)),
            (Event::BackPressed, question(PageId::When)),
            (Event::BackPressed, question(PageId::About)),
            (Event::BackPressed, question(PageId::ResidentSource)),
            (Event::BackPressed, question(PageId::Happened)),
            (Event::BackPressed, ScreenKind::Categories(Some(Tile::T5))),
            (Event::BackPressed, ScreenKind::Tiles),
            (
                Event::BackPressed,
                ScreenKind::Information(InformationView::Second),
            ),
            (
                Event::BackPressed,
                ScreenKind::Information(InformationView::First),
            ),
            (Event::BackPressed, ScreenKind::Gate),
        ],
    );
    assert_eq!(driver.text(FieldId::Happened, None), "ድሕነት");
    let wish = super::choice(FieldId::Wish, "only-tell");
    assert!(
        driver
            .model
            .draft()
            .is_some_and(|it| it.has_choice(FieldId::Wish, None, wish))
    );
}

#[test]
fn danger_is_answered_with_112_and_the_form_stays_open_behind_it() {
    let cases = [
        (
            GateAnswer::Yes,
            Audience::Resident,
            DangerReason::Yes,
            ScreenKind::Information(InformationView::First),
        ),
        (
            GateAnswer::NotSure,
            Audience::Resident,
            DangerReason::NotSure,
            ScreenKind::Information(InformationView::First),
        ),
        (
            GateAnswer::Yes,
            Audience::Staff,
            DangerReason::Yes,
            ScreenKind::Categories(None),
        ),
        (
            GateAnswer::NotSure,
            Audience::Staff,
            DangerReason::NotSure,
            ScreenKind::Categories(None),
        ),
    ];
    for (answer, audience, reason, then) in cases {
        check(
            Driver::at_the_gate(audience),
            [
                (Event::GateAnswered(answer), ScreenKind::Danger(reason)),
                (Event::BackPressed, ScreenKind::Gate),
                (Event::GateAnswered(answer), ScreenKind::Danger(reason)),
                (Event::ContinuePressed, then),
            ],
        );
    }
}

#[test]
fn where_a_life_is_at_risk_112_stands_before_the_form() {
    for (category, page) in [
        (Category::ThrAtt, PageId::Card),
        (Category::SlfHrm, PageId::Card),
    ] {
        let first = ScreenKind::Question(page, Some(0));
        check(
            Driver::with_site(Audience::Staff),
            [
                (
                    Event::GateAnswered(GateAnswer::No),
                    ScreenKind::Categories(None),
                ),
                (
                    Event::CategoryPicked(category),
                    ScreenKind::Danger(DangerReason::Category),
                ),
                (Event::BackPressed, ScreenKind::Categories(None)),
                (
                    Event::CategoryPicked(category),
                    ScreenKind::Danger(DangerReason::Category),
                ),
                (Event::ContinuePressed, first),
            ],
        );
    }
}

#[test]
fn staff_walk_the_full_list_with_two_statements() {
    let card = |it| ScreenKind::Question(PageId::Card, Some(it));
    let statement = |it, text| typed(FieldId::Observed, Some(it), text);
    let own = |it| picked(FieldId::Source, Some(it), "own");
    let driver = check(
        Driver::staff_filling(Category::VexCon),
        [
            (statement(0, "He said he would burn the kitchen."), card(0)),
            (own(0), card(0)),
            (Event::AddCardPressed, card(1)),
            (Event::ContinuePressed, card(1)),
            (statement(1, "He bought matches."), card(1)),
            (own(1), card(1)),
            (Event::ContinuePressed, question(PageId::Period)),
            (Event::BackPressed, card(1)),
            (Event::BackPressed, card(0)),
        ],
    );
    assert_eq!(
        driver.text(FieldId::Observed, Some(1)),
        "He bought matches."
    );
    let pages: Vec<_> = super::super::steps(driver.model.draft().expect("there is a draft"))
        .into_iter()
        .map(|it| it.page)
        .collect();
    assert_eq!(pages.first(), Some(&PageId::Card));
    assert_eq!(
        pages.last(),
        Some(&PageId::SecondReader),
        "a pre-send category asks for a second reader"
    );
    assert_eq!(driver.model.progress(), Some((1, pages.len())));
}

#[test]
fn a_category_that_is_not_offered_cannot_be_chosen() {
    let mut driver = Driver::with_site(Audience::Resident);
    driver.events([
        Event::GateAnswered(GateAnswer::No),
        Event::ContinuePressed,
        Event::ContinuePressed,
    ]);
    driver.event(Event::CategoryPicked(Category::IdtDoc));
    assert_eq!(driver.screen(), ScreenKind::Tiles);
    assert_eq!(
        driver.model.draft().and_then(super::super::Draft::category),
        None
    );
}
