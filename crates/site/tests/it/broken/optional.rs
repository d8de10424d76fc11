//! Manifests that are broken in what the app does not look at.

use serde_json::json;
use site::SiteError;

use super::cases::Case;
use super::changes::{remove, role, tablets};

pub(crate) const CASES: &[Case] = &[
    (
        "an unknown key of a tablet",
        |m| tablets(m, &["one"], |it| it["name"] = json!("x")),
        SiteError::Malformed,
    ),
    (
        "a tablet without its last day",
        |m| tablets(m, &["one"], |it| remove(it, "until")),
        SiteError::Malformed,
    ),
    (
        "a tablet twice",
        |m| tablets(m, &["one", "one"], |_| ()),
        SiteError::DuplicateTablet,
    ),
    (
        "a tablet's key twice",
        |m| tablets(m, &["one", "two"], |it| it["key"] = json!("A".repeat(43))),
        SiteError::DuplicateTablet,
    ),
    (
        "a short tablet's key",
        |m| tablets(m, &["one"], |it| it["key"] = json!("AAAA")),
        SiteError::TabletKeyWrong,
    ),
    (
        "a tablet that ends before it begins",
        |m| tablets(m, &["one"], |it| it["until"] = json!("2026-11-23")),
        SiteError::DateWrong,
    ),
    (
        "a tablet with a blank in its id",
        |m| tablets(m, &["o ne"], |_| ()),
        SiteError::IdMalformed,
    ),
    (
        "tablets that are no list",
        |m| m["tablets"] = json!({}),
        SiteError::Malformed,
    ),
    (
        "reports kept for no day",
        |m| m["retentionDays"] = json!(0),
        SiteError::RetentionWrong,
    ),
    (
        "reports kept for longer",
        |m| m["retentionDays"] = json!(91),
        SiteError::RetentionWrong,
    ),
    (
        "nobody who answers for it",
        |m| remove(m, "owner"),
        SiteError::Malformed,
    ),
    (
        "an owner without a name",
        |m| m["owner"] = json!(" "),
        SiteError::TextMissing,
    ),
    (
        "an unknown deputy",
        |m| role(m, "ind-desk")["deputy"] = json!("nobody"),
        SiteError::UnknownRole,
    ),
    (
        "a role that is its own deputy",
        |m| role(m, "ind-desk")["deputy"] = json!("ind-desk"),
        SiteError::DeputyWrong,
    ),
    (
        "a deputy at the site for what is closed to it",
        |m| role(m, "integrity-officer")["deputy"] = json!("site-safety"),
        SiteError::DeputyWrong,
    ),
    (
        "a legal basis twice",
        |m| {
            let basis = json!({ "id": "one", "name": { "nl": "Wet" } });
            m["legalBases"] = json!([basis, basis]);
        },
        SiteError::DuplicateLegalBasis,
    ),
    (
        "a legal basis without words",
        |m| m["legalBases"] = json!([{ "id": "one", "name": {} }]),
        SiteError::TextMissing,
    ),
    (
        "an unknown key of a legal basis",
        |m| m["legalBases"] = json!([{ "id": "one", "name": { "nl": "Wet" }, "article": 1 }]),
        SiteError::Malformed,
    ),
    (
        "a legal basis with a blank in its id",
        |m| m["legalBases"] = json!([{ "id": "o ne", "name": { "nl": "Wet" } }]),
        SiteError::IdMalformed,
    ),
    (
        "words to warn about in an unknown language",
        |m| m["warningWords"] = json!({ "xx": ["word"] }),
        SiteError::LanguageWrong,
    ),
    (
        "an empty word to warn about",
        |m| m["warningWords"] = json!({ "nl": [" "] }),
        SiteError::WordWrong,
    ),
    (
        "a word to warn about twice",
        |m| m["warningWords"] = json!({ "nl": ["woord", "woord"] }),
        SiteError::WordWrong,
    ),
    (
        "a word of 65 characters to warn about",
        |m| m["warningWords"] = json!({ "nl": ["é".repeat(65)] }),
        SiteError::WordWrong,
    ),
    (
        "a region with a blank",
        |m| m["statisticsRegion"] = json!("the north"),
        SiteError::IdMalformed,
    ),
];
