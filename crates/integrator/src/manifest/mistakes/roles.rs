//! The roles.

use jiff::civil::Date;
use report::Language;

use super::Fault;
use super::findings::{Findings, Spot};
use super::holders::{self, Holder};
use super::node::Node;
use super::values;

/// A role that has an id.
pub(super) struct Role {
    /// Where its id stands.
    pub(super) spot: Spot,
    /// Where its holders stand.
    pub(super) holders_spot: Spot,
    pub(super) id: String,
    /// Whether its people work at the site, where that is said.
    pub(super) on_site: Option<bool>,
    pub(super) holders: Vec<Holder>,
    /// Whether every holder could be read.
    pub(super) is_whole: bool,
    /// The role that takes over from it, where one is named.
    pub(super) deputy: Option<Named>,
}

/// A role that is named, and where.
pub(super) type Named = (String, Spot);

impl Role {
    /// The keys that are sealed to on this day.
    pub(super) fn keys(&self, day: Date) -> impl Iterator<Item = &str> {
        let valid = self.holders.iter().filter(move |it| it.is_valid(day));
        valid.map(|it| it.key.as_str())
    }
}

pub(super) fn read(
    list: Option<&Node<'_>>,
    today: Date,
    languages: &[Language],
    findings: &mut Findings<'_>,
) -> Vec<Role> {
    let list = list.and_then(|it| it.list(findings));
    let mut roles: Vec<Role> = Vec::new();
    for node in list.into_iter().flatten() {
        let Some(role) = read_role(&node, today, languages, findings) else {
            continue;
        };
        if let Some(first) = roles.iter().find(|it| it.id == role.id) {
            let line = findings.line(&first.spot);
            let id = role.id;
            findings.add(role.spot, Fault::RoleTwice { id, line });
        } else {
            roles.push(role);
        }
    }
    are_others(&roles, findings);
    roles
}

/// Each deputy is a role that is defined, and another one.
fn are_others(roles: &[Role], findings: &mut Findings<'_>) {
    for role in roles {
        let Some((deputy, spot)) = &role.deputy else {
            continue;
        };
        if *deputy == role.id {
            findings.add(spot.clone(), Fault::DeputyItself);
        } else if !roles.iter().any(|it| it.id == *deputy) {
            findings.add(spot.clone(), Fault::UnknownRole(deputy.clone()));
        }
    }
}

fn read_role(
    node: &Node<'_>,
    today: Date,
    languages: &[Language],
    findings: &mut Findings<'_>,
) -> Option<Role> {
    let required = ["id", "name", "onSite", "holders"];
    let role = node.members(&required, &["deputy"], findings)?;
    values::read_words(role.get("name"), languages, findings);
    let on_site = role.get("onSite").and_then(|it| it.bool(findings));
    let list = role.get("holders");
    let (holders, is_whole) = holders::read(list, today, findings);
    let deputy = role.get("deputy");
    let deputy = deputy.and_then(|it| Some((it.text(findings)?.to_owned(), it.spot())));
    let id = role.get("id")?;
    Some(Role {
        spot: id.spot(),
        holders_spot: list.map_or_else(|| node.spot(), Node::spot),
        id: values::read_id(id, findings)?.to_owned(),
        on_site,
        holders,
        is_whole,
        deputy,
    })
}
