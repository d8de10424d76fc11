//! One broken manifest each, signed by the operator all the same.

mod cases;
pub(crate) mod changes;
mod optional;

use report::Category;
use serde_json::{Value, json};
use site::SiteError;

use crate::operator::{manifest, reader, verified};

use cases::CASES;
use changes::every_role;

#[test]
fn each_is_refused_for_its_own_reason() {
    verified(|_| ()).expect("unchanged it is taken");
    for (name, change, error) in CASES.iter().chain(optional::CASES) {
        let refused = verified(change).map(|site| site.id().to_owned());
        assert_eq!(refused, Err(*error), "{name}");
    }
}

/// For each category that is closed to people at a site, and each list that could name one.
#[test]
fn a_reader_at_the_site_is_refused_where_it_is_closed() {
    for category in [
        Category::DisOrg,
        Category::MisOrg,
        Category::RetRep,
        Category::ExtSta,
    ] {
        for list in ["staff", "resident", "onChoice"] {
            for exclusions in [json!({}), manifest()["forcedExclusions"].clone()] {
                let refused = verified(|it| {
                    it["routing"][category.code()][list] = json!(["site-safety"]);
                    it["forcedExclusions"] = exclusions;
                });
                assert_eq!(
                    refused.err(),
                    Some(SiteError::OnSiteReader(category)),
                    "{list}"
                );
            }
        }
    }
}

/// A site can close more categories.
#[test]
fn a_site_can_close_a_category_of_its_own() {
    let refused = verified(|it| it["forcedExclusions"]["VUL-SUP"] = json!("on-site"));
    assert_eq!(
        refused.err(),
        Some(SiteError::OnSiteReader(Category::VulSup))
    );
}

/// Two programs could read two different things in it.
#[test]
fn a_key_that_comes_twice_is_refused() {
    let text = manifest().to_string();
    for (once, twice) in [
        (
            "\"OTH-OTH\":",
            "\"OTH-OTH\":{\"staff\":[],\"resident\":[]},\"OTH-OTH\":",
        ),
        ("\"sequence\":1", "\"sequence\":1,\"sequence\":1"),
        ("\"name\":{\"en\":", "\"name\":{\"en\":\"x\",\"en\":"),
    ] {
        let doubled = text.replacen(once, twice, 1);
        assert_ne!(doubled, text, "{once}");
        let refused = site::verify(
            &doubled,
            &crate::operator::sign(&doubled),
            &crate::operator::operator_key(),
        );
        assert_eq!(refused.err(), Some(SiteError::Malformed), "{once}");
    }
}

/// A later key in place of an earlier one is one key on each day.
#[test]
fn keys_that_follow_one_another_do_not_add_up() {
    let followed = |until: &str, from: &str| {
        verified(|it| {
            every_role(it, |role| {
                let mut next = role["holders"].clone();
                let holders = role["holders"].as_array_mut().expect("a list");
                for (n, holder) in next.as_array_mut().expect("a list").iter_mut().enumerate() {
                    holder["key"] = json!(reader(200 + u8::try_from(n).expect("few")).to_string());
                    holder["from"] = json!(from);
                }
                for holder in holders.iter_mut() {
                    holder["until"] = json!(until);
                }
                let next = next.as_array().expect("a list").clone();
                holders.extend(next);
            });
            give_later_keys_of_their_own(it);
        })
        .map(|site| site.id().to_owned())
    };
    assert_eq!(followed("2026-12-31", "2027-01-01"), Ok("demo".to_owned()));
    assert_eq!(
        followed("2026-12-31", "2026-12-31"),
        Err(SiteError::TooManyReaders(Category::ThrAtt))
    );
    assert_eq!(
        followed("2026-12-30", "2027-01-01"),
        Err(SiteError::NoReaders)
    );
}

/// Every second key of every role its own, so that none is counted once for two roles.
fn give_later_keys_of_their_own(manifest: &mut Value) {
    let mut n = 100;
    every_role(manifest, |role| {
        for holder in role["holders"]
            .as_array_mut()
            .expect("a list")
            .iter_mut()
            .skip(2)
        {
            holder["key"] = json!(reader(n).to_string());
            n += 1;
        }
    });
}
