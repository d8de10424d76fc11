//! Whatever an operator signs: a manifest that is taken leaves no report without a reader, shows
//! none to a reader who must not have it, and needs no more slots than an envelope has.

#![no_main]

use envelope::Recipient;
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use report::{Audience, Category};
use sealpost_fuzz::signed::{OPERATOR_KEY, reader, sign, with_keys, without_keys};
use sealpost_fuzz::{restructured, seeds};
use site::demo::{self, Demo};
use site::{RouteError, Site, SiteError, Wishes, verify};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    restructured::mutate(data, size, max_size, seed)
});

fuzz_target!(init: seeds::write_if_asked(inputs), |input: &[u8]| {
    let Ok(text) = str::from_utf8(input) else {
        return;
    };
    if let Ok(site) = signed(text) {
        keeps_its_promises(&site);
    }
});

fn signed(text: &str) -> Result<Site, SiteError> {
    let manifest = with_keys(text);
    verify(&manifest, &sign(&manifest), &OPERATOR_KEY)
}

fn keeps_its_promises(site: &Site) {
    assert!(report::is_id(site.id()));
    assert!(site.issued() <= site.expires());
    for day in [site.issued(), site.expires()] {
        assert!(report::is_day(day) && !site.is_expired(day));
        for category in Category::ALL {
            stays_closed(site, category, day);
            for audience in Audience::ALL {
                has_readers(site, audience, category, day);
            }
        }
    }
}

/// Nobody at the site reads what is closed to them, not even by choice.
fn stays_closed(site: &Site, category: Category, day: &str) {
    let closed = report::taxonomy::excludes_on_site(category);
    assert!(!closed || site.on_choice(category, day).all(|it| !it.on_site()));
}

fn has_readers(site: &Site, audience: Audience, category: Category, day: &str) {
    let everybody: Vec<String> = site.roles().iter().map(|it| it.id().to_owned()).collect();
    let added = Wishes {
        excluded: &[],
        added: &everybody,
    };
    let route = match site.route(audience, category, added, day) {
        Ok(route) => route,
        Err(error) => {
            // Nobody is left only when every reader is closed out or unheld, which the fallback
            // role must prevent.
            assert_eq!(error, RouteError::NotOffered);
            assert!(!site.offers(audience, category));
            return;
        }
    };
    let recipients = route.recipients();
    assert!((1..=8).contains(&recipients.len()));
    let is_twice = |(at, it): (usize, &Recipient)| recipients[..at].contains(it);
    assert!(!recipients.iter().enumerate().any(is_twice));
    assert!(route.roles.iter().all(|it| it.people > 0));
    let closed = report::taxonomy::excludes_on_site(category);
    assert!(!closed || route.roles.iter().all(|it| !it.on_site));

    for role in &route.roles {
        let wishes = Wishes {
            excluded: std::slice::from_ref(&role.id),
            added: &everybody,
        };
        match site.route(audience, category, wishes, day) {
            Ok(route) => {
                assert!(route.roles.iter().all(|it| it.id != role.id));
                assert!((1..=8).contains(&route.recipients().len()));
            }
            Err(error) => assert_eq!(error, RouteError::NobodyLeft),
        }
    }
}

fn inputs() -> Vec<String> {
    let roles = demo::reading_roles();
    let of_everybody: Vec<(&str, Vec<Recipient>)> = roles
        .iter()
        .zip((0..10).cycle())
        .map(|(role, n)| (*role, vec![reader(n)]))
        .collect();
    let one_person: Vec<(&str, Vec<Recipient>)> =
        roles.iter().map(|role| (*role, vec![reader(0)])).collect();
    let manifest = |holders: &[(&str, Vec<Recipient>)]| {
        demo::manifest(&Demo {
            issued: "2026-11-24",
            expires: "2027-02-22",
            sequence: 1,
            receipt_key: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
            holders,
        })
    };
    let whole = [manifest(&of_everybody), manifest(&one_person)].map(|it| without_keys(&it));
    let small = small(&whole[0]);
    let inputs: Vec<String> = whole.into_iter().chain([small]).collect();
    assert!(inputs.iter().all(|it| signed(it).is_ok()));
    inputs
}

/// The manifest with the fallback role and one other, which reads one category.
fn small(manifest: &str) -> String {
    let mut manifest: serde_json::Value =
        serde_json::from_str(manifest).expect("the demonstration manifest is JSON");
    let fallback = manifest["fallbackRole"].clone();
    let mut others = 0;
    manifest["roles"]
        .as_array_mut()
        .expect("a list of roles")
        .retain(|it| {
            let is_fallback = it["id"] == fallback;
            others += u8::from(!is_fallback);
            is_fallback || others == 1
        });
    let other = manifest["roles"]
        .as_array()
        .and_then(|roles| roles.iter().find(|it| it["id"] != fallback))
        .map(|it| it["id"].clone())
        .expect("another role");
    let category = Category::ALL
        .into_iter()
        .find(|it| it.offered_to(Audience::Resident) && !report::taxonomy::excludes_on_site(*it))
        .expect("a category for residents");
    manifest["routing"] = serde_json::json!({
        category.code(): { "staff": [fallback], "resident": [fallback], "onChoice": [other], "secondReader": other },
    });
    manifest["help"] = serde_json::json!([]);
    manifest.to_string()
}
