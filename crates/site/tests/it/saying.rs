//! What a site says beside its routes.

use report::{Category, Language, Urgency};
use serde_json::json;

use crate::broken::changes::{role, tablets};
use crate::operator::{EXPIRES, ISSUED, verified};

#[test]
fn an_older_edition() {
    let edition = |n: u64| verified(|it| it["sequence"] = json!(n)).expect("a manifest");
    assert!(edition(1).is_older_than(&edition(2)));
    assert!(!edition(2).is_older_than(&edition(2)));
    assert!(!edition(2).is_older_than(&edition(1)));
}

/// What the manifest says beside the routes is what the getters say.
#[test]
fn what_a_site_says() {
    let site = verified(|_| ()).expect("the demonstration manifest is right");
    assert_eq!(site.name().get(Language::Dutch), "Demonstratielocatie");
    assert_eq!(site.name().get(Language::Tigrinya), "Demonstration site");
    assert_eq!(site.languages(), [Language::Dutch, Language::English]);
    assert_eq!(
        site.reading_time(Urgency::U1).get(Language::English),
        "The same day"
    );
    let help = site.help(Language::Dutch).next().expect("a number");
    assert_eq!(help.telephone, "112");
    assert_eq!(site.owner(), "Demonstration");
    assert!(site.kiosk().shared_wifi && !site.kiosk().camera);
    assert_eq!(
        (site.issued(), site.expires(), site.sequence()),
        (ISSUED, EXPIRES, 1)
    );
    let second = site.second_reader(Category::VexRec).expect("four eyes");
    assert_eq!(second.id(), "site-nv-contact");
    assert!(site.second_reader(Category::OthOth).is_none());
    let chosen: Vec<&str> = site
        .on_choice(Category::ThrPer, ISSUED)
        .map(|it| it.id())
        .collect();
    assert_eq!(chosen, ["site-safety"]);
}

/// The limit is on the content with its padding; the envelope's own parts come on top.
#[test]
fn how_large_an_envelope_may_be() {
    let cases = [
        (json!(32_768), 42_204),
        (json!(65_535), 42_204),
        (json!(67_108_864), 67_122_380),
        (json!(null), 67_122_380),
    ];
    for (limit, expected) in cases {
        let site = verified(|it| match &limit {
            serde_json::Value::Null => {}
            limit => it["maxContent"] = limit.clone(),
        });
        let site = site.expect("a manifest");
        assert_eq!(site.max_envelope_len(), expected, "{limit}");
    }
}

/// A photo can give away who took it: nobody asks a resident for one unless the operator decides so.
#[test]
fn whether_residents_may_add_pictures() {
    for (switch, expected) in [(None, false), (Some(false), false), (Some(true), true)] {
        let site = verified(|it| {
            if let Some(switch) = switch {
                it["residentPictures"] = json!(switch);
            }
        });
        assert_eq!(site.expect("a manifest").resident_pictures(), expected);
    }
}

/// Where the manifest says nothing, reports are kept for the longest time, and no tablet is enrolled.
#[test]
fn how_long_reports_are_kept_and_which_tablets_there_are() {
    let silent = verified(|_| ()).expect("a manifest");
    assert_eq!((silent.retention_days(), silent.tablets().len()), (90, 0));
    let site = verified(|it| {
        it["retentionDays"] = json!(14);
        tablets(it, &["one", "two"], |_| ());
    });
    let site = site.expect("a manifest");
    assert_eq!(site.retention_days(), 14);
    let [one, two] = site.tablets() else {
        panic!("two tablets");
    };
    assert_eq!((one.id.as_str(), two.id.as_str()), ("one", "two"));
    assert!(one.key.starts_with('0') && two.key.starts_with('1'));
    assert_eq!((one.from.as_str(), one.until.as_str()), (ISSUED, EXPIRES));
}

/// A number whose people speak Arabic alone is for whoever chose Arabic.
#[test]
fn help_in_a_language() {
    let site = verified(|it| {
        let mut arabic = it["help"][0].clone();
        arabic["telephone"] = json!("0800 1");
        arabic["languages"] = json!(["ar"]);
        it["help"].as_array_mut().expect("a list").push(arabic);
    });
    let site = site.expect("a manifest");
    let numbers = |language| site.help(language).count();
    let all = numbers(Language::Arabic);
    assert_eq!(
        (numbers(Language::Dutch), numbers(Language::Tigrinya)),
        (all - 1, all - 1)
    );
}

/// Whoever does not read in time has a deputy: the one that is named, or the fallback role.
#[test]
fn who_takes_over() {
    let site = verified(|it| {
        role(it, "ind-desk")["deputy"] = json!("liv-lse");
        role(it, "site-safety")["deputy"] = json!("trust-coordinator");
    });
    let site = site.expect("a manifest");
    assert_eq!(site.deputy("ind-desk"), Some("liv-lse"));
    assert_eq!(site.deputy("site-safety"), Some("trust-coordinator"));
    assert_eq!(site.deputy("police-liaison"), Some("intake-desk"));
    assert_eq!(site.deputy("intake-desk"), None);
    assert_eq!(site.deputy("nobody"), None);
}

#[test]
fn what_readers_and_tools_are_told() {
    let silent = verified(|_| ()).expect("a manifest");
    assert!(silent.legal_bases().is_empty() && silent.statistics_region().is_none());
    assert!(silent.warning_words(Language::Dutch).is_empty());
    let site = verified(|it| {
        it["legalBases"] = json!([{ "id": "one", "name": { "nl": "Wet" } }]);
        it["warningWords"] = json!({ "en": ["belief"], "nl": ["geloof", "kleding"] });
        it["statisticsRegion"] = json!("north");
    });
    let site = site.expect("a manifest");
    assert_eq!(site.legal_bases()[0].name.get(Language::Dutch), "Wet");
    assert_eq!(site.warning_words(Language::Dutch), ["geloof", "kleding"]);
    assert!(site.warning_words(Language::Arabic).is_empty());
    assert_eq!(site.statistics_region(), Some("north"));
}

/// A language without words falls to English, wherever that stands; without English to the first.
#[test]
fn words_in_a_language_that_lacks_them() {
    let named = |name: serde_json::Value| verified(|it| it["name"] = name).expect("a manifest");
    let site = named(json!({ "am": "ጣቢያ", "en": "Site", "nl": "Locatie" }));
    assert_eq!(site.name().get(Language::Amharic), "ጣቢያ");
    assert_eq!(site.name().get(Language::French), "Site");
    assert_eq!(site.name().languages().count(), 3);
    let site = named(json!({ "nl": "Locatie" }));
    assert_eq!(site.name().get(Language::French), "Locatie");
}
