//! What the operator says of itself and of its people.

use jiff::civil::Date;
use report::Language;
use report::taxonomy::needs_training;
use site::MAX_WORD_CHARS;

use super::Fault;
use super::findings::Findings;
use super::node::{Members, Node};
use super::routes::{Route, Routes};
use super::values;

pub(super) fn read(manifest: &Members<'_>, findings: &mut Findings<'_>) {
    manifest.get("owner").and_then(|it| it.text(findings));
    if let Some(region) = manifest.get("statisticsRegion") {
        values::read_id(region, findings);
    }
    read_legal_bases(manifest.get("legalBases"), findings);
    read_warning_words(manifest.get("warningWords"), findings);
}

/// What needs training is closed to staff without it, and stands in the routes for nothing.
pub(super) fn read_training(
    manifest: &Members<'_>,
    today: Date,
    routes: &Routes,
    findings: &mut Findings<'_>,
) {
    if let Some(day) = manifest.get("trainingConfirmed") {
        values::read_past_day(day, today, findings);
        return;
    }
    let closed = |it: &&Route| needs_training(it.category) && !it.staff.is_empty();
    for route in routes.routes.iter().filter(closed) {
        findings.add(route.spot.clone(), Fault::NotTrained(route.category));
    }
}

/// Words for readers, not for the form: in any language.
fn read_legal_bases(list: Option<&Node<'_>>, findings: &mut Findings<'_>) {
    let list = list.and_then(|it| it.list(findings));
    let mut ids = Vec::new();
    for basis in list.into_iter().flatten() {
        let Some(basis) = basis.members(&["id", "name"], &[], findings) else {
            continue;
        };
        values::read_words(basis.get("name"), &[], findings);
        let Some(node) = basis.get("id") else {
            continue;
        };
        match values::read_id(node, findings) {
            Some(id) if ids.contains(&id) => {
                findings.add(node.spot(), Fault::Twice(id.to_owned()));
            }
            id => ids.extend(id),
        }
    }
}

fn read_warning_words(lists: Option<&Node<'_>>, findings: &mut Findings<'_>) {
    let lists = lists.and_then(|it| it.any_members(findings));
    for (tag, spot, list) in lists.into_iter().flatten() {
        if tag.parse::<Language>().is_err() {
            findings.add(spot, Fault::Language(tag.to_owned()));
        }
        let mut words = Vec::new();
        for node in list.list(findings).into_iter().flatten() {
            let Some(word) = node.text(findings) else {
                continue;
            };
            let chars = word.chars().count();
            if chars > MAX_WORD_CHARS {
                findings.add(node.spot(), Fault::WordLong(chars));
            } else if words.contains(&word) {
                findings.add(node.spot(), Fault::Twice(word.to_owned()));
            } else {
                words.push(word);
            }
        }
    }
}
