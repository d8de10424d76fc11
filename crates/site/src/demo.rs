//! The manifest of a demonstration site: the taxonomy's defaults, with keys given to it.
//!
//! Nothing here is for a real site: its readers, reading times and names are invented.

mod words;

use core::fmt;

use envelope::Recipient;
use report::taxonomy::{self, FALLBACK_ROLE, ROLES};
use report::{Audience, Category, Urgency};
use serde_json::{Map, Value, json};

/// The id of the demonstration site.
pub const SITE: &str = "demo";

/// The salt of the demonstration's mailboxes: the same in each, unlike a real operator's.
const MAILBOX_SALT: &str = "c2VhbHBvc3QtZGVtby0wMQ";

/// What the demonstration manifest is made of.
#[derive(Clone, Copy)]
pub struct Demo<'a> {
    /// The first day of the manifest and of the keys, as `YYYY-MM-DD`.
    pub issued: &'a str,
    /// The last day of the manifest and of the keys, as `YYYY-MM-DD`.
    pub expires: &'a str,
    /// The edition; 1 for the first.
    pub sequence: u64,
    /// The intake's receipt key: an Ed25519 public key as base64url without padding.
    pub receipt_key: &'a str,
    /// The keys of the people of each role of [`reading_roles`].
    pub holders: &'a [(&'a str, Vec<Recipient>)],
}

impl fmt::Debug for Demo<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Demo({} roles)", self.holders.len())
    }
}

/// The ids of the roles that read something by default, and of the fallback role: those the
/// demonstration needs keys for.
pub fn reading_roles() -> Vec<&'static str> {
    ROLES
        .iter()
        .map(|it| it.id)
        .filter(|id| {
            *id == FALLBACK_ROLE
                || Category::ALL
                    .into_iter()
                    .map(taxonomy::recipients)
                    .any(|to| {
                        to.staff.contains(id)
                            || to.resident.contains(id)
                            || to.on_choice.contains(id)
                    })
        })
        .collect()
}

/// The people of the demonstration site: the name of a desk, and the roles its people hold.
///
/// At a small site the same people hold several roles, each with one key for all of theirs. Every
/// tablet loads every key, 1216 bytes that no compression makes fewer.
pub const DESKS: [(&str, &[&str]); 8] = [
    ("intake-desk", &["intake-desk"]),
    ("site-safety", &["site-safety"]),
    ("ind-desk", &["ind-desk"]),
    ("liv-lse", &["liv-lse"]),
    ("police-liaison", &["police-liaison"]),
    (
        "contact-persons",
        &[
            "thb-contact",
            "meldcode-officer",
            "lgbtiq-contact",
            "trust-coordinator",
        ],
    ),
    ("health-gza", &["health-gza"]),
    (
        "complaints",
        &["complaints-central", "integrity-officer", "privacy-officer"],
    ),
];

/// The manifest as it is to be signed: JSON, one line for each value, ending with a line feed.
pub fn manifest(demo: &Demo<'_>) -> String {
    let manifest = json!({
        "format": "sealpost-site/1",
        "site": SITE,
        "sequence": demo.sequence,
        "issued": demo.issued,
        "expires": demo.expires,
        "name": words::site_name(),
        "languages": ["nl", "en"],
        "receiptKey": demo.receipt_key,
        "mailboxSalt": MAILBOX_SALT,
        "roles": roles(demo),
        "routing": by_code(Category::ALL, routing),
        "forcedExclusions": by_code(
            Category::ALL.into_iter().filter(|it| taxonomy::excludes_on_site(*it)),
            |_| json!("on-site"),
        ),
        "fallbackRole": FALLBACK_ROLE,
        "readingTimes": Urgency::ALL
            .into_iter()
            .map(|it| (it.code().to_owned(), words::reading_time(it)))
            .collect::<Map<_, _>>(),
        "help": words::help(demo.issued),
        "kiosk": { "camera": false, "sharedWifi": true, "headphones": false },
        "trainingConfirmed": demo.issued,
        "owner": "Demonstration",
    });
    format!("{manifest:#}\n")
}

/// The reading roles with their keys, and the second readers, who need none.
fn roles(demo: &Demo<'_>) -> Vec<Value> {
    let second_readers: Vec<&str> = Category::ALL
        .into_iter()
        .filter_map(|it| taxonomy::recipients(it).second_reader)
        .collect();
    let reading = reading_roles();
    ROLES
        .iter()
        .filter(|it| reading.contains(&it.id) || second_readers.contains(&it.id))
        .map(|role| {
            let keys = demo.holders.iter().filter(|(id, _)| *id == role.id);
            let holders: Vec<Value> = keys
                .flat_map(|(_, keys)| keys)
                .map(|key| {
                    json!({ "key": key.to_string(), "from": demo.issued, "until": demo.expires })
                })
                .collect();
            json!({
                "id": role.id,
                "name": { "nl": role.name_nl, "en": words::role_name_en(role.id) },
                "onSite": role.on_site,
                "holders": holders,
            })
        })
        .collect()
}

fn routing(category: Category) -> Value {
    let to = taxonomy::recipients(category);
    let mut routing = Map::new();
    routing.insert("staff".to_owned(), json!(to.readers(Audience::Staff)));
    routing.insert("resident".to_owned(), json!(to.readers(Audience::Resident)));
    if !to.on_choice.is_empty() {
        routing.insert("onChoice".to_owned(), json!(to.on_choice));
    }
    if let Some(role) = to.second_reader {
        routing.insert("secondReader".to_owned(), json!(role));
    }
    Value::Object(routing)
}

fn by_code(
    categories: impl IntoIterator<Item = Category>,
    value: impl Fn(Category) -> Value,
) -> Map<String, Value> {
    categories
        .into_iter()
        .map(|it| (it.code().to_owned(), value(it)))
        .collect()
}
