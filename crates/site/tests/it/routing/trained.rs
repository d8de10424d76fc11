//! What staff can report at a site whose training is not confirmed.

use report::Category;
use site::RouteError;

use super::{RESIDENT, STAFF, check};
use crate::operator::{ISSUED, verified};

/// What an untrained eye takes for suspicion stays closed to staff until the operator has confirmed
/// the training; residents, and everything else, are not touched.
#[test]
fn staff_whose_training_is_not_confirmed() {
    let site = verified(|it| {
        let removed = it
            .as_object_mut()
            .expect("an object")
            .remove("trainingConfirmed");
        assert!(removed.is_some());
    })
    .expect("a site may open before");
    let trained = verified(|_| ()).expect("the demonstration is trained");
    let waiting: Vec<Category> = Category::ALL
        .into_iter()
        .filter(|it| trained.offers(STAFF, *it) && !site.offers(STAFF, *it))
        .collect();
    assert_eq!(
        waiting,
        [
            Category::VexRec,
            Category::VexCon,
            Category::VexPst,
            Category::IdtDoc,
            Category::IdtTrv
        ]
    );
    for category in waiting {
        check(
            &site,
            ISSUED,
            &[(STAFF, category, &[], Err(RouteError::NotOffered))],
        );
    }
    for category in Category::ALL {
        let (one, other) = (&site, &trained);
        assert_eq!(
            one.offers(RESIDENT, category),
            other.offers(RESIDENT, category)
        );
    }
}
