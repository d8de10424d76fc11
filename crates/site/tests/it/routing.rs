//! Who reads what.

mod added;
mod trained;

use report::{Audience, Category};
use serde_json::{Value, json};
use site::{RouteError, Site, Wishes};

use crate::operator::{EXPIRES, ISSUED, reader, verified};

const STAFF: Audience = Audience::Staff;
const RESIDENT: Audience = Audience::Resident;

/// Audience, category, excluded roles and, with `+` before, added ones, and the roles that read it; `+`
/// before the one that stands in.
type Case = (
    Audience,
    Category,
    &'static [&'static str],
    Result<&'static [&'static str], RouteError>,
);

fn check(site: &Site, day: &str, cases: &[Case]) {
    for (audience, category, wishes, expected) in cases {
        let added = wishes.iter().filter_map(|it| it.strip_prefix('+'));
        let excluded = wishes.iter().filter(|it| !it.starts_with('+'));
        let wished = Wishes {
            excluded: &excluded.map(|it| (*it).to_owned()).collect::<Vec<_>>(),
            added: &added.map(str::to_owned).collect::<Vec<_>>(),
        };
        let routed = site.route(*audience, *category, wished, day).map(|route| {
            assert!((1..=8).contains(&route.recipients().len()));
            let mark = |fallback| if fallback { "+" } else { "" };
            let named = |it: &site::RoutedRole| format!("{}{}", mark(it.fallback), it.id);
            route.roles.iter().map(named).collect::<Vec<_>>()
        });
        let expected = expected.map(|it| it.iter().map(|it| (*it).to_owned()).collect());
        assert_eq!(
            routed.map(sorted),
            expected.map(sorted),
            "{audience} {category} {wishes:?} {day}"
        );
    }
}

fn sorted(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    names
}

fn demo() -> Site {
    verified(|_| ()).expect("the demonstration manifest is right")
}

#[test]
fn defaults_and_exclusions() {
    check(
        &demo(),
        ISSUED,
        &[
            (STAFF, Category::VexRec, &[], Ok(&["ind-desk"])),
            (RESIDENT, Category::VexRec, &[], Ok(&["intake-desk"])),
            (
                STAFF,
                Category::ThrAtt,
                &[],
                Ok(&["police-liaison", "ind-desk", "site-safety"]),
            ),
            (
                STAFF,
                Category::SexVio,
                &[],
                Ok(&["trust-coordinator", "health-gza"]),
            ),
            (RESIDENT, Category::SexVio, &[], Ok(&["trust-coordinator"])),
            // Only on the resident's choice, so not by default.
            (RESIDENT, Category::ThrPer, &[], Ok(&["intake-desk"])),
            // One of several readers excluded: the others read it, nobody is added.
            (
                STAFF,
                Category::ThrAtt,
                &["site-safety"],
                Ok(&["police-liaison", "ind-desk"]),
            ),
            // The only reader excluded: the first readers off the site stand in.
            (
                RESIDENT,
                Category::SexVio,
                &["trust-coordinator"],
                Ok(&["+intake-desk"]),
            ),
            (
                STAFF,
                Category::SexVio,
                &["health-gza", "trust-coordinator"],
                Ok(&["+intake-desk"]),
            ),
            // Everybody excluded.
            (
                RESIDENT,
                Category::VexRec,
                &["intake-desk"],
                Err(RouteError::NobodyLeft),
            ),
            (
                RESIDENT,
                Category::SexVio,
                &["trust-coordinator", "intake-desk"],
                Err(RouteError::NobodyLeft),
            ),
            // A role the site does not know excludes nobody.
            (
                RESIDENT,
                Category::SexVio,
                &["nobody"],
                Ok(&["trust-coordinator"]),
            ),
            (RESIDENT, Category::IdtDoc, &[], Err(RouteError::NotOffered)),
            (STAFF, Category::IdtDoc, &[], Ok(&["ind-desk"])),
            (STAFF, Category::MisOrg, &[], Ok(&["integrity-officer"])),
            (RESIDENT, Category::MisOrg, &[], Ok(&["complaints-central"])),
        ],
    );
}

#[test]
fn a_category_the_site_has_closed() {
    let site = verified(|it| {
        it["routing"]
            .as_object_mut()
            .expect("an object")
            .remove("OTH-OTH");
        it["routing"]["ADV-ASK"]["staff"] = json!([]);
    })
    .expect("a site may close categories");
    check(
        &site,
        ISSUED,
        &[
            (STAFF, Category::OthOth, &[], Err(RouteError::NotOffered)),
            (STAFF, Category::AdvAsk, &[], Err(RouteError::NotOffered)),
            (RESIDENT, Category::AdvAsk, &[], Ok(&["intake-desk"])),
        ],
    );
    assert!(!site.offers(STAFF, Category::AdvAsk));
    assert!(site.offers(RESIDENT, Category::AdvAsk));
}

/// Both the first and the last day of a key count.
#[test]
fn a_role_without_a_valid_key() {
    let site = verified(|it| {
        holders(it, "police-liaison", |it| it["until"] = json!("2026-12-31"));
        holders(it, "health-gza", |it| it["from"] = json!("2027-01-01"));
        holders(it, "lgbtiq-contact", |it| it["until"] = json!("2026-12-31"));
    })
    .expect("the fallback is there all the time");
    let staff_threat = |roles| -> Case { (STAFF, Category::ThrPer, &[], Ok(roles)) };
    let health = |roles| -> Case { (STAFF, Category::MhcWor, &[], Ok(roles)) };
    check(
        &site,
        "2026-12-31",
        &[
            staff_threat(&["site-safety", "police-liaison"]),
            health(&["+intake-desk"]),
            (RESIDENT, Category::LgbSaf, &[], Ok(&["lgbtiq-contact"])),
        ],
    );
    check(
        &site,
        "2027-01-01",
        &[
            staff_threat(&["site-safety", "+intake-desk"]),
            health(&["health-gza"]),
            (RESIDENT, Category::LgbSaf, &[], Ok(&["+intake-desk"])),
            (
                RESIDENT,
                Category::LgbSaf,
                &["intake-desk"],
                Err(RouteError::NobodyLeft),
            ),
        ],
    );
}

#[test]
fn a_manifest_lasts_to_the_end_of_its_last_day() {
    let site = demo();
    let other = |expected| -> Case { (STAFF, Category::OthOth, &[], expected) };
    check(&site, EXPIRES, &[other(Ok(&["site-safety"]))]);
    check(&site, "2027-02-23", &[other(Err(RouteError::Expired))]);
    assert!(!site.is_expired(EXPIRES));
    assert!(site.is_expired("2027-02-23"));
}

/// A tablet whose clock stands at 1970 still knows that the manifest has been issued.
#[test]
fn a_clock_that_is_behind() {
    check(
        &demo(),
        "1970-01-01",
        &[(STAFF, Category::OthOth, &[], Ok(&["site-safety"]))],
    );
}

#[test]
fn a_day_that_is_none() {
    for day in [
        "",
        "today",
        "2026-13-01",
        "2026-11-31",
        "24-11-2026",
        "2026-11-24 ",
    ] {
        check(
            &demo(),
            day,
            &[(STAFF, Category::OthOth, &[], Err(RouteError::DayMalformed))],
        );
    }
}

/// Whatever the roles, nobody at the site is ever a reader of these.
#[test]
fn closed_categories_never_reach_the_site() {
    let site = demo();
    for category in [
        Category::DisOrg,
        Category::MisOrg,
        Category::RetRep,
        Category::ExtSta,
    ] {
        for audience in Audience::ALL {
            for excluded in site.roles().iter().map(|it| vec![it.id().to_owned()]) {
                let wishes = Wishes {
                    excluded: &excluded,
                    added: &["site-safety".to_owned()],
                };
                match site.route(audience, category, wishes, ISSUED) {
                    Ok(route) => assert!(route.roles.iter().all(|it| !it.on_site)),
                    Err(error) => {
                        assert_eq!(error, RouteError::NobodyLeft);
                        assert_eq!(excluded, ["intake-desk"], "the fallback is excluded");
                    }
                }
            }
        }
    }
}

/// What is shown is what is sealed to.
#[test]
fn people_and_keys() {
    let route = demo()
        .route(STAFF, Category::ThrAtt, Wishes::default(), ISSUED)
        .expect("three roles read it");
    assert_eq!(
        route.roles.iter().map(|it| it.people).collect::<Vec<_>>(),
        [2, 2, 2]
    );
    assert_eq!(route.recipients().len(), 6);

    // One person in two roles gets it once.
    let site = verified(|it| {
        let key = json!(reader(77).to_string());
        for id in ["police-liaison", "ind-desk"] {
            holders(it, id, |it| it["key"] = key.clone());
        }
    })
    .expect("a key may stand in two roles");
    let route = site
        .route(STAFF, Category::ThrAtt, Wishes::default(), ISSUED)
        .expect("three roles");
    assert_eq!(
        route
            .recipients()
            .iter()
            .filter(|it| **it == reader(77))
            .count(),
        1
    );
    assert_eq!(route.recipients().len(), 3);
}

fn holders(manifest: &mut Value, id: &str, change: impl FnMut(&mut Value)) {
    let roles = manifest["roles"].as_array_mut().expect("a list");
    let role = roles
        .iter_mut()
        .find(|it| it["id"] == id)
        .expect("the role is there");
    role["holders"]
        .as_array_mut()
        .expect("a list")
        .iter_mut()
        .for_each(change);
}
