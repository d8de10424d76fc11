//! Who reads one report.

use envelope::Recipient;
use report::{Answer, Audience, Category, FieldId};
use thiserror::Error;

use crate::site::{Role, RoleIndex, Site};
use crate::text::LocalText;

/// Who reads one report, to be shown before it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The roles, at least one, each with at least one person.
    pub roles: Vec<RoutedRole>,
    recipients: Vec<Recipient>,
}

/// One role that reads a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoutedRole {
    /// The role's id.
    pub id: String,
    /// What the role is called.
    pub name: LocalText,
    /// Whether its people work at the site.
    pub on_site: bool,
    /// How many people hold it on the day of the report.
    pub people: usize,
    /// Whether it stands in for a role that has nobody, or that the reporter excluded.
    pub fallback: bool,
}

/// What a reporter wishes about who reads: ids of roles. One that the site does not know means nobody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wishes<'a> {
    /// Those that must not read it.
    pub excluded: &'a [String],
    /// Those that read it too, of the roles that a resident may choose. Whoever is excluded does not.
    pub added: &'a [String],
}

impl<'a> Wishes<'a> {
    /// The wishes among some answers.
    pub fn of(answer: impl Fn(FieldId) -> Option<&'a Answer>) -> Self {
        let roles = |field| match answer(field) {
            Some(Answer::Roles(roles)) => roles.as_slice(),
            _ => &[],
        };
        Self {
            excluded: roles(FieldId::Exclude),
            added: roles(FieldId::AlsoRead),
        }
    }
}

/// Why a report has nobody to go to. Help outside this channel is what is left to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum RouteError {
    /// The manifest's last day is over; who reads today is not known.
    #[error("the site's manifest has expired")]
    Expired,
    /// The site does not take such reports from this audience.
    #[error("the site does not take such reports")]
    NotOffered,
    /// Everybody who could read it is excluded or has no valid key.
    #[error("nobody is left who may read the report")]
    NobodyLeft,
    /// The day is not a day as `YYYY-MM-DD`.
    #[error("the day is not a day of the calendar")]
    DayMalformed,
}

impl Route {
    /// The keys the report is sealed to: one to eight, each once.
    pub fn recipients(&self) -> Vec<Recipient> {
        self.recipients.clone()
    }
}

impl Site {
    /// Who reads a report of this category by this audience.
    ///
    /// `day` is the day of the device, as `YYYY-MM-DD`; a device whose clock is behind the manifest
    /// counts as at the manifest's first day.
    ///
    /// The order is: roles at the site, where the category is closed to them; the reporter's
    /// exclusions; the category's readers that are left; those that a resident adds. The fallback
    /// role stands in for a reader without a valid key, and where none of the category's readers is
    /// left, unless it is excluded itself.
    ///
    /// # Errors
    ///
    /// [`RouteError`]; then there is nobody to seal to, and nothing may be sent.
    pub fn route(
        &self,
        audience: Audience,
        category: Category,
        wishes: Wishes<'_>,
        day: &str,
    ) -> Result<Route, RouteError> {
        if !report::is_day(day) {
            return Err(RouteError::DayMalformed);
        }
        if self.is_expired(day) {
            return Err(RouteError::Expired);
        }
        if !self.offers(audience, category) {
            return Err(RouteError::NotOffered);
        }
        let day = day.max(&self.issued);
        let readers = self.readers(audience, category, wishes, day);
        if readers.is_empty() {
            return Err(RouteError::NobodyLeft);
        }
        Ok(Route {
            roles: readers.iter().map(|it| self.routed(it, day)).collect(),
            recipients: self.keys(readers.iter().map(|it| it.role), day),
        })
    }

    /// The roles that read such a report on this day, each with a valid key.
    pub(crate) fn readers(
        &self,
        audience: Audience,
        category: Category,
        wishes: Wishes<'_>,
        day: &str,
    ) -> Vec<Reader> {
        let closed = self.is_closed_to_on_site(category);
        let may_read = |index: RoleIndex| {
            let role = &self.roles[index];
            let is_closed_to = closed && role.on_site;
            !is_closed_to && !wishes.excluded.contains(&role.id)
        };
        let is_held = |index: RoleIndex| !self.roles[index].keys(day).is_empty();

        let (wanted, offered) = self.routing(category).map_or((&[][..], &[][..]), |it| {
            (it.readers(audience), it.offered(audience))
        });
        let is_added = |index: &&RoleIndex| wishes.added.contains(&self.roles[**index].id);
        let mut allowed: Vec<RoleIndex> = wanted.to_vec();
        allowed.retain(|it| may_read(*it));
        // Whoever is added reads it too, and replaces nobody.
        let somebody_reads = allowed.iter().any(|it| is_held(*it));
        for role in offered.iter().filter(is_added) {
            if may_read(*role) && !allowed.contains(role) {
                allowed.push(*role);
            }
        }
        let (held, missing): (Vec<RoleIndex>, Vec<_>) =
            allowed.iter().partition(|it| is_held(**it));
        let reader = |role, fallback| Reader { role, fallback };
        let mut readers: Vec<Reader> = held.into_iter().map(|it| reader(it, false)).collect();
        let stands_in = !allowed.contains(&self.fallback) && may_read(self.fallback);
        let is_needed = !somebody_reads || !missing.is_empty();
        if is_needed && stands_in && is_held(self.fallback) {
            readers.push(reader(self.fallback, true));
        }
        readers
    }

    /// The keys of these roles that are valid on this day, each once.
    pub(crate) fn keys(&self, roles: impl Iterator<Item = RoleIndex>, day: &str) -> Vec<Recipient> {
        let mut keys: Vec<Recipient> = Vec::new();
        for key in roles.flat_map(|it| self.roles[it].keys(day)) {
            if !keys.contains(key) {
                keys.push(key.clone());
            }
        }
        keys
    }

    fn routed(&self, reader: &Reader, day: &str) -> RoutedRole {
        let role: &Role = &self.roles[reader.role];
        RoutedRole {
            id: role.id.clone(),
            name: role.name.clone(),
            on_site: role.on_site,
            people: role.keys(day).len(),
            fallback: reader.fallback,
        }
    }
}

/// A role that reads a report, by its place in the list.
pub(crate) struct Reader {
    pub(crate) role: RoleIndex,
    fallback: bool,
}

#[cfg(test)]
mod tests;
