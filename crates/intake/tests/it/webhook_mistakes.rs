//! A file of webhooks that is wrong.

use std::{fs, os::unix::fs::PermissionsExt as _};

use crate::{
    home::{CHECK, Home},
    receiver::SECRET,
};

const WEBHOOKS: [&str; 2] = ["--webhooks", "webhooks.toml"];

#[test]
fn each_mistake_in_the_file_of_webhooks_is_named_and_no_secret_is_printed() {
    let home = Home::new();
    home.receipt_key();
    fs::write(home.path().join("sites/demo.json"), "{}").expect("written");
    fs::write(home.path().join("sites/demo.json.minisig"), "x").expect("written");
    let secrets = ["one", "open", "short", "three", "none"];
    let line = format!("{SECRET}\n");
    let texts = [
        &*line,
        &line,
        "whsec_c2hvcnQ=\n",
        &line.repeat(3),
        "hunter2hunter2\n",
    ];
    for (name, text) in secrets.iter().zip(texts) {
        let path = home.path().join(name);
        fs::write(&path, text).expect("written");
        let mode = if *name == "open" { 0o644 } else { 0o600 };
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("set");
    }
    let target = |id: &str, url: &str, secret: &str| {
        format!("[[target]]\nid = \"{id}\"\nurl = \"{url}\"\nsecret-file = \"{secret}\"\n")
    };
    let url = |url: &str| target("desk", url, "one");
    let good = url("http://127.0.0.1:9/hidden-path");
    let refused = "webhooks.toml:3: url: must be an https URL";
    let secret = "webhooks.toml:4: secret-file: must have one or two lines";
    let cases = [
        (good.clone(), None),
        (url("http://[::1]:9/"), None),
        (url("http://127.0.0.1.example/hidden-path"), Some(refused)),
        (url("http://localhost/hidden-path"), Some(refused)),
        (url("http://10.0.0.1/hidden-path"), Some(refused)),
        (url("https://user:hunter2hunter2@a.example/"), Some(refused)),
        (url("https://a.example/#hidden-path"), Some(refused)),
        (url("file:///hidden-path"), Some(refused)),
        (url("hidden-path"), Some(refused)),
        (
            good.replace("[[", "color = 1\n[["),
            Some("webhooks.toml:1: color: there is no such key"),
        ),
        (
            good.clone() + "hidden-key = 1\n",
            Some("webhooks.toml:5: hidden-key: there is no such key"),
        ),
        (
            target("Desk", "https://a.example/", "one"),
            Some("webhooks.toml:2: id: must be 1 to 64"),
        ),
        (
            good.repeat(2),
            Some("webhooks.toml:6: id: there is a target of this name already"),
        ),
        (
            good.replace("id = \"desk\"", ""),
            Some("webhooks.toml:1: target: has no id"),
        ),
        (
            good.replace("\"one\"", "7"),
            Some("webhooks.toml:4: secret-file: must be the path"),
        ),
        (target("desk", "http://127.0.0.1/", "short"), Some(secret)),
        (target("desk", "http://127.0.0.1/", "three"), Some(secret)),
        (target("desk", "http://127.0.0.1/", "none"), Some(secret)),
        (
            target("desk", "http://127.0.0.1/", "missing"),
            Some("secret-file: cannot be read"),
        ),
        (
            target("desk", "http://127.0.0.1/", "open"),
            Some("open: is open to other users"),
        ),
        (
            "target = 1".to_owned(),
            Some("webhooks.toml:1: target: must be written as [[target]]"),
        ),
        (
            "[[target]]\nid = \"a".to_owned(),
            Some("webhooks.toml:2: TOML: "),
        ),
    ];
    for (text, expected) in cases {
        fs::write(home.path().join("webhooks.toml"), &text).expect("written");
        let output = home.run(&[&CHECK[..], &WEBHOOKS].concat());
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8(said).expect("text");
        assert_eq!(
            output.status.success(),
            expected.is_none(),
            "{text}: {said}"
        );
        assert!(
            said.contains(expected.unwrap_or("webhooks: webhooks.toml")),
            "{text}: {said}"
        );
        for hidden in ["hunter2", "hidden-path", "MfKQ", "c2hvcnQ"] {
            assert!(!said.contains(hidden), "{said}");
        }
    }
}
