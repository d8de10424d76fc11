//! Reports written without a connection arrive, opened, at the desk; each field as it was meant.

use crate::browser::{Engine, console, evaluate, walk};
use crate::form::Act::{Choose, Type, Unknown};
use crate::form::{
    Visit, answer_that_nobody_is_in_danger, choose_language, fill_in, open_form, press, read_on,
    reload, see, see_it_stored, see_outbox, see_screen,
};
use crate::stage::Stage;
use crate::traces::Traces;
use fantoccini::Client;
use serde_json::{Value, json};

const TIGRINYA: &str = "ኣብ መኣዲ ድምጺ ሰሚዐ፡ marker-aksum 🕊️";
const ARABIC: &str = "سمعت صوتًا في الممر، marker-dijla 🤝🏽";
const BOTH: &str = "قال: «ሰላም» marker-nijl 👨‍👩‍👧 <b>\"&";

/// Parts of what is typed that occur nowhere else.
const MARKERS: [&str; 4] = [
    "marker-aksum",
    "marker-dijla",
    "marker-nijl",
    "marker-room-b2",
];

/// A staff report on the longest list of questions, with two statements and a second reader.
const STAFF: &[Visit] = &[
    (
        "card",
        &[
            Type("card-1-observed", TIGRINYA),
            Choose("card-1-source", "told"),
            Choose("card-1-source-experienced", "no"),
            Choose("card-1-source-knows", "unknown"),
        ],
        "add-card",
    ),
    (
        "card",
        &[
            Type("card-2-observed", ARABIC),
            Choose("card-2-source", "own"),
        ],
        "continue",
    ),
    (
        "period",
        &[
            Choose("period", "this-week"),
            Choose("frequency", "repeated"),
        ],
        "continue",
    ),
    (
        "place",
        &[
            Choose("place", "room"),
            Type("place-detail", "  marker-room-b2  "),
        ],
        "continue",
    ),
    (
        "subject",
        &[
            Type("subject", "V-1042"),
            Choose("subject-certainty", "fairly-sure"),
        ],
        "continue",
    ),
    ("at-risk", &[Unknown("at-risk")], "continue"),
    ("opinion", &[Type("opinion", BOTH)], "continue"),
    (
        "against",
        &[Type("against", "He was calm today.\nTwo lines.")],
        "continue",
    ),
    ("before", &[], "skip"),
    (
        "done",
        &[
            Choose("done", "colleague"),
            Choose("done", "contact-person"),
            Type("done-detail", "Asked on Monday"),
        ],
        "continue",
    ),
    (
        "subject-knows",
        &[
            Choose("subject-knows", "no"),
            Choose("subject-knows-not", "unsafe"),
        ],
        "continue",
    ),
    (
        "necessity",
        &[Type("necessity", "Nothing less would do.")],
        "continue",
    ),
    (
        "danger-if-acted-on",
        &[Unknown("danger-if-acted-on")],
        "continue",
    ),
    (
        "request",
        &[
            Choose("request", "advice"),
            Choose("request", "help-for-person"),
        ],
        "continue",
    ),
    (
        "second-reader",
        &[
            Choose("second-reader", "ok"),
            Type("second-reader-note", "Read ✓"),
        ],
        "continue",
    ),
];

/// A resident's report with every question answered.
const RESIDENT: &[Visit] = &[
    ("happened", &[Type("happened", BOTH)], "continue"),
    (
        "how-known",
        &[Choose("how-known", "saw-or-heard")],
        "continue",
    ),
    ("about", &[Choose("about", "someone-i-know")], "continue"),
    ("when", &[Choose("when", "today")], "continue"),
    (
        "by-whom",
        &[
            Choose("by-whom", "resident"),
            Type("by-whom-detail", TIGRINYA),
        ],
        "continue",
    ),
    ("wish", &[Choose("wish", "ask-me-first")], "continue"),
    (
        "exclude",
        &[
            Choose("exclude", "police-liaison"),
            Choose("also-read", "site-safety"),
        ],
        "continue",
    ),
];

#[test]
fn a_report_goes_the_whole_way() {
    let stage = walk(async |stage, client| {
        open_form(&client, &stage, "/staff").await;
        see_it_stored(&client).await;
        stage.stop_intake();

        file_a_staff_report(&client).await;
        see_outbox(&client, 1, 0).await;
        open_form(&client, &stage, "/").await;
        file_a_resident_report(&client).await;
        see_outbox(&client, 2, 0).await;
        see(&client, "#delivery[data-delivery=waiting]").await;

        reload(&client).await;
        see_outbox(&client, 2, 0).await;
        let day = today(&client).await;
        stage.start_intake();
        see_outbox(&client, 0, 2).await;

        assert_eq!(
            at_the_desk(&stage),
            [resident_report(&day), staff_report(&day)]
        );
        // The other drivers have no command for the console.
        if Engine::asked_for() == Engine::Chromium {
            assert_the_policy_held(&client).await;
        }
    });
    assert_nothing_is_readable_on_the_way(&stage);
}

async fn file_a_staff_report(client: &Client) {
    choose_language(client, "en").await;
    answer_that_nobody_is_in_danger(client).await;
    see_screen(client, "categories").await;
    press(client, "category-VEX-REC").await;
    fill_in(client, STAFF).await;
    see_screen(client, "review").await;
    press(client, "send").await;
    see_screen(client, "submitted").await;
}

async fn file_a_resident_report(client: &Client) {
    choose_language(client, "nl").await;
    answer_that_nobody_is_in_danger(client).await;
    read_on(client, "information", 2).await;
    see_screen(client, "tiles").await;
    press(client, "tile-t1").await;
    see_screen(client, "categories").await;
    press(client, "category-THR-PER").await;
    fill_in(client, RESIDENT).await;
    see_screen(client, "review").await;
    for role in ["intake-desk", "site-safety"] {
        see(client, &format!("#readers [data-role={role}]")).await;
    }
    press(client, "send").await;
    see_screen(client, "submitted").await;
}

fn staff_report(day: &str) -> Value {
    json!({
        "version": 1, "audience": "staff", "site": "demo", "language": "en", "day": day,
        "category": "VEX-REC",
        "cards": [
            {
                "observed": { "text": TIGRINYA }, "source": { "choice": "told" },
                "source-experienced": { "choice": "no" }, "source-knows": { "choice": "unknown" }
            },
            { "observed": { "text": ARABIC }, "source": { "choice": "own" } }
        ],
        "answers": {
            "period": { "choice": "this-week" }, "frequency": { "choice": "repeated" },
            "place": { "choice": "room" }, "place-detail": { "text": "marker-room-b2" },
            "subject": { "text": "V-1042" }, "subject-certainty": { "choice": "fairly-sure" },
            "at-risk": { "unknown": true }, "opinion": { "text": BOTH },
            "against": { "text": "He was calm today.\nTwo lines." },
            "done": { "choices": ["colleague", "contact-person"] },
            "done-detail": { "text": "Asked on Monday" },
            "subject-knows": { "choice": "no" }, "subject-knows-not": { "choice": "unsafe" },
            "necessity": { "text": "Nothing less would do." },
            "danger-if-acted-on": { "unknown": true },
            "request": { "choices": ["advice", "help-for-person"] },
            "second-reader": { "choice": "ok" }, "second-reader-note": { "text": "Read ✓" }
        }
    })
}

fn resident_report(day: &str) -> Value {
    json!({
        "version": 1, "audience": "resident", "site": "demo", "language": "nl", "day": day,
        "category": "THR-PER",
        "answers": {
            "happened": { "text": BOTH }, "how-known": { "choice": "saw-or-heard" },
            "about": { "choice": "someone-i-know" }, "when": { "choice": "today" },
            "by-whom": { "choice": "resident" }, "by-whom-detail": { "text": TIGRINYA },
            "wish": { "choice": "ask-me-first" },
            "exclude": { "roles": ["police-liaison"] }, "also-read": { "roles": ["site-safety"] }
        }
    })
}

/// The day by the device's own calendar.
async fn today(client: &Client) -> String {
    let day = "\
        const now = new Date();\
        const parts = [now.getFullYear(), now.getMonth() + 1, now.getDate()];\
        return parts.map((part) => String(part).padStart(2, '0')).join('-');";
    evaluate(client, day)
        .await
        .as_str()
        .expect("a day")
        .to_owned()
}

/// The reports in the order of their audience, since the queue promises no other.
fn at_the_desk(stage: &Stage) -> Vec<Value> {
    let mut reports: Vec<_> = stage
        .opened_at_the_desk()
        .into_iter()
        .map(|mut line| line["report"].take())
        .collect();
    reports.sort_by_key(|report| report["audience"].to_string());
    reports
}

/// What was typed stands in no file of the device, of the intake or of its log.
fn assert_nothing_is_readable_on_the_way(stage: &Stage) {
    let search = Traces::of(&["sealpost-operator"]).in_folder(&stage.app());
    assert!(!search.is_empty(), "the search finds what is there");
    let log = stage.intake_log();
    for marker in MARKERS {
        assert!(!log.contains(marker), "{marker} is in the intake's log");
    }
    for folder in [stage.device(), stage.intake_data()] {
        assert_eq!(Traces::of(&MARKERS).in_folder(&folder), []);
    }
}

/// Nothing the app does is against its content security policy, and nothing in it broke.
async fn assert_the_policy_held(client: &Client) {
    let said = console(client).await;
    let trouble = [
        "Content Security Policy",
        "Refused to",
        "Trusted",
        "panicked",
        "Uncaught",
    ];
    let broken: Vec<_> = said
        .iter()
        .filter(|line| trouble.iter().any(|word| line.contains(word)))
        .collect();
    assert!(broken.is_empty(), "{broken:#?}");
}
