use super::{escape_json, lines, one_line};

#[test]
fn what_acts_is_shown_and_what_shows_stays() {
    let cases = [
        ("terminal escape", "a\u{1b}[2Jb", "a⟨U+001B⟩[2Jb"),
        ("C1 control", "a\u{9b}2J", "a⟨U+009B⟩2J"),
        ("line break", "a\nb\r", "a⟨U+000A⟩b⟨U+000D⟩"),
        ("override", "abc\u{202e}fed", "abc⟨U+202E⟩fed"),
        ("isolate", "\u{2067}x\u{2069}", "⟨U+2067⟩x⟨U+2069⟩"),
        ("tag", "x\u{e0041}", "x⟨U+E0041⟩"),
        ("Arabic with a mark", "سلام\u{200f}", "سلام\u{200f}"),
        ("Persian joiner", "می\u{200c}روم", "می\u{200c}روم"),
        ("Tigrinya and emoji", "ሰላም 👩\u{200d}👧", "ሰላም 👩\u{200d}👧"),
    ];
    for (name, text, expected) in cases {
        assert_eq!(one_line(text), expected, "{name}");
    }
}

#[test]
fn lines_break_only_at_line_breaks() {
    let shown: Vec<String> = lines("one\r\n\ttwo\u{2028}three\rfour\n").collect();
    assert_eq!(shown, ["one", "    two⟨U+2028⟩three⟨U+000D⟩four"]);
}

#[test]
fn escaped_json_says_the_same() {
    let text = "a\u{1b}\u{7f}\u{9b}\u{202e}\u{e0041}\n\"ሰላም\"";
    let escaped = escape_json(&serde_json::to_string(text).expect("a string is JSON"));
    assert!(
        !escaped.contains(['\u{7f}', '\u{9b}', '\u{202e}', '\u{e0041}']),
        "{escaped}"
    );
    assert_eq!(
        serde_json::from_str::<String>(&escaped).expect("still JSON"),
        text
    );
}
