//! The rules that hold on every day of the manifest's time.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::Fault;
use super::findings::Findings;
use super::form::Facts;
use super::roles::{Named, Role};
use super::routes::Route;

/// How many keys an envelope can be sealed to: its slots, `docs/envelope.md`.
const MAX_READERS: usize = 8;

/// The fewest people of a role, so that one can be away.
const FEWEST: usize = 2;

pub(super) fn hold(facts: &Facts, findings: &mut Findings<'_>) {
    let Some((first, last)) = facts.days else {
        return;
    };
    let days = days_of_change(&facts.roles, first, last);
    for role in &facts.roles {
        has_keys(role, facts, &days, last, findings);
    }
    for route in &facts.routes.routes {
        fits(route, facts, &days, findings);
    }
}

/// The first day, and every later one on which a key becomes valid or has just ceased to be:
/// between two of these nothing changes.
fn days_of_change(roles: &[Role], first: Date, last: Date) -> Vec<Date> {
    let holders = roles.iter().flat_map(|it| &it.holders);
    let changes = holders.flat_map(|it| [Some(it.from), it.until.tomorrow().ok()]);
    let mut days: Vec<Date> = changes
        .flatten()
        .filter(|it| first < *it && *it <= last)
        .collect();
    days.push(first);
    days.sort_unstable();
    days.dedup();
    days
}

fn has_keys(role: &Role, facts: &Facts, days: &[Date], last: Date, findings: &mut Findings<'_>) {
    let is_fallback = matches!(&facts.fallback, Some((id, _)) if *id == role.id);
    let mut routes = facts.routes.routes.iter().flat_map(Route::readers);
    let reads = is_fallback || routes.any(|(id, _)| *id == role.id);
    // A holder that could not be read is a mistake of its own, and could fill any gap.
    if !reads || !role.is_whole {
        return;
    }
    let spot = || role.holders_spot.clone();
    if role.holders.is_empty() && !is_fallback {
        findings.add(spot(), Fault::Nobody(role.id.clone()));
        return;
    }
    let people = |day: Date| role.keys(day).collect::<BTreeSet<_>>().len();
    for (from, until) in gaps(days, last, |day| people(day) == 0) {
        let fault = match is_fallback {
            true => Fault::FallbackWithoutKey { from, until },
            false => Fault::Gap {
                role: role.id.clone(),
                from,
                until,
            },
        };
        findings.add(spot(), fault);
    }
    let alone = days.iter().find(|it| (1..FEWEST).contains(&people(**it)));
    if let Some(day) = alone {
        let role = role.id.clone();
        findings.add(spot(), Fault::OneKey { role, day: *day });
    }
}

/// The first and last day of each time for which something holds.
fn gaps(days: &[Date], last: Date, holds: impl Fn(Date) -> bool) -> Vec<(Date, Date)> {
    let mut gaps: Vec<(Date, Date)> = Vec::new();
    for (n, day) in days.iter().enumerate().filter(|(_, day)| holds(**day)) {
        let next = days.get(n + 1);
        let end = next.and_then(|it| it.yesterday().ok()).unwrap_or(last);
        match gaps.last_mut() {
            Some((_, until)) if until.tomorrow().ok() == Some(*day) => *until = end,
            _ => gaps.push((*day, end)),
        }
    }
    gaps
}

/// Every report of the category fits into an envelope, as the app's reader asks too.
fn fits(route: &Route, facts: &Facts, days: &[Date], findings: &mut Findings<'_>) {
    let with_added = [&route.resident[..], &route.on_choice].concat();
    let without: Vec<Named> = facts
        .fallback
        .iter()
        .chain(&route.on_choice)
        .cloned()
        .collect();
    let most = |day: Date| {
        // Where the category's readers are excluded, the fallback role is beside those added.
        let readers = [&route.staff[..], &with_added, &without];
        let keys = |it| keys(facts, &with_fallback(route, it, facts, day), day);
        readers.into_iter().map(keys).max().unwrap_or(0)
    };
    let first = days.iter().map(|it| (*it, most(*it)));
    if let Some((day, keys)) = first.into_iter().find(|(_, it)| *it > MAX_READERS) {
        let category = route.category;
        let fault = Fault::TooManyKeys {
            category,
            keys,
            day,
        };
        findings.add(route.spot.clone(), fault);
    }
}

/// The readers on this day, and the fallback role where one of them has no key.
fn with_fallback<'a>(
    route: &Route,
    readers: &'a [Named],
    facts: &'a Facts,
    day: Date,
) -> Vec<&'a str> {
    let closed = facts.routes.closed.contains(&route.category);
    let role = |id: &str| facts.roles.iter().find(|it| it.id == id);
    let mut names: Vec<&str> = readers.iter().map(|(id, _)| id.as_str()).collect();
    names.retain(|id| role(id).is_some_and(|it| !(closed && it.on_site == Some(true))));
    let held = |id: &&str| role(id).is_some_and(|it| it.keys(day).next().is_some());
    if names.is_empty() || !names.iter().all(held) {
        names.extend(facts.fallback.iter().map(|(id, _)| id.as_str()));
    }
    names
}

/// How many keys these roles have on this day, each counted once.
fn keys(facts: &Facts, names: &[&str], day: Date) -> usize {
    let roles = facts
        .roles
        .iter()
        .filter(|it| names.contains(&it.id.as_str()));
    roles
        .flat_map(|it| it.keys(day))
        .collect::<BTreeSet<_>>()
        .len()
}
