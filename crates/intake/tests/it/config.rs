//! The settings of the real program: by option, by environment variable and by file.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    process::{Command, Output},
};

use crate::{
    home::{Home, Running},
    wire::{exchange, get},
};

/// A home whose site and configuration file are as they should be.
pub(crate) fn home() -> Home {
    let home = Home::new();
    for name in ["demo.json", "demo.json.minisig"] {
        fs::write(home.path().join("sites").join(name), "{}").expect("written");
    }
    let text = "data = \"from-file\"\nsites = \"sites\"\napp = \"app\"\nmax-storage = 1000\n";
    fs::write(home.path().join("intake.toml"), text).expect("written");
    home
}

pub(crate) fn output(command: &mut Command) -> (Option<i32>, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().expect("it runs");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    (status.code(), text(stdout), text(stderr))
}

/// The lines that name mistakes.
pub(crate) fn named(stderr: &str) -> Vec<&str> {
    stderr.lines().skip(1).map(str::trim).collect()
}

#[test]
fn the_option_comes_before_the_variable_and_the_variable_before_the_file() {
    let home = home();
    let file = ["check-config", "--config", "intake.toml"];
    let option = [&file[..], &["--data", "from-option"]].concat();
    let variable = ("SEALPOST_INTAKE_DATA", "from-variable");
    for (arguments, variables, expected) in [
        (&file[..], &[][..], "  data: from-file"),
        (&file, &[variable], "  data: from-variable"),
        (&option, &[variable], "  data: from-option"),
        (&option, &[], "  data: from-option"),
        (
            &["check-config"],
            &[("SEALPOST_INTAKE_CONFIG", "intake.toml")],
            "  data: from-file",
        ),
    ] {
        let mut command = home.command(arguments);
        let (code, stdout, stderr) = output(command.envs(variables.iter().copied()));
        assert_eq!(
            (code, &*stderr),
            (Some(0), ""),
            "{arguments:?} {variables:?}"
        );
        let lines: Vec<_> = stdout.lines().collect();
        let rest = [
            "  database: SQLite in the data folder",
            "  sites: sites",
            "  app: app",
            "  max-storage: 1000 MiB",
            "  retention: 30 days",
            "  free-per-minute: 300 envelopes",
            "  metrics: none",
            "  webhooks: none",
        ];
        assert_eq!(lines[1], "  listen: 127.0.0.1:8080");
        assert_eq!(
            (lines[2], &lines[3..]),
            (expected, &rest[..]),
            "{variables:?}"
        );
    }
    for name in ["from-file", "from-variable", "from-option"] {
        assert!(
            !home.path().join(name).exists(),
            "{name}: it changes nothing"
        );
    }
}

#[test]
fn the_example_is_right_once_its_folders_are_there() {
    let home = home();
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/../../deploy/intake.toml");
    let folders = ["--data", "data", "--sites", "sites", "--app", "app"];
    let arguments = [&["check-config", "--config", example], &folders[..]].concat();
    let (code, stdout, stderr) = output(&mut home.command(&arguments));
    assert_eq!((code, &*stderr), (Some(0), ""));
    assert!(stdout.contains("\n  max-storage: 20480 MiB"), "{stdout}");

    let (_, _, stderr) = output(&mut home.command(&["check-config", "--config", example]));
    let unit = include_str!("../../../../deploy/sealpost-intake.service");
    assert!(!stderr.contains("setting"), "{stderr}");
    assert!(unit.contains(" --config /etc/sealpost-intake/intake.toml\n"));
}

#[test]
fn an_intake_runs_on_a_file_and_a_variable_alone() {
    let home = home();
    let elsewhere = tempfile::tempdir().expect("a folder");
    let mut command = home.command(&["serve"]);
    command
        .current_dir(elsewhere.path())
        .env("SEALPOST_INTAKE_CONFIG", home.path().join("intake.toml"))
        .env("SEALPOST_INTAKE_LISTEN", "127.0.0.1:0");
    let running = Running::start(command);
    let answer = exchange(running.address, &get("/v1/sites/demo", "")).expect("an answer");
    assert_eq!(answer.status, 200, "the folders count from the file's");
    assert!(home.path().join("from-file/receipt.key").exists());

    let token = ["token", "add", "desk", "--config", "intake.toml"];
    let token = home.line(&token);
    assert_eq!(running.read("/v1/envelopes", &token).status, 200);
}

#[test]
fn every_mistake_of_the_settings_is_named_at_once() {
    let home = Home::new();
    let text = "listen = \"here\"\nmax_storage = 5\nsites = \"sites\"\n";
    fs::write(home.path().join("wrong.toml"), text).expect("written");
    for (command, arguments) in [
        ("check-config", &["--config", "wrong.toml"][..]),
        ("serve", &["--config", "wrong.toml"]),
    ] {
        let mut command = home.command(&[&[command], arguments].concat());
        let command = command.env("SEALPOST_INTAKE_MAX_STORAGE", "much");
        let (code, stdout, stderr) = output(command);
        assert_eq!((code, &*stdout), (Some(1), ""));
        assert!(
            stderr.starts_with("intake: the configuration has 5 mistakes\n"),
            "{stderr}"
        );
        let expected = [
            "SEALPOST_INTAKE_MAX_STORAGE: must be a whole number",
            "wrong.toml:1: listen: must be an IP address",
            "wrong.toml:2: max_storage: there is no setting of this name; there are listen, ",
            "data: not set; use --data, SEALPOST_INTAKE_DATA or `data`",
            "app: not set, and this program was built without the app inside; use --app, ",
        ];
        for (line, expected) in named(&stderr).into_iter().zip(expected) {
            assert!(line.starts_with(expected), "{line}");
        }
    }
    let (code, _, stderr) = output(&mut home.command(&["receipt-key", "--config", "none.toml"]));
    assert_eq!(code, Some(1));
    let expected = "none.toml: cannot be read: entity not found";
    assert_eq!(named(&stderr)[0], expected, "{stderr}");
}

#[test]
fn every_mistake_in_the_folders_is_named_at_once() {
    let home = home();
    let at = |path: &str| home.path().join(path);
    fs::create_dir(at("data")).expect("a folder");
    fs::set_permissions(at("data"), fs::Permissions::from_mode(0o755)).expect("set");
    fs::write(at("data/receipt.key"), "none").expect("written");
    fs::remove_file(at("app/index.html")).expect("removed");
    for (name, length) in [
        ("Two.json", 2),
        ("alone.json", 2),
        ("lost.json.minisig", 2),
        ("long.json", (4 << 20) + 1),
        ("long.json.minisig", 2),
        ("notes.txt", 2),
    ] {
        fs::write(at("sites").join(name), vec![b' '; length]).expect("written");
    }
    fs::write(at("sites/bytes.json"), [0xff, 0xfe]).expect("written");
    fs::write(at("sites/bytes.json.minisig"), "{}").expect("written");

    let arguments = ["check-config", "--config", "intake.toml", "--data", "data"];
    let mut command = home.command(&arguments);
    // An address of RFC 5737, which no machine has.
    let elsewhere = ["--listen", "203.0.113.1:80", "--metrics", "203.0.113.1:81"];
    let (code, stdout, stderr) = output(command.args(elsewhere));
    assert_eq!((code, &*stdout), (Some(1), ""));
    let expected = [
        "listen 203.0.113.1:80: cannot be listened on: address not available",
        "metrics 203.0.113.1:81: cannot be listened on: address not available",
        "data: is open to other users of the machine; use chmod 700",
        "data: data/receipt.key is not a receipt key; restore it from a copy",
        "sites/Two.json: a site's name is 1 to 64 lower-case letters, digits and inner hyphens",
        "sites/alone.json: has no signature beside it; sign it with minisign",
        "sites/bytes.json: is not text",
        "sites/long.json: is longer than 4 MiB",
        "sites/lost.json.minisig: has no manifest beside it",
        "app: is not the built app: it has no index.html that can be read",
    ];
    assert_eq!(named(&stderr), expected);
}

#[test]
fn a_folder_that_is_none_or_has_no_site_is_named() {
    let home = home();
    fs::create_dir(home.path().join("empty")).expect("a folder");
    let check = |key: &str, value: &str| {
        let option = format!("--{key}");
        let arguments = ["check-config", "--config", "intake.toml", &option, value];
        output(&mut home.command(&arguments))
    };
    for (key, value, expected) in [
        ("data", "intake.toml", "intake.toml: is not a folder"),
        ("sites", "none", "none: is not a folder"),
        ("app", "intake.toml", "intake.toml: is not a folder"),
        (
            "sites",
            "empty",
            "empty: has no manifest, which is a file SITE.json",
        ),
    ] {
        let (code, _, stderr) = check(key, value);
        assert_eq!(code, Some(1), "{key} {value}");
        assert_eq!(named(&stderr), [expected], "{key} {value}");
    }
    for (key, value) in [
        ("max-storage", "0"),
        ("retention", "0"),
        ("retention", "366"),
    ] {
        let (code, ..) = check(key, value);
        assert_eq!(code, Some(2), "{key} {value}");
    }
}

#[test]
fn the_url_of_a_database_is_checked_and_its_password_is_never_printed() {
    let home = home();
    let file = "database = \"postgres://me:secret@127.0.0.1:1/reports\"\ndata = \"data\"\n\
                sites = \"sites\"\napp = \"app\"\n";
    fs::write(home.path().join("server.toml"), file).expect("written");
    let url = "postgres://me:secret@127.0.0.1:1/reports?pasword=secret";
    for (arguments, expected) in [
        (
            &["--config", "server.toml"][..],
            "\n  database reports at 127.0.0.1:1: cannot be reached: Connection refused",
        ),
        (
            &["--config", "server.toml", "--database", "secret"],
            "\n  database: must begin with postgres://\n",
        ),
        (
            &["--config", "server.toml", "--database", url],
            "\n  database: has a parameter that there is not",
        ),
        (
            &["--config", "server.toml", "--max-storage", "9"],
            "\n  max-storage: is for SQLite alone",
        ),
    ] {
        let mut command = home.command(&[&["check-config"], arguments].concat());
        let (ended, stdout, stderr) = output(&mut command);
        let said = stdout + &stderr;
        assert_eq!(ended, Some(1), "{arguments:?}: {said}");
        assert!(said.contains(expected), "{arguments:?}: {said}");
        assert!(!said.contains("secret"), "{arguments:?}: {said}");
    }
    let url = "postgres://me:secret@127.0.0.1:1/reports";
    for arguments in [
        &["token", "list", "--data", "data", "--database", url][..],
        &["backup", "copy", "--data", "data", "--database", url],
    ] {
        let (code, stdout, stderr) = output(&mut home.command(arguments));
        assert_eq!((code, &*stdout), (Some(1), ""));
        assert!(stderr.contains("reports at 127.0.0.1:1"), "{stderr}");
        assert!(!stderr.contains("secret"), "{stderr}");
    }
}
