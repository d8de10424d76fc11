//! Commands that change a manifest, and leave the rest of it as a person wrote it.

use serde_json::{Value, json};

use super::ED25519;
use crate::harness::{Desk, mode};

/// The lines of the second text that are not in the first, in one piece; everything else is the same.
fn added(before: &str, after: &str) -> String {
    let start = before
        .lines()
        .zip(after.lines())
        .take_while(|(one, other)| one == other)
        .count();
    let end = before
        .lines()
        .rev()
        .zip(after.lines().rev())
        .take(before.lines().count() - start)
        .take_while(|(one, other)| one == other)
        .count();
    let kept = before.lines().count() - start - end;
    assert!(kept <= 1, "{kept} lines were changed");
    let new: Vec<&str> = after.lines().collect();
    new[start..new.len() - end].join("\n")
}

/// What a person must decide stands there as an empty text or null; the one number is 112.
#[test]
fn a_draft_invents_nothing() {
    let desk = Desk::new();
    desk.do_it("site new west.json --language nl --language ti");
    let draft: Value = serde_json::from_str(&desk.text("west.json")).expect("JSON");
    let nothing = json!({ "nl": "", "ti": "" });
    assert_eq!(draft["name"], nothing);
    assert_eq!(draft["receiptKey"], "");
    assert_eq!(draft["owner"], "");
    assert!(draft.get("trainingConfirmed").is_none());
    for class in ["U0", "U1", "U2", "U3"] {
        assert_eq!(draft["readingTimes"][class], nothing, "{class}");
    }
    let numbers = draft["help"].as_array().expect("a list");
    assert_eq!(numbers.len(), 1);
    assert_eq!(
        (&numbers[0]["telephone"], &numbers[0]["checked"]),
        (&json!("112"), &json!(""))
    );
    assert_eq!(
        draft["kiosk"],
        json!({ "camera": null, "sharedWifi": null, "headphones": null })
    );
    assert_eq!(draft["tablets"], json!([]));
    let roles = draft["roles"].as_array().expect("a list");
    assert!(roles.len() > 10 && roles.iter().all(|it| it["holders"] == json!([])));
    assert_eq!(roles[0]["name"]["ti"], "");
}

/// With an indent, an order and a line of its own that no program would write.
#[test]
fn what_a_person_wrote_stays() {
    let desk = Desk::new();
    let text = desk.west();
    let by_hand = text
        .replace("  \"languages\": [\"nl\", \"en\"],\n", "")
        .replace(
            "\"format\": \"sealpost-site/1\",",
            "\"languages\"  : [ \"nl\",\"en\" ],\n\n\t\"format\":\"sealpost-site/1\" ,",
        );
    desk.write("west.json", &by_hand);
    let mut before = by_hand;
    for (command, contains) in [
        (
            "add-role west.json late --on-site --name en=Late",
            "\"id\": \"late\"",
        ),
        ("add-holder west.json late --key first.pub", "\"from\""),
        ("add-tablet west.json one --key", "\"id\": \"one\""),
    ] {
        let command = match command.ends_with("--key") {
            true => format!("site {command} {ED25519}"),
            false => format!("site {command}"),
        };
        desk.do_it(&command);
        let after = desk.text("west.json");
        let new = added(&before, &after);
        assert!(new.contains(contains), "{command}: {new}");
        assert!(after.starts_with("{\n  \"languages\"  : [ \"nl\",\"en\" ],\n\n\t\"format\""));
        before = after;
    }
    assert_eq!(mode(&desk.path("west.json")), 0o644);
}

fn role<'a>(manifest: &'a Value, id: &str) -> &'a Value {
    let roles = manifest["roles"].as_array().expect("a list");
    let role = roles.iter().find(|it| it["id"] == id);
    role.unwrap_or_else(|| panic!("no {id}"))
}

#[test]
fn a_role_gets_names_keys_and_categories() {
    let desk = Desk::new();
    desk.west();
    desk.reader("third");
    desk.do_it(
        "site add-role west.json night --off-site --name en=Night --name nl=Nacht \
         --staff VEX-REC --staff OTH-OTH --resident OTH-OTH --key third.pub \
         --from 2027-01-01 --until 2027-02-01",
    );
    let manifest: Value = serde_json::from_str(&desk.text("west.json")).expect("JSON");
    let night = role(&manifest, "night");
    assert_eq!(night["name"], json!({ "en": "Night", "nl": "Nacht" }));
    assert_eq!(night["onSite"], false);
    let key = desk.text("third.pub");
    assert_eq!(
        night["holders"],
        json!([{ "key": key.trim(), "from": "2027-01-01", "until": "2027-02-01" }])
    );
    let reads = |code: &str, audience: &str| {
        let list = manifest["routing"][code][audience].as_array();
        list.expect("a list").contains(&json!("night"))
    };
    assert!(reads("VEX-REC", "staff") && !reads("VEX-REC", "resident"));
    assert!(reads("OTH-OTH", "staff") && reads("OTH-OTH", "resident"));
    assert!(!reads("ADV-ASK", "staff"));
}

/// The next key begins when the one before ends, or ends it earlier.
#[test]
fn a_key_is_followed_by_the_next() {
    let desk = Desk::new();
    desk.west();
    let third = desk.reader("third");
    desk.reader("third-2");
    desk.reader("third-3");
    let add = "site add-holder west.json ind-desk --key";
    desk.do_it(&format!(
        "{add} third.pub --from 2026-12-01 --until 2027-02-28"
    ));
    desk.do_it(&format!("{add} third-2.pub --after {third}"));
    desk.do_it(&format!(
        "{add} third-3.pub --after third-2.pub --from 2027-03-15 --until 2027-04-01"
    ));
    let manifest: Value = serde_json::from_str(&desk.text("west.json")).expect("JSON");
    let holders = role(&manifest, "ind-desk")["holders"].as_array();
    let days: Vec<(&Value, &Value)> = holders
        .expect("a list")
        .iter()
        .map(|it| (&it["from"], &it["until"]))
        .collect();
    assert_eq!(
        json!(days),
        json!([
            ["2026-12-01", "2027-02-28"],
            ["2027-03-01", "2027-03-14"],
            ["2027-03-15", "2027-04-01"]
        ])
    );
}

/// Each is refused, and the file stays byte for byte.
#[test]
fn a_change_that_does_not_fit_changes_nothing() {
    let desk = Desk::new();
    desk.west();
    desk.do_it(&format!("site add-tablet west.json one --key {ED25519}"));
    desk.reader("third");
    desk.write("broken.json", "{");
    desk.write("other.json", "{}");
    desk.write("pass", "correct horse\n");
    desk.do_it("keygen --passphrase-file pass --output safe.key");
    let before = desk.text("west.json");
    let holder = "add-holder west.json intake-desk --key";
    let tablet = "add-tablet west.json two --key";
    let cases = [
        (
            "add-role west.json ind-desk --on-site --name en=x",
            6,
            "is there already",
        ),
        (
            "add-role west.json Ind_Desk --on-site --name en=x",
            6,
            "is not an id",
        ),
        ("add-role west.json x --name en=x", 2, "--on-site"),
        (
            "add-role west.json x --on-site --name xx=x",
            2,
            "none of the form's languages",
        ),
        ("add-role west.json x --on-site --name en=", 2, "no words"),
        (
            "add-role west.json x --on-site --name en=x --staff ABC-DEF",
            2,
            "none of the categories",
        ),
        (
            "add-role broken.json x --on-site --name en=x",
            6,
            "not a manifest",
        ),
        (
            "add-role other.json x --on-site --name en=x",
            6,
            "not a manifest",
        ),
        (
            "add-role away.json x --on-site --name en=x",
            1,
            "cannot be read",
        ),
        ("add-holder west.json nobody --key third.pub", 6, "no role"),
        (&format!("{holder} first.pub"), 6, "has this key already"),
        (&format!("{holder} third.key"), 6, "PRIVATE"),
        (&format!("{holder} safe.key"), 6, "PRIVATE"),
        (
            &format!("{holder} missing.pub"),
            6,
            "not a reader's public key",
        ),
        (
            &format!("{holder} {ED25519}"),
            6,
            "not a reader's public key",
        ),
        (
            &format!("{holder} third.pub --after 0123456789abcdef"),
            6,
            "no such key",
        ),
        (
            &format!("{holder} third.pub --key first.pub --after x"),
            6,
            "takes one",
        ),
        (
            &format!("{holder} third.pub --after first.pub --from 2020-01-01"),
            6,
            "before the first",
        ),
        (
            &format!("{holder} third.pub --from 2027-01-02 --until 2027-01-01"),
            6,
            "before the first",
        ),
        (
            &format!("{holder} third.pub --from 2027-02-30"),
            2,
            "--from",
        ),
        (&format!("{tablet} {ED25519}"), 6, "is there already"),
        (
            &format!("{tablet} {ED25519}A"),
            6,
            "not a tablet's public key",
        ),
        (
            &format!("add-tablet west.json TWO --key {ED25519}"),
            6,
            "is not an id",
        ),
        ("new west.json", 1, "exists already"),
        ("new West_1.json", 6, "not the id of a site"),
        ("new east.json --receipt-key abc", 6, "not a receipt key"),
    ];
    for (command, code, says) in cases {
        let done = desk.say(&format!("site {command}"));
        assert_eq!(done.code, code, "{command}: {done:?}");
        assert!(done.stderr.contains(says), "{command}: {done:?}");
        assert!(!done.stderr.contains("SEALPOST-IDENTITY"), "{command}");
        assert_eq!(desk.text("west.json"), before, "{command}");
    }
    assert!(!desk.path("east.json").exists());
}

/// What `keygen` prints may be kept as the public key's file too.
#[test]
fn a_key_comes_from_what_keygen_printed() {
    let desk = Desk::new();
    desk.west();
    let printed = desk.do_it("keygen --no-passphrase --output third.key");
    desk.write("third.txt", &printed.stdout);
    desk.do_it("site add-holder west.json ind-desk --key third.txt");
    let key = printed.stdout.split_whitespace().last().expect("a key");
    assert!(desk.text("west.json").contains(key));
}
