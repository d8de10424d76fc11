//! Who reads what, and who must not.

use report::taxonomy::{self, NEVER_COMBINE};
use report::{Audience, Category};

use super::findings::{Findings, Spot};
use super::node::{Members, Node};
use super::roles::{Named, Role};
use super::{Against, Fault};

/// The routes that could be read.
pub(super) struct Routes {
    pub(super) routes: Vec<Route>,
    /// The categories that nobody at the site may read.
    pub(super) closed: Vec<Category>,
}

/// Who reads one category.
pub(super) struct Route {
    /// Where it stands.
    pub(super) spot: Spot,
    pub(super) category: Category,
    pub(super) staff: Vec<Named>,
    pub(super) resident: Vec<Named>,
    pub(super) on_choice: Vec<Named>,
}

impl Route {
    /// Every role that can read such a report.
    pub(super) fn readers(&self) -> impl Iterator<Item = &Named> {
        self.staff
            .iter()
            .chain(&self.resident)
            .chain(&self.on_choice)
    }
}

pub(super) fn read(
    manifest: &Members<'_>,
    roles: &[Role],
    against: &Against,
    findings: &mut Findings<'_>,
) -> Routes {
    let closed = read_exclusions(manifest.get("forcedExclusions"), against, findings);
    let members = manifest.get("routing").map(|it| it.any_members(findings));
    let mut routes = Vec::new();
    for (code, spot, node) in members.flatten().into_iter().flatten() {
        match code.parse() {
            Err(_) => findings.add(spot, Fault::Category(code.to_owned())),
            Ok(category) => routes.extend(read_route(category, &node, roles, findings)),
        }
    }
    let routes = Routes { routes, closed };
    stay_closed(&routes, roles, findings);
    stay_apart(&routes.routes, roles, findings);
    routes
}

/// The categories closed to people at the site. Some always are, and none can be opened again.
fn read_exclusions(
    node: Option<&Node<'_>>,
    against: &Against,
    findings: &mut Findings<'_>,
) -> Vec<Category> {
    let always = Category::ALL
        .into_iter()
        .filter(|it| taxonomy::excludes_on_site(*it));
    let mut closed: Vec<Category> = always.collect();
    let Some(node) = node else { return closed };
    let Some(members) = node.any_members(findings) else {
        return closed;
    };
    let before = against.previous.iter().flat_map(|it| it.closed.clone());
    let mut wanted: Vec<String> = closed.iter().map(|it| it.code().to_owned()).collect();
    wanted.extend(before.filter(|it| !closed.iter().any(|other| other.code() == it)));
    for code in wanted {
        if !members.iter().any(|(it, ..)| *it == code) {
            findings.add(node.spot(), Fault::ExclusionMissing(code));
        }
    }
    for (code, spot, value) in members {
        match code.parse() {
            Err(_) => findings.add(spot, Fault::Category(code.to_owned())),
            Ok(category) => closed.push(category),
        }
        if let Some(to) = value.text(findings)
            && to != "on-site"
        {
            findings.add(value.spot(), Fault::Unknown(to.to_owned()));
        }
    }
    closed
}

fn read_route(
    category: Category,
    node: &Node<'_>,
    roles: &[Role],
    findings: &mut Findings<'_>,
) -> Option<Route> {
    let optional = ["onChoice", "secondReader"];
    let to = node.members(&["staff", "resident"], &optional, findings)?;
    let route = Route {
        spot: node.spot(),
        category,
        staff: read_list(to.get("staff"), roles, findings),
        resident: read_list(to.get("resident"), roles, findings),
        on_choice: read_list(to.get("onChoice"), roles, findings),
    };
    if let Some(node) = to.get("secondReader") {
        read_named(node, roles, findings);
    }
    let asked = category.offered_to(Audience::Resident);
    if let Some((_, spot)) = route.resident.iter().chain(&route.on_choice).next()
        && !asked
    {
        findings.add(spot.clone(), Fault::NotOffered(category));
    }
    Some(route)
}

fn read_list(list: Option<&Node<'_>>, roles: &[Role], findings: &mut Findings<'_>) -> Vec<Named> {
    let list = list.and_then(|it| it.list(findings));
    let mut named: Vec<Named> = Vec::new();
    for node in list.into_iter().flatten() {
        let Some(id) = read_named(&node, roles, findings) else {
            continue;
        };
        if named.iter().any(|(it, _)| it == id) {
            findings.add(node.spot(), Fault::Twice(id.to_owned()));
        } else {
            named.push((id.to_owned(), node.spot()));
        }
    }
    named
}

/// The id of a role that is defined.
fn read_named<'a>(node: &Node<'a>, roles: &[Role], findings: &mut Findings<'_>) -> Option<&'a str> {
    let id = node.text(findings)?;
    if !roles.iter().any(|it| it.id == id) {
        findings.add(node.spot(), Fault::UnknownRole(id.to_owned()));
        return None;
    }
    Some(id)
}

/// The fallback role.
pub(super) fn read_fallback(
    manifest: &Members<'_>,
    roles: &[Role],
    findings: &mut Findings<'_>,
) -> Option<Named> {
    let node = manifest.get("fallbackRole")?;
    let id = read_named(node, roles, findings)?;
    if roles
        .iter()
        .any(|it| it.id == id && it.on_site == Some(true))
    {
        findings.add(node.spot(), Fault::FallbackOnSite);
    }
    Some((id.to_owned(), node.spot()))
}

/// Nobody at the site reads what is closed to them.
fn stay_closed(routes: &Routes, roles: &[Role], findings: &mut Findings<'_>) {
    let at_site = |id: &str| {
        roles
            .iter()
            .any(|it| it.id == id && it.on_site == Some(true))
    };
    for route in &routes.routes {
        if !routes.closed.contains(&route.category) {
            continue;
        }
        let readers = with_deputies(route.readers(), roles);
        for (role, spot) in readers.into_iter().filter(|(id, _)| at_site(id)) {
            let fault = Fault::OnSiteReader {
                role: role.clone(),
                category: route.category,
            };
            findings.add(spot.clone(), fault);
        }
    }
}

/// Those off the site to whom staff send suspicions get no worry about somebody's health. At the
/// site the same few people look after both.
fn stay_apart(routes: &[Route], roles: &[Role], findings: &mut Findings<'_>) {
    let (health, suspicions) = NEVER_COMBINE;
    let off_site = |id: &str| {
        roles
            .iter()
            .any(|it| it.id == id && it.on_site == Some(false))
    };
    for route in routes.iter().filter(|it| health.contains(&it.category)) {
        let readers = with_deputies(route.readers(), roles);
        for (role, spot) in readers.into_iter().filter(|(id, _)| off_site(id)) {
            let reads = |it: &&Route| {
                let staff = with_deputies(it.staff.iter(), roles);
                suspicions.contains(&it.category) && staff.iter().any(|(id, _)| id == role)
            };
            if let Some(suspicion) = routes.iter().find(reads) {
                let fault = Fault::NeverCombined {
                    role: role.clone(),
                    suspicion: suspicion.category,
                    health: route.category,
                };
                findings.add(spot.clone(), fault);
            }
        }
    }
}

/// These roles, and those that take over from them: a deputy reads what the role would have read.
fn with_deputies<'a>(
    readers: impl Iterator<Item = &'a Named>,
    roles: &'a [Role],
) -> Vec<&'a Named> {
    let deputy = |id: &str| {
        let role = roles.iter().find(|it| it.id == id);
        role.and_then(|it| it.deputy.as_ref())
    };
    readers
        .flat_map(|it| [Some(it), deputy(&it.0)])
        .flatten()
        .collect()
}
