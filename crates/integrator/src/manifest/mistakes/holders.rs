//! The keys of people and of tablets, with their days.

use envelope::Recipient;
use jiff::civil::Date;

use super::Fault;
use super::findings::{Findings, Spot};
use super::node::{Members, Node};
use super::values;

/// The characters of a reader's key: 1216 bytes as base64url without padding.
const RECIPIENT_CHARS: usize = 1622;

/// One person's key and its days.
pub(super) struct Holder {
    /// Where the key stands.
    pub(super) spot: Spot,
    /// Its text.
    pub(super) key: String,
    /// The first day.
    pub(super) from: Date,
    /// The last day.
    pub(super) until: Date,
}

impl Holder {
    /// Whether the key is sealed to on this day.
    pub(super) fn is_valid(&self, day: Date) -> bool {
        self.from <= day && day <= self.until
    }
}

/// The holders that could be read, and whether that was all of them.
pub(super) fn read(
    list: Option<&Node<'_>>,
    today: Date,
    findings: &mut Findings<'_>,
) -> (Vec<Holder>, bool) {
    let Some(list) = list.and_then(|it| it.list(findings)) else {
        return (Vec::new(), false);
    };
    let all = list.len();
    let mut holders: Vec<Holder> = Vec::new();
    for node in list {
        let Some(holder) = read_holder(&node, today, findings) else {
            continue;
        };
        let is_same = |it: &&Holder| {
            it.key == holder.key && it.from <= holder.until && holder.from <= it.until
        };
        if let Some(first) = holders.iter().find(is_same) {
            let line = findings.line(&first.spot);
            findings.add(holder.spot.clone(), Fault::KeyTwice(line));
        }
        holders.push(holder);
    }
    let is_whole = holders.len() == all;
    (holders, is_whole)
}

fn read_holder(node: &Node<'_>, today: Date, findings: &mut Findings<'_>) -> Option<Holder> {
    let holder = node.members(&["key", "from", "until"], &[], findings)?;
    let key = holder
        .get("key")
        .and_then(|it| read_recipient(it, findings));
    let days = read_validity(&holder, today, findings);
    let (key, (from, until)) = (key?, days?);
    Some(Holder {
        spot: holder.get("key")?.spot(),
        key: key.to_owned(),
        from,
        until,
    })
}

fn read_recipient<'a>(node: &Node<'a>, findings: &mut Findings<'_>) -> Option<&'a str> {
    let text = values::read_key(node, RECIPIENT_CHARS, findings)?;
    if text.parse::<Recipient>().is_err() {
        findings.add(node.spot(), Fault::KeyDamaged);
        return None;
    }
    Some(text)
}

fn read_validity(
    holder: &Members<'_>,
    today: Date,
    findings: &mut Findings<'_>,
) -> Option<(Date, Date)> {
    let until = holder.get("until");
    let days = values::read_days(holder.get("from"), until, findings)?;
    if days.1 < today {
        findings.add(until?.spot(), Fault::KeyOver(days.1));
    }
    Some(days)
}

/// The enrolled tablets: each id and each key once.
pub(super) fn read_tablets(list: Option<&Node<'_>>, today: Date, findings: &mut Findings<'_>) {
    let list = list.and_then(|it| it.list(findings));
    let mut seen: Vec<(&str, Spot)> = Vec::new();
    for node in list.into_iter().flatten() {
        let Some(tablet) = node.members(&["id", "key", "from", "until"], &[], findings) else {
            continue;
        };
        read_validity(&tablet, today, findings);
        let id = tablet.get("id");
        let id = id.and_then(|it| Some((values::read_id(it, findings)?, it.spot())));
        let key = tablet.get("key");
        let key = key.and_then(|it| Some((values::read_ed25519(it, findings)?, it.spot())));
        for (text, spot) in id.into_iter().chain(key) {
            if let Some((_, first)) = seen.iter().find(|(it, _)| *it == text) {
                let line = findings.line(first);
                findings.add(spot, Fault::TabletTwice(line));
            } else {
                seen.push((text, spot));
            }
        }
    }
}
