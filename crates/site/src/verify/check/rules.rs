//! The rules a manifest must keep as a whole, on every day of its time.

use report::taxonomy::NEVER_COMBINE;
use report::{Audience, Category};

use crate::route::Wishes;
use crate::site::{RoleIndex, Site};
use crate::verify::SiteError;

/// How many keys an envelope can be sealed to: its slots, `docs/envelope.md`.
const MAX_READERS: usize = 8;

/// Refuses a manifest with which a report could be lost or reach the wrong people.
pub(super) fn hold(site: &Site) -> Result<(), SiteError> {
    if site.roles[site.fallback].on_site {
        return Err(SiteError::FallbackOnSite);
    }
    closed_categories_stay_closed(site)?;
    health_stays_apart(site)?;
    for day in site.days_of_change() {
        if site.roles[site.fallback].keys(&day).is_empty() {
            return Err(SiteError::NoReaders);
        }
        for (category, _) in &site.routing {
            readers_fit(site, *category, &day)?;
        }
    }
    Ok(())
}

/// No role at the site among the readers of a category that is closed to them.
fn closed_categories_stay_closed(site: &Site) -> Result<(), SiteError> {
    for (category, to) in &site.routing {
        let is_at_site = |it: RoleIndex| site.roles[it].on_site;
        if site.is_closed_to_on_site(*category) && to.all().any(is_at_site) {
            return Err(SiteError::OnSiteReader(*category));
        }
    }
    Ok(())
}

/// Those off the site to whom staff send suspicions get no worry about somebody's health. At the
/// site the same few people look after both.
fn health_stays_apart(site: &Site) -> Result<(), SiteError> {
    let (health, suspicions) = NEVER_COMBINE;
    let gets_suspicions = |role: RoleIndex| {
        let mut routes = suspicions.iter().filter_map(|it| site.routing(*it));
        !site.roles[role].on_site && routes.any(|it| it.staff.contains(&role))
    };
    for category in health {
        let route = site.routing(*category);
        if route.is_some_and(|it| it.all().any(gets_suspicions)) {
            return Err(SiteError::NeverCombined(*category));
        }
    }
    Ok(())
}

/// Every report of the category fits into an envelope on this day.
///
/// What a reporter excludes makes the readers fewer, or leaves the fallback role in their place;
/// what a resident may choose makes them more.
fn readers_fit(site: &Site, category: Category, day: &str) -> Result<(), SiteError> {
    let fits = |roles: Vec<RoleIndex>| site.keys(roles.into_iter(), day).len() <= MAX_READERS;
    let on_choice = site.routing(category).map_or(&[][..], |it| &it.on_choice);
    let added: Vec<String> = on_choice
        .iter()
        .map(|it| site.roles[*it].id.clone())
        .collect();
    let everybody = Wishes {
        excluded: &[],
        added: &added,
    };
    let all_fit = Audience::ALL.into_iter().all(|audience| {
        let readers = site.readers(audience, category, everybody, day);
        fits(readers.iter().map(|it| it.role).collect())
    });
    let mut excluded = on_choice.to_vec();
    excluded.push(site.fallback);
    if all_fit && fits(excluded) {
        Ok(())
    } else {
        Err(SiteError::TooManyReaders(category))
    }
}
