//! Manifests that are broken in what may be left out: tablets, and how long reports are kept.

use serde_json::json;
use site::SiteError;

use super::cases::Case;
use super::changes::{remove, tablets};

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
];
