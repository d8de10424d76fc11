//! The broken manifests.

use report::Category;
use serde_json::{Value, json};
use site::SiteError;

use super::changes::{
    every_role, fallback_keys, give_keys, holder, nobody_on_choice, pad_receipt_key, remove, role,
    route, staff, telephone,
};

/// What is done to the manifest, and what `verify` says.
pub(crate) type Case = (&'static str, fn(&mut Value), SiteError);

pub(crate) const CASES: &[Case] = &[
    (
        "another format",
        |m| m["format"] = json!("sealpost-site/2"),
        SiteError::UnsupportedFormat,
    ),
    ("no format", |m| remove(m, "format"), SiteError::Malformed),
    ("not an object", |m| *m = json!([]), SiteError::Malformed),
    (
        "an unknown key",
        |m| m["colour"] = json!("blue"),
        SiteError::Malformed,
    ),
    (
        "an unknown key in a role",
        |m| m["roles"][0]["colour"] = json!(1),
        SiteError::Malformed,
    ),
    (
        "an unknown key in a holder",
        |m| holder(m)["name"] = json!("x"),
        SiteError::Malformed,
    ),
    (
        "an unknown key in a route",
        |m| m["routing"]["OTH-OTH"]["x"] = json!([]),
        SiteError::Malformed,
    ),
    (
        "an unknown key of the kiosk",
        |m| m["kiosk"]["x"] = json!(true),
        SiteError::Malformed,
    ),
    (
        "an unknown key of a reading time",
        |m| m["readingTimes"]["U4"] = json!({ "en": "x" }),
        SiteError::Malformed,
    ),
    (
        "an unknown key of a number",
        |m| m["help"][0]["x"] = json!("x"),
        SiteError::Malformed,
    ),
    (
        "a second reader that is null",
        |m| m["routing"]["VEX-REC"]["secondReader"] = json!(null),
        SiteError::Malformed,
    ),
    (
        "a fraction for a sequence",
        |m| m["sequence"] = json!(1.0),
        SiteError::Malformed,
    ),
    ("no kiosk", |m| remove(m, "kiosk"), SiteError::Malformed),
    (
        "no reading time",
        |m| remove(&mut m["readingTimes"], "U2"),
        SiteError::Malformed,
    ),
    (
        "a negative sequence",
        |m| m["sequence"] = json!(-1),
        SiteError::Malformed,
    ),
    (
        "another exclusion",
        |m| m["forcedExclusions"]["OTH-OTH"] = json!("all"),
        SiteError::Malformed,
    ),
    (
        "a site id in capitals",
        |m| m["site"] = json!("Demo"),
        SiteError::IdMalformed,
    ),
    (
        "an empty site id",
        |m| m["site"] = json!(""),
        SiteError::IdMalformed,
    ),
    (
        "a role id with a blank",
        |m| m["roles"][0]["id"] = json!("a b"),
        SiteError::IdMalformed,
    ),
    (
        "a day that is none",
        |m| m["issued"] = json!("2026-02-29"),
        SiteError::DateWrong,
    ),
    (
        "a day with a time",
        |m| m["expires"] = json!("2027-02-22T00:00"),
        SiteError::DateWrong,
    ),
    (
        "expired before issued",
        |m| m["expires"] = json!("2026-11-23"),
        SiteError::DateWrong,
    ),
    (
        "a key that ends too soon",
        |m| holder(m)["until"] = json!("2026-11-23"),
        SiteError::DateWrong,
    ),
    (
        "a number checked never",
        |m| m["help"][0]["checked"] = json!("never"),
        SiteError::DateWrong,
    ),
    (
        "an unknown language",
        |m| m["languages"] = json!(["nl", "xx"]),
        SiteError::LanguageWrong,
    ),
    (
        "no language",
        |m| m["languages"] = json!([]),
        SiteError::LanguageWrong,
    ),
    (
        "a name in no known language",
        |m| m["name"]["xx"] = json!("x"),
        SiteError::LanguageWrong,
    ),
    ("no name", |m| m["name"] = json!({}), SiteError::TextMissing),
    (
        "an empty name",
        |m| m["roles"][1]["name"]["nl"] = json!(" "),
        SiteError::TextMissing,
    ),
    (
        "a short receipt key",
        |m| m["receiptKey"] = json!("11qYAYKx"),
        SiteError::ReceiptKeyWrong,
    ),
    (
        "a padded receipt key",
        pad_receipt_key,
        SiteError::ReceiptKeyWrong,
    ),
    (
        "a short salt",
        |m| m["mailboxSalt"] = json!("c2VhbHBvc3QtZGVtby0w"),
        SiteError::MailboxSaltWrong,
    ),
    (
        "a short reader's key",
        |m| holder(m)["key"] = json!("AAAA"),
        SiteError::KeyWrong,
    ),
    (
        "a reader's key that is no text",
        |m| holder(m)["key"] = json!("<>"),
        SiteError::KeyWrong,
    ),
    (
        "a role twice",
        |m| m["roles"][1]["id"] = m["roles"][0]["id"].clone(),
        SiteError::DuplicateRole,
    ),
    (
        "an unknown fallback",
        |m| m["fallbackRole"] = json!("nobody"),
        SiteError::UnknownRole,
    ),
    (
        "an unknown reader",
        |m| staff(m, "OTH-OTH", &["nobody"]),
        SiteError::UnknownRole,
    ),
    (
        "an unknown second reader",
        |m| m["routing"]["VEX-REC"]["secondReader"] = json!("nobody"),
        SiteError::UnknownRole,
    ),
    (
        "an unknown category",
        |m| m["routing"]["ABC-DEF"] = route(&[]),
        SiteError::UnknownCategory,
    ),
    (
        "an unknown category closed",
        |m| m["forcedExclusions"]["ABC-DEF"] = json!("on-site"),
        SiteError::UnknownCategory,
    ),
    (
        "residents sent where they are not asked",
        |m| m["routing"]["IDT-DOC"]["resident"] = json!(["intake-desk"]),
        SiteError::NotOffered(Category::IdtDoc),
    ),
    (
        "a fallback at the site",
        |m| role(m, "intake-desk")["onSite"] = json!(true),
        SiteError::FallbackOnSite,
    ),
    (
        "no role at all",
        |m| m["roles"] = json!([]),
        SiteError::NoReaders,
    ),
    (
        "nobody in any role",
        |m| every_role(m, |it| it["holders"] = json!([])),
        SiteError::NoReaders,
    ),
    (
        "nobody in the fallback",
        |m| role(m, "intake-desk")["holders"] = json!([]),
        SiteError::NoReaders,
    ),
    (
        "a fallback that begins late",
        |m| fallback_keys(m, "from", "2026-11-25"),
        SiteError::NoReaders,
    ),
    (
        "a fallback that ends early",
        |m| fallback_keys(m, "until", "2027-02-21"),
        SiteError::NoReaders,
    ),
    (
        "nine readers",
        |m| give_keys(m, "police-liaison", 5),
        SiteError::TooManyReaders(Category::ThrAtt),
    ),
    (
        "nine with the role a resident may add",
        |m| {
            give_keys(m, "intake-desk", 7);
            nobody_on_choice(m, &["EXT-VIS", "SLF-HRM"]);
        },
        SiteError::TooManyReaders(Category::ThrPer),
    ),
    (
        "nine where the fallback stands in beside the role a resident may add",
        |m| {
            give_keys(m, "intake-desk", 7);
            nobody_on_choice(m, &["EXT-VIS", "THR-PER"]);
        },
        SiteError::TooManyReaders(Category::SlfHrm),
    ),
    (
        "a telephone number in words",
        |m| telephone(m, "one one two"),
        SiteError::TelephoneWrong,
    ),
    (
        "a telephone number of blanks",
        |m| telephone(m, " - "),
        SiteError::TelephoneWrong,
    ),
    (
        "a telephone number of markup",
        |m| telephone(m, "112;x"),
        SiteError::TelephoneWrong,
    ),
    (
        "a limit below every report",
        |m| m["maxContent"] = json!(32_767),
        SiteError::LimitWrong,
    ),
    (
        "a limit above every envelope",
        |m| m["maxContent"] = json!((1_u64 << 36) + 1),
        SiteError::LimitWrong,
    ),
    (
        "a switch that is no truth value",
        |m| m["residentPictures"] = json!("yes"),
        SiteError::Malformed,
    ),
    (
        "a limit that is no number",
        |m| m["maxContent"] = json!("64 MiB"),
        SiteError::Malformed,
    ),
    (
        "a worry about health for those who look for suspects",
        |m| staff(m, "SLF-HRM", &["health-gza", "ind-desk"]),
        SiteError::NeverCombined(Category::SlfHrm),
    ),
    (
        "a resident's worry about health for the police",
        |m| m["routing"]["MHC-WOR"]["resident"] = json!(["police-liaison"]),
        SiteError::NeverCombined(Category::MhcWor),
    ),
    (
        "nothing about headphones",
        |m| remove(&mut m["kiosk"], "headphones"),
        SiteError::Malformed,
    ),
    (
        "a training on no day",
        |m| m["trainingConfirmed"] = json!("2026-02-30"),
        SiteError::DateWrong,
    ),
    (
        "help in an unknown language",
        |m| m["help"][0]["languages"] = json!(["xx"]),
        SiteError::LanguageWrong,
    ),
];
