//! Reports of the right shape that break a rule.

use report::{DecodeError, FieldId, ProblemKind};
use serde_json::json;

use super::{Case, choose, remove, resident, staff};

/// In the wrong place, not valid, or not tidy.
pub(crate) const RULES: &[Case] = &[
    (
        "a staff field of a resident",
        resident,
        |r| choose(r, "place", "room"),
        DecodeError::Misplaced(FieldId::Place),
    ),
    (
        "a resident's field of staff",
        staff,
        |r| r["answers"]["happened"] = json!({"text": "x"}),
        DecodeError::Misplaced(FieldId::Happened),
    ),
    (
        "a card's field beside the cards",
        staff,
        |r| r["answers"]["observed"] = json!({"text": "x"}),
        DecodeError::Misplaced(FieldId::Observed),
    ),
    (
        "a field of the whole on a card",
        staff,
        |r| r["cards"][0]["opinion"] = json!({"text": "x"}),
        DecodeError::Misplaced(FieldId::Opinion),
    ),
    (
        "a statement of a resident",
        resident,
        |r| r["answers"]["observed"] = json!({"text": "x"}),
        DecodeError::Misplaced(FieldId::Observed),
    ),
    (
        "an address for an answer that nobody wants",
        resident,
        |r| choose(r, "answer-wanted", "no"),
        DecodeError::Misplaced(FieldId::AnswerWanted),
    ),
    (
        "an address for an answer to staff",
        staff,
        |r| r["reply"] = resident()["reply"].clone(),
        DecodeError::Misplaced(FieldId::AnswerWanted),
    ),
    (
        "about the source, which is the reporter",
        staff,
        |r| r["cards"][1]["source"] = json!({"choice": "own"}),
        DecodeError::Misplaced(FieldId::SourceExperienced),
    ),
    (
        "how sure about nobody",
        staff,
        |r| r["answers"]["subject"] = json!({"unknown": true}),
        DecodeError::Misplaced(FieldId::SubjectCertainty),
    ),
    (
        "why the person does not know, who knows",
        staff,
        |r| choose(r, "subject-knows", "yes"),
        DecodeError::Misplaced(FieldId::SubjectKnowsNot),
    ),
    (
        "a second reader where none is asked for",
        staff,
        |r| r["category"] = json!("IDT-TRV"),
        DecodeError::Misplaced(FieldId::SecondReader),
    ),
    (
        "the whole list where the short one is asked",
        staff,
        |r| r["category"] = json!("OTH-OTH"),
        DecodeError::Misplaced(FieldId::Subject),
    ),
    (
        "a category residents are not offered",
        resident,
        |r| r["category"] = json!("IDT-DOC"),
        DecodeError::Invalid {
            field: None,
            kind: ProblemKind::NotOffered,
        },
    ),
    (
        "a required answer missing",
        resident,
        |r| remove(&mut r["answers"], "happened"),
        DecodeError::Invalid {
            field: Some(FieldId::Happened),
            kind: ProblemKind::Required,
        },
    ),
    (
        "a required answer missing on a card",
        staff,
        |r| remove(&mut r["cards"][1], "observed"),
        DecodeError::Invalid {
            field: Some(FieldId::Observed),
            kind: ProblemKind::Required,
        },
    ),
    (
        "a card with nothing on it",
        staff,
        |r| r["cards"][1] = json!({}),
        DecodeError::Invalid {
            field: Some(FieldId::Observed),
            kind: ProblemKind::Required,
        },
    ),
    (
        "unknown where that is no answer",
        resident,
        |r| r["answers"]["happened"] = json!({"unknown": true}),
        DecodeError::Invalid {
            field: Some(FieldId::Happened),
            kind: ProblemKind::NotOffered,
        },
    ),
    (
        "a text that is too long",
        resident,
        |r| r["answers"]["happened"]["text"] = json!("x".repeat(4_001)),
        DecodeError::Invalid {
            field: Some(FieldId::Happened),
            kind: ProblemKind::TooLong { max_chars: 4_000 },
        },
    ),
    (
        "a day that is none",
        resident,
        |r| r["day"] = json!("2026-02-30"),
        DecodeError::Invalid {
            field: None,
            kind: ProblemKind::DayMalformed,
        },
    ),
    (
        "a site that is no id",
        resident,
        |r| r["site"] = json!("../demo"),
        DecodeError::Invalid {
            field: None,
            kind: ProblemKind::SiteMalformed,
        },
    ),
    (
        "a role that is no id",
        resident,
        |r| r["answers"]["exclude"]["roles"] = json!(["IND"]),
        DecodeError::Invalid {
            field: Some(FieldId::Exclude),
            kind: ProblemKind::NotOffered,
        },
    ),
    (
        "roles in another order",
        resident,
        |r| r["answers"]["exclude"]["roles"] = json!(["site-safety", "ind-desk"]),
        DecodeError::NotTidy(FieldId::Exclude),
    ),
    (
        "choices in another order",
        staff,
        |r| r["answers"]["done"]["choices"] = json!(["nothing", "colleague"]),
        DecodeError::NotTidy(FieldId::Done),
    ),
    (
        "a choice twice",
        staff,
        |r| r["answers"]["done"]["choices"] = json!(["colleague", "colleague"]),
        DecodeError::NotTidy(FieldId::Done),
    ),
    (
        "blanks around a text",
        resident,
        |r| r["answers"]["happened"]["text"] = json!("x "),
        DecodeError::NotTidy(FieldId::Happened),
    ),
    (
        "an optional text of blanks",
        resident,
        |r| r["answers"]["by-whom-detail"]["text"] = json!(" "),
        DecodeError::NotTidy(FieldId::ByWhomDetail),
    ),
];
