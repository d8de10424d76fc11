//! Who reads a report too, because a resident adds them.

use report::Category;
use serde_json::json;

use super::{Case, RESIDENT, STAFF, check, demo, holders};
use crate::operator::{ISSUED, verified};

/// Those that a resident adds: of the roles that the site offers for it, and no others.
#[test]
fn additions() {
    check(
        &demo(),
        ISSUED,
        &[
            (
                RESIDENT,
                Category::ThrPer,
                &["+site-safety"],
                Ok(&["intake-desk", "site-safety"]),
            ),
            // Offered for another category, to nobody, or not known.
            (
                RESIDENT,
                Category::VexRec,
                &["+site-safety"],
                Ok(&["intake-desk"]),
            ),
            (
                RESIDENT,
                Category::ThrPer,
                &["+ind-desk", "+nobody"],
                Ok(&["intake-desk"]),
            ),
            // Not to staff.
            (
                STAFF,
                Category::VexRec,
                &["+site-safety"],
                Ok(&["ind-desk"]),
            ),
            // Whoever is excluded does not read it, whatever else is ticked.
            (
                RESIDENT,
                Category::ThrPer,
                &["+site-safety", "site-safety"],
                Ok(&["intake-desk"]),
            ),
            // Whoever is added replaces nobody: the first readers off the site stand in.
            (
                RESIDENT,
                Category::SlfHrm,
                &["+site-safety", "health-gza"],
                Ok(&["site-safety", "+intake-desk"]),
            ),
            // The one that was added is left: the report goes where the resident wants it.
            (
                RESIDENT,
                Category::ThrPer,
                &["+site-safety", "intake-desk"],
                Ok(&["site-safety"]),
            ),
        ],
    );
}

/// One that is added and has no valid key is replaced like any other, and is not offered.
#[test]
fn an_addition_without_a_key() {
    let site = verified(|it| {
        it["routing"]["THB-TRF"]["onChoice"] = json!(["site-safety"]);
        holders(it, "site-safety", |it| it["until"] = json!("2026-12-31"));
    })
    .expect("a manifest");
    let offered = |day| site.on_choice(Category::ThbTrf, day).count();
    assert_eq!((offered("2026-12-31"), offered("2027-01-01")), (1, 0));
    let added = |roles| -> Case { (RESIDENT, Category::ThbTrf, &["+site-safety"], Ok(roles)) };
    check(
        &site,
        "2026-12-31",
        &[added(&["thb-contact", "site-safety"])],
    );
    check(
        &site,
        "2027-01-01",
        &[added(&["thb-contact", "+intake-desk"])],
    );
}
