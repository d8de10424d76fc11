//! One rule broken each.

use serde_json::{Value, json};

use crate::changes::{fallback_keys, give_keys, remove, role, staff, tablets};
use crate::operator::reader;

/// What is done, how grave it is, where it stands and what is said.
type Case = (
    &'static str,
    fn(&mut Value),
    &'static str,
    &'static str,
    &'static str,
);

pub(super) const CASES: &[Case] = &[
    (
        "a role twice",
        |m| m["roles"][1]["id"] = m["roles"][0]["id"].clone(),
        "mistake",
        "/roles/1/id",
        "\"intake-desk\" stands in line",
    ),
    (
        "a damaged key of the right length",
        |m| m["roles"][0]["holders"][0]["key"] = json!("_".repeat(1622)),
        "mistake",
        "/roles/0/holders/0/key",
        "it is damaged",
    ),
    (
        "one key for two people",
        |m| m["roles"][0]["holders"][1] = m["roles"][0]["holders"][0].clone(),
        "mistake",
        "/roles/0/holders/1/key",
        "for some of the same days",
    ),
    (
        "an unknown reader",
        |m| staff(m, "OTH-OTH", &["nobody"]),
        "mistake",
        "/routing/OTH-OTH/staff/0",
        "\"nobody\" is not defined",
    ),
    (
        "a reader twice",
        |m| staff(m, "OTH-OTH", &["site-safety", "site-safety"]),
        "mistake",
        "/routing/OTH-OTH/staff/1",
        "twice",
    ),
    (
        "an unknown second reader",
        |m| m["routing"]["VEX-REC"]["secondReader"] = json!("nobody"),
        "mistake",
        "/routing/VEX-REC/secondReader",
        "is not defined",
    ),
    (
        "residents who are not asked",
        |m| m["routing"]["IDT-DOC"]["resident"] = json!(["intake-desk"]),
        "mistake",
        "/routing/IDT-DOC/resident/0",
        "not offered to residents",
    ),
    (
        "a reader at the site of what is closed to it",
        |m| staff(m, "MIS-ORG", &["integrity-officer", "site-safety"]),
        "mistake",
        "/routing/MIS-ORG/staff/1",
        "nobody there may read MIS-ORG",
    ),
    (
        "a suspicion's reader for a worry about health",
        |m| staff(m, "SLF-HRM", &["health-gza", "ind-desk"]),
        "mistake",
        "/routing/SLF-HRM/staff/1",
        "must not read SLF-HRM",
    ),
    (
        "the police for somebody's mental health, when a resident reports",
        |m| m["routing"]["MHC-WOR"]["resident"] = json!(["police-liaison"]),
        "mistake",
        "/routing/MHC-WOR/resident/0",
        "must not read MHC-WOR",
    ),
    (
        "the police as deputy of those who care for health",
        |m| role(m, "health-gza")["deputy"] = json!("police-liaison"),
        "mistake",
        "/roles/10/deputy",
        "must not read MHC-WOR",
    ),
    (
        "a deputy at the site for what is closed to it",
        |m| role(m, "integrity-officer")["deputy"] = json!("site-safety"),
        "mistake",
        "/roles/12/deputy",
        "nobody there may read MIS-ORG",
    ),
    (
        "a role that is its own deputy",
        |m| role(m, "ind-desk")["deputy"] = json!("ind-desk"),
        "mistake",
        "/roles/3/deputy",
        "cannot take over from itself",
    ),
    (
        "an unknown deputy",
        |m| role(m, "ind-desk")["deputy"] = json!("nobody"),
        "mistake",
        "/roles/3/deputy",
        "\"nobody\" is not defined",
    ),
    (
        "staff who are not trained",
        |m| remove(m, "trainingConfirmed"),
        "warning",
        "/routing/VEX-REC",
        "VEX-REC is closed to staff",
    ),
    (
        "help in one language alone",
        |m| {
            m["help"] = json!([{
                "name": { "nl": "Hulp" }, "telephone": "1",
                "checked": "2026-12-01", "languages": ["nl"],
            }])
        },
        "warning",
        "/help",
        "no number for people who speak en",
    ),
    (
        "no help at all",
        |m| m["help"] = json!([]),
        "warning",
        "/help",
        "no number for people who speak nl, en",
    ),
    (
        "a language of help twice",
        |m| m["help"][0]["languages"] = json!(["nl", "nl"]),
        "mistake",
        "/help/0/languages/1",
        "twice",
    ),
    (
        "a legal basis twice",
        |m| {
            let basis = json!({ "id": "one", "name": { "nl": "Wet" } });
            m["legalBases"] = json!([basis, basis]);
        },
        "mistake",
        "/legalBases/1/id",
        "\"one\" stands here twice",
    ),
    (
        "a legal basis without words",
        |m| m["legalBases"] = json!([{ "id": "one", "name": {} }]),
        "mistake",
        "/legalBases/0/name",
        "still to be filled in",
    ),
    (
        "a word to warn about twice",
        |m| m["warningWords"] = json!({ "nl": ["een", "een"] }),
        "mistake",
        "/warningWords/nl/1",
        "\"een\" stands here twice",
    ),
    (
        "a sentence to warn about",
        |m| m["warningWords"] = json!({ "nl": ["x".repeat(65)] }),
        "mistake",
        "/warningWords/nl/0",
        "at most 64 characters, and this has 65",
    ),
    (
        "a region with a blank",
        |m| m["statisticsRegion"] = json!("the north"),
        "mistake",
        "/statisticsRegion",
        "not an id",
    ),
    (
        "nobody in the fallback",
        |m| role(m, "intake-desk")["holders"] = json!([]),
        "mistake",
        "/roles/0/holders",
        "no key from 2026-11-24 to 2027-02-22",
    ),
    (
        "a fallback that begins late",
        |m| fallback_keys(m, "from", "2026-12-10"),
        "mistake",
        "/roles/0/holders",
        "no key from 2026-11-24 to 2026-12-09",
    ),
    (
        "a fallback that ends early",
        |m| fallback_keys(m, "until", "2027-02-20"),
        "mistake",
        "/roles/0/holders",
        "no key from 2027-02-21 to 2027-02-22",
    ),
    (
        "days between a key and the next",
        gap,
        "mistake",
        "/roles/3/holders",
        "\"ind-desk\" has no key from 2027-01-01 to 2027-01-04",
    ),
    (
        "a role that nobody holds",
        |m| role(m, "ind-desk")["holders"] = json!([]),
        "warning",
        "/roles/3/holders",
        "nobody holds \"ind-desk\"",
    ),
    (
        "a person alone for a while",
        |m| role(m, "ind-desk")["holders"][1]["until"] = json!("2027-01-31"),
        "warning",
        "/roles/3/holders",
        "\"ind-desk\" has only one key on 2027-02-01",
    ),
    (
        "nine keys for one report",
        |m| give_keys(m, "police-liaison", 5),
        "mistake",
        "/routing/THR-ATT",
        "could need 9 keys on 2026-11-24",
    ),
    (
        "nine keys for some days",
        nine_later,
        "mistake",
        "/routing/THR-ATT",
        "could need 9 keys on 2027-01-10",
    ),
    (
        "nine keys where the fallback stands in",
        |m| {
            give_keys(m, "intake-desk", 8);
            role(m, "thb-contact")["holders"] = json!([]);
            m["routing"]["THB-TRF"]["resident"] = json!(["thb-contact", "liv-lse"]);
            m["routing"]["THB-TRF"]["staff"] = json!([]);
            for code in ["THR-PER", "EXT-VIS", "SLF-HRM"] {
                m["routing"][code]["onChoice"] = json!([]);
            }
        },
        "mistake",
        "/routing/THB-TRF",
        "could need 10 keys",
    ),
    (
        "a tablet twice",
        |m| tablets(m, &["one", "one"], |_| ()),
        "mistake",
        "/tablets/1/id",
        "stands in line",
    ),
    (
        "a tablet's key twice",
        |m| tablets(m, &["one", "two"], |it| it["key"] = json!("A".repeat(43))),
        "mistake",
        "/tablets/1/key",
        "stands in line",
    ),
    (
        "a tablet that counts no more",
        |m| tablets(m, &["one"], |it| it["until"] = json!("2026-11-25")),
        "warning",
        "/tablets/0/until",
        "is over",
    ),
];

fn gap(manifest: &mut Value) {
    let holders = role(manifest, "ind-desk")["holders"].as_array_mut();
    let holders = holders.expect("a list");
    for holder in holders.iter_mut() {
        holder["until"] = json!("2026-12-31");
    }
    for n in [150, 151] {
        let key = reader(n).to_string();
        holders.push(json!({ "key": key, "from": "2027-01-05", "until": "2027-02-22" }));
    }
}

fn nine_later(manifest: &mut Value) {
    give_keys(manifest, "police-liaison", 5);
    role(manifest, "police-liaison")["holders"][4]["from"] = json!("2027-01-10");
}
