//! The first manifest of a site, for a person to fill in.

use jsonc_parser::cst::{CstInputValue, CstRootNode};
use report::{Language, Urgency};
use serde_json::Value;
use site::demo::{self, Demo};

use super::JSON;

/// What a draft is made of.
#[derive(Clone, Debug)]
pub struct Draft<'a> {
    /// The id of the site.
    pub site: &'a str,
    /// What it is called, as far as that is known.
    pub name: &'a [(Language, String)],
    /// The languages to be released.
    pub languages: &'a [Language],
    /// The intake's receipt key, or nothing.
    pub receipt_key: &'a str,
    /// The first day, as `YYYY-MM-DD`.
    pub issued: &'a str,
    /// The last day, as `YYYY-MM-DD`.
    pub expires: &'a str,
}

/// The draft: the roles and routes of the taxonomy, 112, and an empty text or null where a person must
/// write.
pub fn write(draft: &Draft<'_>) -> String {
    let defaults = demo::manifest(&Demo {
        issued: draft.issued,
        expires: draft.expires,
        sequence: 0,
        receipt_key: draft.receipt_key,
        holders: &[],
    });
    let defaults: Value = serde_json::from_str(&defaults).expect("it was just written");
    let tags = draft.languages.iter().map(|it| text(it.tag())).collect();
    let manifest = object([
        ("format", input(&defaults["format"])),
        ("site", text(draft.site)),
        // The first signature makes it 1.
        ("sequence", CstInputValue::Number("0".to_owned())),
        ("issued", text(draft.issued)),
        ("expires", text(draft.expires)),
        ("owner", text("")),
        ("name", words(draft.languages, draft.name)),
        ("languages", CstInputValue::Array(tags)),
        ("receiptKey", text(draft.receipt_key)),
        ("fallbackRole", input(&defaults["fallbackRole"])),
        ("roles", roles(draft.languages, &defaults["roles"])),
        ("routing", routing(&defaults["routing"])),
        ("forcedExclusions", input(&defaults["forcedExclusions"])),
        ("readingTimes", reading_times(draft.languages)),
        ("help", help(draft.languages, &defaults["help"])),
        (
            "kiosk",
            object([
                ("camera", CstInputValue::Null),
                ("sharedWifi", CstInputValue::Null),
                ("headphones", CstInputValue::Null),
            ]),
        ),
        ("residentPictures", CstInputValue::Bool(false)),
        ("retentionDays", CstInputValue::Number("90".to_owned())),
        ("tablets", CstInputValue::Array(Vec::new())),
    ]);
    let root = CstRootNode::parse("{}\n", &JSON).expect("two braces are JSON");
    root.set_value(manifest);
    root.to_string()
}

fn roles(languages: &[Language], defaults: &Value) -> CstInputValue {
    let roles = defaults.as_array().into_iter().flatten();
    let role = |role: &Value| {
        object([
            ("id", input(&role["id"])),
            ("name", words(languages, &known(&role["name"]))),
            ("onSite", input(&role["onSite"])),
            ("holders", CstInputValue::Array(Vec::new())),
        ])
    };
    CstInputValue::Array(roles.map(role).collect())
}

fn routing(defaults: &Value) -> CstInputValue {
    let routes = defaults.as_object().into_iter().flatten();
    let route = |(code, route): (&String, &Value)| {
        let order = ["staff", "resident", "onChoice", "secondReader"];
        let there = order.into_iter().filter(|it| route.get(it).is_some());
        let members = there.map(|it| (it.to_owned(), input(&route[it])));
        (code.clone(), CstInputValue::Object(members.collect()))
    };
    CstInputValue::Object(routes.map(route).collect())
}

fn reading_times(languages: &[Language]) -> CstInputValue {
    let times = Urgency::ALL.map(|it| (it.code().to_owned(), words(languages, &[])));
    CstInputValue::Object(times.into())
}

/// The European emergency number alone: every other one is the site's to choose. Even this one
/// counts only once somebody has tried it at the site.
fn help(languages: &[Language], defaults: &Value) -> CstInputValue {
    CstInputValue::Array(vec![object([
        ("name", words(languages, &known(&defaults[0]["name"]))),
        ("telephone", input(&defaults[0]["telephone"])),
        ("checked", text("")),
    ])])
}

fn known(names: &Value) -> Vec<(Language, String)> {
    let names = names.as_object().into_iter().flatten();
    names
        .filter_map(|(tag, name)| Some((tag.parse().ok()?, name.as_str()?.to_owned())))
        .collect()
}

/// The words in each language; empty where there are none yet.
pub(super) fn words(languages: &[Language], known: &[(Language, String)]) -> CstInputValue {
    let more = known.iter().map(|(language, _)| *language);
    let more = more.filter(|it| !languages.contains(it));
    let all = languages.iter().copied().chain(more);
    let member = |language: Language| {
        let words = known.iter().find(|(it, _)| *it == language);
        let words = words.map_or("", |(_, words)| words.as_str());
        (language.tag().to_owned(), text(words))
    };
    CstInputValue::Object(all.map(member).collect())
}

pub(super) fn text(text: &str) -> CstInputValue {
    CstInputValue::String(text.to_owned())
}

/// An object whose members stand in this order.
pub(super) fn object<const N: usize>(members: [(&str, CstInputValue); N]) -> CstInputValue {
    CstInputValue::Object(members.map(|(name, it)| (name.to_owned(), it)).into())
}

fn input(value: &Value) -> CstInputValue {
    match value {
        Value::Null => CstInputValue::Null,
        Value::Bool(it) => CstInputValue::Bool(*it),
        Value::Number(it) => CstInputValue::Number(it.to_string()),
        Value::String(it) => text(it),
        Value::Array(list) => CstInputValue::Array(list.iter().map(input).collect()),
        Value::Object(members) => {
            let members = members.iter().map(|(name, it)| (name.clone(), input(it)));
            CstInputValue::Object(members.collect())
        }
    }
}
