//! Text from outside, made safe for a terminal: nothing a report says can steer it or hide from view.

/// Whether a character acts instead of showing: controls, line separators, direction overrides,
/// embeddings and isolates, and the invisible tag characters.
///
/// Joiners (U+200C, U+200D) and the marks U+200E and U+200F stay as they are: Persian, Arabic and
/// emoji need them and they can only affect the characters beside them.
fn acts(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{2028}' | '\u{2029}' // line and paragraph separator
            | '\u{202a}'..='\u{202e}' // embeddings and overrides (Unicode TR 9)
            | '\u{2066}'..='\u{2069}' // isolates (Unicode TR 9)
            | '\u{feff}' // byte order mark
            | '\u{e0000}'..='\u{e007f}' // tags
        )
}

/// One line: every acting character, line breaks too, is written as `⟨U+202E⟩`.
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        if acts(c) {
            line.push_str(&format!("⟨U+{:04X}⟩", u32::from(c)));
        } else {
            line.push(c);
        }
    }
    line
}

/// The lines of a longer text, each made safe by [`one_line`]; a tab becomes four blanks.
pub fn lines(text: &str) -> impl Iterator<Item = String> + '_ {
    text.lines()
        .map(|line| one_line(&line.replace('\t', "    ")))
}

/// JSON text in which every acting character is written as a `\u` escape: the same JSON, but harmless.
///
/// `json` must be without blanks between its tokens, so that such characters stand in strings only.
pub fn escape_json(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for c in json.chars() {
        if acts(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                escaped.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            escaped.push(c);
        }
    }
    escaped
}

#[cfg(test)]
mod tests;
