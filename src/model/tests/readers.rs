//! Who reads: what a resident excludes and adds counts, on the screen and in the envelope alike.

use std::collections::BTreeSet;

use report::{Category, FieldId, PageId};

use super::{DAY, Driver, Event};

/// Who reads the report as it stands.
fn ids(driver: &Driver) -> Vec<String> {
    let route = driver.model.route(DAY).expect("there is a route");
    route.roles.into_iter().map(|it| it.id).collect()
}

#[test]
fn an_excluded_reader_is_not_on_the_route() {
    let mut driver = Driver::resident_reviewing(Category::MhcWor);
    let before = ids(&driver);
    driver.event(Event::ChangePressed(PageId::Exclude, None));
    driver.event(Event::RoleTicked(FieldId::Exclude, before[0].clone(), true));
    let after = ids(&driver);
    assert!(!after.contains(&before[0]));
    driver.event(Event::RoleTicked(
        FieldId::Exclude,
        before[0].clone(),
        false,
    ));
    assert_eq!(ids(&driver), before);
}

/// A role that reads only what it is chosen for; the last tick counts.
#[test]
fn a_reader_can_be_added_and_excluded() {
    let mut driver = Driver::resident_reviewing(Category::ThrPer);
    let offered: Vec<String> = driver
        .model
        .on_choice(DAY)
        .iter()
        .map(|it| it.id().to_owned())
        .collect();
    assert_eq!(offered, ["site-safety"]);
    assert!(driver.model.asks(FieldId::AlsoRead, None, DAY));
    assert_eq!(ids(&driver), ["intake-desk"]);
    driver.event(Event::ChangePressed(PageId::Exclude, None));
    for (field, on, expected) in [
        (FieldId::AlsoRead, true, &["intake-desk", "site-safety"][..]),
        (FieldId::Exclude, true, &["intake-desk"]),
        (FieldId::AlsoRead, true, &["intake-desk", "site-safety"]),
        (FieldId::AlsoRead, false, &["intake-desk"]),
    ] {
        driver.event(Event::RoleTicked(field, "site-safety".to_owned(), on));
        assert_eq!(ids(&driver), expected, "{field} {on}");
    }
    let other = Driver::resident_reviewing(Category::MhcWor);
    assert!(!other.model.asks(FieldId::AlsoRead, None, DAY));
    assert!(other.model.asks(FieldId::Exclude, None, DAY));
}

/// The check and the sealing ask for the route apart from each other, one by the draft and one by the report.
#[test]
fn whom_the_check_names_are_those_it_is_sealed_to() {
    let exclude = (FieldId::Exclude, "intake-desk");
    let add = (FieldId::AlsoRead, "site-safety");
    let mut seen = vec![];
    for wishes in [&[][..], &[add], &[exclude, add]] {
        let mut driver = Driver::resident_reviewing(Category::ThrPer);
        driver.event(Event::ChangePressed(PageId::Exclude, None));
        for (field, role) in wishes {
            driver.event(Event::RoleTicked(*field, (*role).to_owned(), true));
        }
        driver.event(Event::ContinuePressed);
        let shown = driver.model.route(DAY).expect("there is a route");
        driver.send();
        assert_eq!(shown.recipients(), driver.sealed_to(), "{wishes:?}");
        seen.push(shown.roles.into_iter().map(|it| it.id).collect::<Vec<_>>());
    }
    let kinds: BTreeSet<_> = seen.iter().collect();
    assert_eq!(kinds.len(), seen.len(), "a wish changes nothing: {seen:?}");
}

/// What was chosen for one subject may not be offered for another, and must not stand in the report then.
#[test]
fn readers_are_added_to_one_subject_only() {
    let mut driver = Driver::resident_reviewing(Category::ThrPer);
    let add = Event::RoleTicked(FieldId::AlsoRead, "site-safety".to_owned(), true);
    driver.events([Event::ChangePressed(PageId::Exclude, None), add]);
    let added = |driver: &Driver| {
        driver
            .model
            .draft()
            .expect("a draft")
            .roles(FieldId::AlsoRead)
            .len()
    };
    driver.events([Event::ContinuePressed, Event::ChangeCategoryPressed]);
    driver.event(Event::CategoryPicked(Category::ThrPer));
    assert_eq!(added(&driver), 1, "the same subject");
    driver.continue_to_review();
    driver.event(Event::ChangeCategoryPressed);
    driver.event(Event::CategoryPicked(Category::MhcWor));
    assert_eq!(added(&driver), 0, "another subject");
}
