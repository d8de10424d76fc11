//! Completions and manual pages: taken by a real bash and a real `mandoc`.

use std::{fs, process::Command};

use crate::home::Home;

/// What a command prints that succeeds.
fn printed(home: &Home, words: &[&str]) -> String {
    let output = home.run(words);
    assert!(output.status.success(), "{words:?}: {output:?}");
    String::from_utf8(output.stdout).expect("text")
}

/// The commands under these words, as the help lists them.
fn commands(home: &Home, words: &[&str]) -> Vec<String> {
    let help = printed(home, &[words, &["--help"]].concat());
    let list = help.lines().skip_while(|it| *it != "Commands:").skip(1);
    list.take_while(|it| !it.is_empty())
        // A line further in goes on with the one before.
        .filter(|it| !it.starts_with("   "))
        .filter_map(|it| it.split_whitespace().next())
        .filter(|it| *it != "help")
        .map(str::to_owned)
        .collect()
}

/// Every command, such as `token add`, and the words that gather some, such as `token`.
fn every_command(home: &Home) -> Vec<String> {
    let mut all = Vec::new();
    for command in commands(home, &[]) {
        let below = commands(home, &[&command]);
        all.extend(below.iter().map(|it| format!("{command} {it}")));
        all.push(command);
    }
    all
}

#[test]
fn bash_completes_commands_and_options() {
    let home = Home::new();
    let script = printed(&home, &["completions", "bash"]);
    fs::write(home.path().join("intake.bash"), script).expect("written");
    for (line, expected) in [
        ("intake re", "receipt-key restore restored"),
        ("intake token re", "replace revoke"),
        ("intake serve --max", "--max-storage"),
        ("intake completions z", "zsh"),
    ] {
        let words: Vec<&str> = line.split(' ').collect();
        let script = format!(
            "source ./intake.bash; COMP_WORDS=({line}); COMP_CWORD={}; \
             _intake intake {} {}; echo \"${{COMPREPLY[@]}}\"",
            words.len() - 1,
            words[words.len() - 1],
            words[words.len() - 2],
        );
        let mut bash = Command::new("bash");
        bash.args(["--norc", "-c", &script]);
        let completed = bash.current_dir(home.path()).output().expect("bash starts");
        let said = String::from_utf8_lossy(&completed.stdout);
        assert_eq!(said.trim(), expected, "{line}: {completed:?}");
    }
}

#[test]
fn every_command_has_a_page_without_errors() {
    let home = Home::new();
    let said = printed(&home, &["man", "share/man1"]);
    let mut expected = vec!["intake.1".to_owned()];
    for words in every_command(&home) {
        expected.push(format!("intake-{}.1", words.replace(' ', "-")));
    }
    expected.sort();
    assert!(expected.len() > 15, "{expected:?}");
    let mut said: Vec<_> = said.lines().collect();
    said.sort_unstable();
    assert_eq!(said, expected);
    let folder = home.path().join("share/man1");
    let files = fs::read_dir(&folder).expect("a folder").count();
    assert_eq!(files, expected.len());
    for page in &expected {
        let mut lint = Command::new("mandoc");
        lint.args(["-Tlint", "-Werror"]).arg(folder.join(page));
        let lint = lint.output();
        let lint = lint.expect("`mandoc` is missing: `cargo xtask test` installs it");
        assert!(
            lint.status.success() && lint.stdout.is_empty(),
            "{page}: {lint:?}"
        );
    }

    let again = home.run(&["man", "share/man1"]);
    let said = String::from_utf8_lossy(&again.stderr);
    assert_eq!(again.status.code(), Some(1), "{said}");
    assert!(said.contains("--overwrite"), "{said}");
    printed(&home, &["man", "share/man1", "--overwrite"]);
}

#[test]
fn the_manual_names_every_command() {
    let home = Home::new();
    let manuals = [
        include_str!("../../../../docs/operate.md"),
        include_str!("../../../../docs/webhooks.md"),
    ];
    for words in every_command(&home) {
        // A word that only gathers commands is named with each of them.
        let named = manuals
            .iter()
            .any(|it| it.contains(&format!("intake {words}")));
        assert!(named, "{words}");
    }
}
