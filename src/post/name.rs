//! What a file is called for its reader.

#[cfg(test)]
mod tests;

/// The longest name an envelope takes, in bytes (`docs/envelope.md`, "Attachments").
const LONGEST: usize = 255;
/// Stands before the name of an original, so that its reader can tell it from the cleaned picture.
const ORIGINAL: &str = "original-";
/// What a file is called whose name says nothing.
const NAMELESS: &str = "file";

/// A name as a person's device has it, without what could mislead a reader: folders, control
/// characters, and the marks that turn the direction of writing.
#[must_use]
pub fn plain(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last.chars().filter(|it| !misleads(*it)).collect();
    let plain = shortened(plain.trim(), LONGEST - ORIGINAL.len());
    if plain.is_empty() || plain.bytes().all(|it| it == b'.') {
        NAMELESS.to_owned()
    } else {
        plain
    }
}

/// The name of the untouched original beside the cleaned picture.
#[must_use]
pub fn of_original(name: &str) -> String {
    [ORIGINAL, name].concat()
}

/// The name of a cleaned picture: its kind may be another now.
#[must_use]
pub fn of_cleaned(name: &str, media_type: &str) -> String {
    let fitting: &[&str] = match media_type {
        "image/jpeg" => &["jpg", "jpeg", "jpe", "jfif"],
        "image/png" => &["png"],
        "image/webp" => &["webp"],
        _ => return name.to_owned(),
    };
    let (stem, kind) = name.rsplit_once('.').unwrap_or((name, ""));
    if fitting.iter().any(|it| kind.eq_ignore_ascii_case(it)) {
        return name.to_owned();
    }
    let stem = shortened(stem, LONGEST - ORIGINAL.len() - ".webp".len());
    [&stem, ".", fitting[0]].concat()
}

/// The name of a resident's picture, whose own name could say who took it and when.
#[must_use]
pub fn of_nobody(number: usize, media_type: &str) -> String {
    let name = ["picture-", itoa::Buffer::new().format(number)].concat();
    of_cleaned(&name, media_type)
}

/// A media type as an envelope takes it.
#[must_use]
pub fn media_type(guessed: &str) -> String {
    let good =
        (1..=127).contains(&guessed.len()) && guessed.bytes().all(|it| it.is_ascii_graphic());
    if good {
        guessed
    } else {
        "application/octet-stream"
    }
    .to_owned()
}

/// Control characters, and those that change the direction or cannot be seen (Unicode 17, Cf).
fn misleads(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// At most so many bytes; the end of the name, which says the kind of the file, stays.
fn shortened(name: &str, most: usize) -> String {
    if name.len() <= most {
        return name.to_owned();
    }
    let (stem, kind) = match name.rsplit_once('.') {
        Some((stem, kind)) if kind.len() < 16 => (stem, [".", kind].concat()),
        _ => (name, String::new()),
    };
    let end = stem.floor_char_boundary(most - kind.len());
    [&stem[..end], &kind].concat()
}
