use super::{Block, Kind, check_needs, read};

#[test]
fn blocks_are_read_with_their_kinds_and_lines() {
    let guide = "# A\n\n```bash\necho a\n\necho b\n```\nwords\n```bash intake\nintake\n```\n";
    let block = |kind, line, text: &str| Block {
        kind,
        line,
        text: text.to_owned(),
    };
    let expected = vec![
        block(Kind::Shell, 3, "echo a\n\necho b\n"),
        block(Kind::Intake, 9, "intake\n"),
    ];
    assert_eq!(read(guide).expect("it is well formed"), expected);
}

#[test]
fn what_nobody_would_try_is_a_mistake() {
    for (guide, said) in [
        ("```\necho\n```\n", "line 1: a block of the kind \"\""),
        (
            "a\n```sh\necho\n```\n",
            "line 2: a block of the kind \"sh\"",
        ),
        ("```bash\necho\n", "line 1: a block that does not end"),
    ] {
        let failure = read(guide).expect_err(guide).to_string();
        assert!(failure.contains(said), "{failure}");
    }
}

#[test]
fn what_is_needed_is_named_before() {
    let commands = "```bash\njq . page.json\n```\n";
    for (guide, line) in [
        (format!("You need `jq`.\n{commands}"), None),
        (format!("{commands}You need `jq`.\n"), Some("line 1")),
        (format!("Words.\n{commands}"), Some("line 2")),
    ] {
        let blocks = read(&guide).expect("it is well formed");
        let failure = check_needs(&guide, &blocks).err().map(|it| it.to_string());
        let says = failure.as_ref().is_some_and(|it| it.contains("`jq`"));
        assert_eq!(says, line.is_some(), "{guide}: {failure:?}");
        let at = line.is_none_or(|it| failure.is_some_and(|said| said.contains(it)));
        assert!(at, "{guide}");
    }
}
