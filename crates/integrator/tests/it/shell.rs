//! Completions and manual pages: taken by a real bash and a real `mandoc`.

use std::process::Command;

use crate::harness::{Desk, Done};

/// The commands under these words, as the help lists them.
fn commands(desk: &Desk, words: &[&str]) -> Vec<String> {
    let help = desk.must(&[words, &["--help"]].concat()).stdout;
    let list = help.lines().skip_while(|it| *it != "Commands:").skip(1);
    list.take_while(|it| !it.is_empty())
        // A line further in goes on with the one before.
        .filter(|it| !it.starts_with("   "))
        .filter_map(|it| it.split_whitespace().next())
        .filter(|it| *it != "help")
        .map(str::to_owned)
        .collect()
}

/// Every command, such as `site sign`, and the words that gather some, such as `site`.
fn every_command(desk: &Desk) -> Vec<String> {
    let mut all = Vec::new();
    for command in commands(desk, &[]) {
        let below = commands(desk, &[&command]);
        all.extend(below.iter().map(|it| format!("{command} {it}")));
        all.push(command);
    }
    all
}

fn bash(desk: &Desk, script: &str) -> Done {
    let mut command = Command::new("bash");
    command.args(["--norc", "-c", script]);
    command.current_dir(desk.path("."));
    Done::of(command.output().expect("bash starts"))
}

#[test]
fn bash_completes_commands_and_options() {
    let desk = Desk::new();
    desk.write("sealpost.bash", desk.must(&["completions", "bash"]).stdout);
    let checked = bash(&desk, "bash -n sealpost.bash");
    assert_eq!((checked.code, checked.stderr.as_str()), (0, ""));
    let cases = [
        ("sealpost s", "seal site"),
        ("sealpost site add-", "add-role add-holder add-tablet"),
        ("sealpost site sign --sec", "--secret-key"),
        ("sealpost completions z", "zsh"),
    ];
    for (line, expected) in cases {
        let words: Vec<&str> = line.split(' ').collect();
        let script = format!(
            "source ./sealpost.bash; COMP_WORDS=({line}); COMP_CWORD={}; \
             _sealpost sealpost {} {}; echo \"${{COMPREPLY[@]}}\"",
            words.len() - 1,
            words[words.len() - 1],
            words[words.len() - 2],
        );
        let completed = bash(&desk, &script);
        assert_eq!(completed.stdout.trim(), expected, "{line}: {completed:?}");
    }
}

#[test]
fn every_command_has_a_page_without_errors() {
    let desk = Desk::new();
    desk.must(&["man", "pages"]);
    let mut expected = vec!["sealpost.1".to_owned()];
    for words in every_command(&desk) {
        expected.push(format!("sealpost-{}.1", words.replace(' ', "-")));
    }
    expected.sort();
    assert!(expected.len() > 15, "{expected:?}");
    assert_eq!(desk.list("pages"), expected);
    for page in &expected {
        let path = desk.path("pages").join(page);
        let lint = Command::new("mandoc")
            .args(["-Tlint", "-Werror"])
            .arg(&path)
            .output();
        let lint = Done::of(lint.expect("`mandoc` is missing: `cargo xtask test` installs it"));
        assert_eq!(
            (lint.code, lint.stdout.as_str()),
            (0, ""),
            "{page}: {lint:?}"
        );
    }

    let again = desk.run(&["man", "pages"]);
    assert_eq!(again.code, 1, "{again:?}");
    assert!(again.stderr.contains("--overwrite"), "{again:?}");
    desk.must(&["man", "pages", "--overwrite"]);
}

#[test]
fn the_manual_names_every_command() {
    let desk = Desk::new();
    let manual = include_str!("../../../../docs/sealpost.md");
    for words in every_command(&desk) {
        // A word that only gathers commands is named with each of them.
        let named = manual.contains(&format!("`{words}`"));
        let gathers = manual.contains(&format!("`{words} "));
        assert!(named || gathers, "{words}");
    }
}
