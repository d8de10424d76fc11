use std::{ffi::OsString, path::Path};

use clap::CommandFactory as _;

use super::*;

#[test]
fn the_command_line_is_consistent() {
    Config::command().debug_assert();
}

/// What was said to be wrong, one line each.
fn said(mistakes: &Mistakes) -> Vec<String> {
    let text = mistakes.to_string();
    text.lines()
        .skip(1)
        .map(|it| it.trim().to_owned())
        .collect()
}

fn whole() -> Given {
    Given {
        listen: Some("[::1]:9000".parse().expect("an address")),
        data: Some("/var/data".into()),
        database: Some(
            "postgres://intake:secret@db/sealpost"
                .parse()
                .expect("text"),
        ),
        sites: Some("/etc/intake/sites".into()),
        app: Some("/srv/app".into()),
        max_storage: Some(2048),
        retention: Some(90),
        free_per_minute: Some(1_000),
        metrics: Some("[::1]:9001".parse().expect("an address")),
        webhooks: Some("/etc/webhooks.toml".into()),
    }
}

#[test]
fn a_file_says_every_setting() {
    let text = "# All of them.\nlisten = \"[::1]:9000\"\ndata = \"/var/data\"\n\
                database = 'postgres://intake:secret@db/sealpost'\nsites = \"sites\"\n\
                app = '/srv/app'\nmax-storage = 2_048\nretention = 90\nfree-per-minute = 1_000\nmetrics = \"[::1]:9001\"\n\
                webhooks = '/etc/webhooks.toml'\n";
    let mut mistakes = Mistakes::default();
    let given = file::parse(text, Path::new("/etc/intake/intake.toml"), &mut mistakes);
    assert_eq!(said(&mistakes), Vec::<String>::new());
    assert_eq!(given, whole());
}

#[test]
fn every_mistake_of_a_file_is_named_with_its_line() {
    let cases: [(&str, &[&str]); 11] = [
        (
            "\nport = 80\n",
            &["f.toml:2: port: there is no setting of this name"],
        ),
        (
            "listen = \"localhost\"",
            &["f.toml:1: listen: must be an IP address and a port"],
        ),
        (
            "listen = 8080",
            &["f.toml:1: listen: must be an IP address and a port"],
        ),
        (
            "data = 7",
            &["f.toml:1: data: must be the path of a folder"],
        ),
        (
            "app = \"\"",
            &["f.toml:1: app: must be the path of a folder"],
        ),
        (
            "max-storage = 0",
            &["f.toml:1: max-storage: must be a whole number of MiB"],
        ),
        (
            "max-storage = \"9\"",
            &["f.toml:1: max-storage: must be a whole number of MiB"],
        ),
        (
            "retention = 0",
            &["f.toml:1: retention: must be a whole number of days from 1 to 365"],
        ),
        (
            "retention = 366",
            &["f.toml:1: retention: must be a whole number of days from 1 to 365"],
        ),
        ("sites = \"a\"\nsites = \"b\"", &["f.toml:2: duplicate key"]),
        (
            "listen = 1\n[data]\nfolder = \"x\"\nmax-storage = \n",
            &[
                "f.toml:4: ",
                "f.toml:2: data: must be",
                "f.toml:1: listen: must be",
            ],
        ),
    ];
    for (text, expected) in cases {
        let mut mistakes = Mistakes::default();
        file::parse(text, Path::new("f.toml"), &mut mistakes);
        let said = said(&mistakes);
        assert_eq!(said.len(), expected.len(), "{text}: {said:?}");
        for (said, expected) in said.iter().zip(expected) {
            assert!(said.starts_with(expected), "{text}: {said}");
        }
    }
}

#[test]
fn the_manual_names_every_setting() {
    let manual = include_str!("../../../../docs/operate.md");
    for setting in Setting::ALL {
        let (key, variable) = (setting.key(), setting.variable());
        let row = format!("| `{key}` | `--{key}` | `{variable}` |");
        assert!(manual.contains(&row), "{row}");
    }
    assert!(manual.contains(variables::CONFIG));
}

fn variables(of: &[(&str, &str)]) -> (Given, Option<PathBuf>, Vec<String>) {
    let pair = |(name, value): &(&str, &str)| (OsString::from(name), OsString::from(value));
    let mut mistakes = Mistakes::default();
    let (given, file) = variables::read(of.iter().map(pair), &mut mistakes);
    (given, file, said(&mistakes))
}

#[test]
fn variables_say_every_setting() {
    let (given, file, said) = variables(&[
        ("SEALPOST_INTAKE_LISTEN", "[::1]:9000"),
        ("SEALPOST_INTAKE_DATA", "/var/data"),
        (
            "SEALPOST_INTAKE_DATABASE",
            "postgres://intake:secret@db/sealpost",
        ),
        ("SEALPOST_INTAKE_SITES", "/etc/intake/sites"),
        ("SEALPOST_INTAKE_APP", "/srv/app"),
        ("SEALPOST_INTAKE_MAX_STORAGE", "2048"),
        ("SEALPOST_INTAKE_RETENTION", "90"),
        ("SEALPOST_INTAKE_FREE_PER_MINUTE", "1000"),
        ("SEALPOST_INTAKE_METRICS", "[::1]:9001"),
        ("SEALPOST_INTAKE_WEBHOOKS", "/etc/webhooks.toml"),
        ("SEALPOST_INTAKE_CONFIG", "intake.toml"),
        ("SEALPOST_ENGINE", "not ours"),
    ]);
    assert_eq!(said, Vec::<String>::new());
    assert_eq!(given, whole());
    assert_eq!(file, Some("intake.toml".into()));
}

#[test]
fn every_mistake_of_the_variables_is_named() {
    let (given, file, said) = variables(&[
        ("SEALPOST_INTAKE_LISTEN", "8080"),
        ("SEALPOST_INTAKE_MAX_STORAGE", "-1"),
        ("SEALPOST_INTAKE_DATE", "/var/data"),
        ("SEALPOST_INTAKE_APP", ""),
    ]);
    assert_eq!((given, file), (Given::default(), None), "empty is not set");
    let expected = [
        "SEALPOST_INTAKE_LISTEN: must be an IP address",
        "SEALPOST_INTAKE_MAX_STORAGE: must be a whole number",
        "SEALPOST_INTAKE_DATE: there is no such variable; there are SEALPOST_INTAKE_LISTEN, ",
    ];
    assert_eq!(said.len(), expected.len(), "{said:?}");
    for (said, expected) in said.iter().zip(expected) {
        assert!(said.starts_with(expected), "{said}");
    }
}
