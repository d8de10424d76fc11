//! What is signed, what is refused, and what then stands in the files.

use serde_json::Value;

use super::{ED25519, lines};
use crate::harness::Desk;

/// A manifest without mistakes, and an operator's key without a passphrase.
fn ready() -> Desk {
    let desk = Desk::new();
    desk.do_it(&format!("site demo demo --receipt-key {ED25519}"));
    desk.west();
    desk
}

const SIGN: &str = "site sign west.json --secret-key demo/operator.key";
const CHECK: &str = "site check west.json --operator-key demo/operator.pub";

#[test]
fn each_signature_raises_the_number() {
    let desk = ready();
    for n in 1..=3 {
        let signed = lines(&desk.do_it(&format!("{SIGN} --json"))).pop();
        assert_eq!(signed.expect("a last line")["sequence"], n);
        desk.do_it(CHECK);
        let manifest: Value = serde_json::from_str(&desk.text("west.json")).expect("JSON");
        assert_eq!(manifest["sequence"], n);
    }
    // A copy that fell behind goes past the edition that was signed elsewhere.
    desk.write("third.json", desk.read("west.json"));
    let behind = desk
        .text("west.json")
        .replace("\"sequence\": 3", "\"sequence\": 1");
    desk.write("west.json", behind);
    let signed = desk.do_it(&format!("{SIGN} --previous third.json --json"));
    assert_eq!(lines(&signed).pop().expect("a last line")["sequence"], 4);
}

#[test]
fn a_manifest_is_renewed_before_it_expires() {
    let desk = ready();
    let last = "2027-08-31";
    desk.do_it(&format!(
        "site add-holder west.json intake-desk --key {} --from 2026-01-01 --until {last}",
        desk.keygen("long")
    ));
    let late = "--today 2027-06-01";
    let refused = desk.say(&format!("{SIGN} {late}"));
    assert_eq!(refused.code, 6, "{refused:?}");
    assert!(
        refused.stdout.contains("has expired; today is 2027-06-01"),
        "{refused:?}"
    );
    let before = desk.text("west.json");
    desk.do_it(&format!("{SIGN} {late} --expires {last}"));
    let after = desk.text("west.json");
    assert!(after.contains("\"issued\": \"2027-06-01\"") && after.contains(last));
    assert_eq!(before.lines().count(), after.lines().count());
    let soon = desk.do_it("site check west.json --today 2027-08-25");
    assert!(
        soon.stdout
            .contains("warning: the manifest expires in 6 days"),
        "{soon:?}"
    );
}

/// Nothing is signed, and both files stay as they were.
#[test]
fn what_is_refused_leaves_the_files_alone() {
    let desk = ready();
    desk.do_it(SIGN);
    let (manifest, signature) = (desk.text("west.json"), desk.read("west.json.minisig"));
    desk.write("pass", "wrong\n");
    desk.write("wrong.key", "untrusted comment: x\nUldSVA==\n");
    desk.write("east.json", manifest.replace("\"west\"", "\"east\""));
    desk.write("none.json", "[]");
    // A key with a passphrase, cut short, and one that is whole.
    let protected = format!("untrusted comment: x\nRWRTY0Iy{}\n", "A".repeat(204));
    desk.write("protected.key", protected);
    let sign = "site sign west.json --secret-key";
    let cases = [
        (
            format!("{sign} wrong.key"),
            6,
            "is not a minisign secret key",
        ),
        (
            format!("{sign} demo/operator.pub"),
            6,
            "is not a minisign secret key",
        ),
        (
            format!("{sign} west.json"),
            6,
            "is not a minisign secret key",
        ),
        (format!("{sign} away.key"), 1, "cannot be read"),
        (format!("{sign} protected.key"), 1, "no terminal to ask"),
        (
            format!("{sign} protected.key --passphrase-file pass"),
            6,
            "does not open",
        ),
        (format!("{SIGN} --previous east.json"), 6, "mistakes"),
        (format!("{SIGN} --previous none.json"), 6, "not an edition"),
        (format!("{SIGN} --expires 2020-01-01"), 6, "mistakes"),
    ];
    for (command, code, says) in cases {
        let done = desk.say(&command);
        assert_eq!(done.code, code, "{command}: {done:?}");
        assert!(done.stderr.contains(says), "{command}: {done:?}");
        assert_eq!(desk.text("west.json"), manifest, "{command}");
        assert_eq!(desk.read("west.json.minisig"), signature, "{command}");
    }
}

#[test]
fn a_signature_is_checked_where_the_operator_is_named() {
    let desk = ready();
    let unsigned = desk.say(CHECK);
    assert_eq!(unsigned.code, 1, "{unsigned:?}");
    desk.do_it(SIGN);
    desk.do_it(CHECK);
    desk.do_it(&format!("site demo other --receipt-key {ED25519}"));
    let other = desk.say("site check west.json --operator-key other/operator.pub");
    assert_eq!(other.code, 6, "{other:?}");
    assert!(
        other.stdout.contains("line 1, column 1, the whole file"),
        "{other:?}"
    );
    desk.write("elsewhere.minisig", desk.read("west.json.minisig"));
    desk.write("west.json.minisig", "nothing");
    desk.do_it(&format!("{CHECK} --minisig elsewhere.minisig"));
    let unreadable = desk.say(CHECK);
    assert!(
        unreadable.stdout.contains("not a minisign signature"),
        "{unreadable:?}"
    );
}
