use super::{Block, Kind, read};

#[test]
fn blocks_are_read_with_their_kinds_and_lines() {
    let guide = "# A\n\n```sh\necho a\n\necho b\n```\nwords\n```sh intake\nintake\n```\n";
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
            "a\n```bash\necho\n```\n",
            "line 2: a block of the kind \"bash\"",
        ),
        ("```sh\necho\n", "line 1: a block that does not end"),
    ] {
        let failure = read(guide).expect_err(guide).to_string();
        assert!(failure.contains(said), "{failure}");
    }
}
