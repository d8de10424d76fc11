//! What `verify` already refuses, `route` drops as well.

use report::{Audience, Category};

use crate::demo::{self, Demo};
use crate::route::Wishes;
use crate::site::Site;
use crate::verify::check;

fn demo_site() -> Site {
    let holders: Vec<_> = demo::reading_roles()
        .into_iter()
        .zip(0_u8..)
        .map(|(role, n)| {
            let identity = envelope::Identity::from_seed([n; 32]).expect("any seed is a key");
            (role, vec![identity.recipient()])
        })
        .collect();
    let manifest = demo::manifest(&Demo {
        issued: "2026-11-24",
        expires: "2027-02-22",
        sequence: 1,
        receipt_key: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
        holders: &holders,
    });
    check::read(&manifest).expect("the demonstration manifest is right")
}

/// Even if a manifest with such a reader came through, nobody at the site would get the report.
#[test]
fn a_reader_at_the_site_is_dropped_where_it_is_closed() {
    let mut site = demo_site();
    let on_site = site
        .roles
        .iter()
        .position(|it| it.on_site)
        .expect("there is one");
    for (category, to) in &mut site.routing {
        if report::taxonomy::excludes_on_site(*category) {
            to.staff.push(on_site);
            to.resident = vec![on_site];
        }
    }
    for category in [
        Category::DisOrg,
        Category::MisOrg,
        Category::RetRep,
        Category::ExtSta,
    ] {
        for audience in Audience::ALL {
            let route = site
                .route(audience, category, Wishes::default(), "2026-11-24")
                .expect("a reader is left");
            assert!(route.roles.iter().all(|it| !it.on_site), "{category}");
            assert_eq!(
                route.roles[0].fallback,
                audience == Audience::Resident,
                "{category}"
            );
        }
    }
}
