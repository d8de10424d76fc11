//! The rules a manifest must keep as a whole, on every day of its time.

use report::{Audience, Category};

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
        let mut readers = to.staff.iter().chain(&to.resident).chain(&to.on_choice);
        if site.is_closed_to_on_site(*category) && readers.any(|it| site.roles[*it].on_site) {
            return Err(SiteError::OnSiteReader(*category));
        }
    }
    Ok(())
}

/// Every report of the category fits into an envelope on this day.
///
/// What a reporter excludes makes the readers fewer, or leaves the fallback role in their place;
/// what a resident may choose makes them more.
fn readers_fit(site: &Site, category: Category, day: &str) -> Result<(), SiteError> {
    let fits = |readers: Vec<RoleIndex>, added: &[RoleIndex]| {
        let all = readers.into_iter().chain(added.iter().copied());
        site.keys(all, day).len() <= MAX_READERS
    };
    let on_choice = site.routing(category).map_or(&[][..], |it| &it.on_choice);
    for (audience, added) in [(Audience::Staff, &[][..]), (Audience::Resident, on_choice)] {
        let readers = site.readers(audience, category, &[], day);
        let readers = readers.iter().map(|it| it.role).collect();
        if !fits(readers, added) || !fits(vec![site.fallback], added) {
            return Err(SiteError::TooManyReaders(category));
        }
    }
    Ok(())
}
