//! A manifest and its signature are written both or not at all, and where a link leads.

use std::fs;
use std::os::unix::fs::symlink;

use integrator::files::{PairError, replace_pair};
use serde_json::Value;

use crate::harness::Desk;

const ED25519: &str = "WGZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmY";

/// The manifest cannot get its name, because a folder has it: the signature is put back.
#[test]
fn when_the_second_cannot_be_replaced_the_first_is_as_it_was() {
    let desk = Desk::new();
    fs::create_dir(desk.path("manifest")).expect("a new folder");
    let replace = || {
        let (first, second) = (desk.path("signature"), desk.path("manifest"));
        replace_pair((&first, b"new"), (&second, b"new"))
    };
    for before in [None, Some("old")] {
        if let Some(before) = before {
            desk.write("signature", before);
        }
        let failed = replace().expect_err("a folder is no file");
        assert!(matches!(failed, PairError::Unchanged(_)), "{failed}");
        let names = ["manifest", "signature"];
        let names = &names[..1 + usize::from(before.is_some())];
        assert_eq!(desk.list("."), names, "nothing is left behind");
        if let Some(before) = before {
            assert_eq!(desk.read("signature"), before.as_bytes());
        }
    }
}

#[test]
fn a_manifest_behind_a_link_is_signed_where_it_is() {
    let desk = Desk::new();
    desk.must(&["site", "demo", "demo", "--receipt-key", ED25519]);
    fs::create_dir(desk.path("links")).expect("a new folder");
    for (to, link) in [
        ("../demo/sites/demo.json", "links/first.json"),
        ("first.json", "links/second.json"),
    ] {
        symlink(to, desk.path(link)).expect("a new link");
    }
    let key = ["--secret-key", "demo/operator.key"];
    desk.must(&[&["site", "sign", "links/second.json"][..], &key].concat());
    let link = fs::symlink_metadata(desk.path("links/second.json")).expect("it is there");
    assert!(link.is_symlink(), "the link was replaced");
    assert_eq!(desk.list("links"), ["first.json", "second.json"]);
    let manifest: Value =
        serde_json::from_slice(&desk.read("demo/sites/demo.json")).expect("a manifest");
    assert_eq!(manifest["sequence"], 2);
    let operator = ["--operator-key", "demo/operator.pub"];
    desk.must(&[&["site", "check", "demo/sites/demo.json"][..], &operator].concat());
}

/// What adds to a manifest goes where the link leads, too.
#[test]
fn a_manifest_behind_a_link_is_changed_where_it_is() {
    let desk = Desk::new();
    desk.must(&["site", "demo", "demo", "--receipt-key", ED25519]);
    symlink("demo/sites/demo.json", desk.path("link.json")).expect("a new link");
    let before = desk.read("demo/sites/demo.json");
    let key = desk.keygen("reader");
    let add = ["site", "add-holder", "link.json", "intake-desk", "--key"];
    desk.must(&[&add[..], &[&key]].concat());
    let link = fs::symlink_metadata(desk.path("link.json")).expect("it is there");
    assert!(link.is_symlink(), "the link was replaced");
    assert_ne!(desk.read("demo/sites/demo.json"), before);
}
