//! The small parts of a manifest: days, ids, words, keys, numbers.

use envelope_format::base64url;
use jiff::civil::Date;
use report::Language;

use super::Fault;
use super::findings::Findings;
use super::node::Node;

/// How an identity file begins (`Identity::to_text`).
const PRIVATE: &str = "SEALPOST-IDENTITY-";

pub(super) fn read_day(node: &Node<'_>, findings: &mut Findings<'_>) -> Option<Date> {
    let text = node.text(findings)?;
    let day = report::is_day(text).then(|| text.parse().ok()).flatten();
    if day.is_none() {
        findings.add(node.spot(), Fault::Day);
    }
    day
}

/// A first and a last day, in this order.
pub(super) fn read_days(
    from: Option<&Node<'_>>,
    until: Option<&Node<'_>>,
    findings: &mut Findings<'_>,
) -> Option<(Date, Date)> {
    // Both are looked at, also when the first is wrong.
    let first = from.and_then(|it| read_day(it, findings));
    let last = until.and_then(|it| read_day(it, findings));
    let (first, last) = (first?, last?);
    if last < first {
        findings.add(until?.spot(), Fault::LastBeforeFirst(first));
        return None;
    }
    Some((first, last))
}

/// How many days the second is after the first.
pub(super) fn days_between(first: Date, second: Date) -> i32 {
    first.until(second).map_or(0, |it| it.get_days())
}

pub(super) fn read_id<'a>(node: &Node<'a>, findings: &mut Findings<'_>) -> Option<&'a str> {
    let id = node.text(findings)?;
    if !report::is_id(id) {
        findings.add(node.spot(), Fault::Id);
        return None;
    }
    Some(id)
}

/// A day that is past, or today.
pub(super) fn read_past_day(
    node: &Node<'_>,
    today: Date,
    findings: &mut Findings<'_>,
) -> Option<Date> {
    let day = read_day(node, findings)?;
    if today < day {
        findings.add(node.spot(), Fault::NotYet(today));
        return None;
    }
    Some(day)
}

/// Languages of the form, each once.
pub(super) fn read_languages(node: &Node<'_>, findings: &mut Findings<'_>) -> Vec<Language> {
    let mut languages = Vec::new();
    for node in node.list(findings).into_iter().flatten() {
        let Some(tag) = node.text(findings) else {
            continue;
        };
        match tag.parse() {
            Err(_) => findings.add(node.spot(), Fault::Language(tag.to_owned())),
            Ok(it) if languages.contains(&it) => {
                findings.add(node.spot(), Fault::Twice(tag.to_owned()));
            }
            Ok(it) => languages.push(it),
        }
    }
    languages
}

/// Words in known languages, and in each that is released or at least in English.
pub(super) fn read_words(
    node: Option<&Node<'_>>,
    released: &[Language],
    findings: &mut Findings<'_>,
) {
    let Some(node) = node else { return };
    let Some(members) = node.any_members(findings) else {
        return;
    };
    let mut there: Vec<Language> = Vec::new();
    for (tag, spot, words) in members {
        match tag.parse() {
            Err(_) => findings.add(spot, Fault::Language(tag.to_owned())),
            Ok(language) => {
                words.text(findings);
                there.push(language);
            }
        }
    }
    let missing: Vec<&str> = released
        .iter()
        .filter(|it| !there.contains(it))
        .map(|it| it.tag())
        .collect();
    let tags = missing.join(", ");
    if there.is_empty() && missing.is_empty() {
        findings.add(node.spot(), Fault::ToFillIn);
    } else if !missing.is_empty() && there.contains(&Language::English) {
        findings.add(node.spot(), Fault::EnglishInstead(tags));
    } else if !missing.is_empty() {
        findings.add(node.spot(), Fault::WordsMissing(tags));
    }
}

/// The text of a key that has as many characters as it must have.
pub(super) fn read_key<'a>(
    node: &Node<'a>,
    expected: usize,
    findings: &mut Findings<'_>,
) -> Option<&'a str> {
    let text = node.text(findings)?;
    let found = text.chars().count();
    if text.starts_with(PRIVATE) {
        findings.add(node.spot(), Fault::KeyPrivate);
    } else if found != expected {
        findings.add(node.spot(), Fault::KeyLength { found, expected });
    } else {
        return Some(text);
    }
    None
}

/// An Ed25519 public key.
pub(super) fn read_ed25519<'a>(node: &Node<'a>, findings: &mut Findings<'_>) -> Option<&'a str> {
    read_bytes::<32>(node, findings)
}

/// So many bytes as base64url without padding.
pub(super) fn read_bytes<'a, const N: usize>(
    node: &Node<'a>,
    findings: &mut Findings<'_>,
) -> Option<&'a str> {
    let text = read_key(node, (N * 8).div_ceil(6), findings)?;
    if base64url::decode_exactly::<N>(text).is_none() {
        findings.add(node.spot(), Fault::KeyDamaged);
        return None;
    }
    Some(text)
}

/// As the app reads it: digits, blanks and hyphens, perhaps a plus sign in front.
pub(super) fn is_telephone(number: &str) -> bool {
    let rest = number.strip_prefix('+').unwrap_or(number);
    let dialled = |it: u8| it.is_ascii_digit() || it == b' ' || it == b'-';
    rest.bytes().all(dialled) && rest.bytes().any(|it| it.is_ascii_digit())
}

pub(super) fn read_range(
    node: Option<&Node<'_>>,
    least: u64,
    most: u64,
    findings: &mut Findings<'_>,
) {
    if let Some(node) = node
        && let Some(number) = node.number(findings)
        && !(least..=most).contains(&number)
    {
        findings.add(node.spot(), Fault::Range { least, most });
    }
}
