//! `site check` and the app hold the same rules: what the app refuses, it names.

use std::collections::BTreeSet;

use integrator::manifest::mistakes::{Against, find, refuse};

use crate::cases::CASES;
use crate::operator::manifest;
use crate::optional::CASES as OPTIONAL;

fn against() -> Against {
    Against {
        today: super::TODAY.parse().expect("a day"),
        previous: None,
    }
}

#[test]
fn the_demonstration_has_no_mistake() {
    let found = find(&manifest().to_string(), &against());
    assert!(!refuse(&found), "{found:?}");
}

/// Each by its own rule: that the app would refuse the whole is only the last resort.
#[test]
fn whatever_the_app_refuses_has_a_mistake_with_a_place() {
    for (name, change, _) in CASES.iter().chain(OPTIONAL) {
        let mut manifest = manifest();
        change(&mut manifest);
        let found = find(&manifest.to_string(), &against());
        assert!(refuse(&found), "{name}: {found:?}");
        let said: BTreeSet<String> = found.iter().map(|it| it.fault.to_string()).collect();
        assert!(
            !said.iter().any(|it| it.contains("the app would refuse")),
            "{name}: {said:?}"
        );
    }
}

/// Wherever a copy broke off, that is what is said, and once.
#[test]
fn a_text_that_breaks_off_is_not_json() {
    let text = format!("{:#}", manifest());
    let cuts = (0..text.len()).step_by(59);
    for cut in cuts.filter(|it| text.is_char_boundary(*it)) {
        let found = find(&text[..cut], &against());
        let [one] = &found[..] else {
            panic!("{cut}: {found:?}");
        };
        let said = one.fault.to_string();
        assert!(
            cut == 0 || said.contains("this is not JSON"),
            "{cut}: {said}"
        );
    }
}
