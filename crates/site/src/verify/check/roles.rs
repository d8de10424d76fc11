//! The roles, the keys of their people, and what each reads.

use json::{Json, Object};
use report::{Audience, Category};

use super::parts::{each, last_day, read_category, read_day, read_id, read_text};
use crate::site::{Holder, Role, RoleIndex, Routing};
use crate::verify::SiteError;

pub(super) fn read_roles(list: &[Json]) -> Result<Vec<Role>, SiteError> {
    let roles = each(list, read_role)?;
    for (at, role) in roles.iter().enumerate() {
        if roles[..at].iter().any(|it| it.id == role.id) {
            return Err(SiteError::DuplicateRole);
        }
    }
    if roles.iter().all(|it| it.holders.is_empty()) {
        return Err(SiteError::NoReaders);
    }
    Ok(roles)
}

fn read_role(role: &Json) -> Result<Role, SiteError> {
    let role = role
        .object()?
        .only(&["id", "name", "onSite", "holders", "deputy"])?;
    Ok(Role {
        id: read_id(role.text("id")?)?,
        name: read_text(role.object("name")?)?,
        on_site: role.bool("onSite")?,
        holders: each(role.list("holders")?, read_holder)?,
    })
}

fn read_holder(holder: &Json) -> Result<Holder, SiteError> {
    let holder = holder.object()?.only(&["key", "from", "until"])?;
    let key = holder.text("key")?;
    let from = read_day(holder.text("from")?)?;
    Ok(Holder {
        key: key.parse().map_err(|_| SiteError::KeyWrong)?,
        until: last_day(&from, holder.text("until")?)?,
        from,
    })
}

pub(super) fn read_routing(
    routing: &Object,
    roles: &[Role],
) -> Result<Vec<(Category, Routing)>, SiteError> {
    each(routing.members()?, |(code, to)| {
        let category = read_category(code)?;
        let to = read_route(to.object()?, roles)?;
        let for_residents = !to.resident.is_empty() || !to.on_choice.is_empty();
        if for_residents && !category.offered_to(Audience::Resident) {
            return Err(SiteError::NotOffered(category));
        }
        Ok((category, to))
    })
}

fn read_route(to: &Object, roles: &[Role]) -> Result<Routing, SiteError> {
    to.only(&["staff", "resident", "onChoice", "secondReader"])?;
    let on_choice = to.find("onChoice")?.map_or(Ok(&[][..]), Json::list)?;
    let second_reader = to.find("secondReader")?.map(Json::text).transpose()?;
    Ok(Routing {
        staff: find_roles(roles, to.list("staff")?)?,
        resident: find_roles(roles, to.list("resident")?)?,
        on_choice: find_roles(roles, on_choice)?,
        second_reader: second_reader.map(|it| find_role(roles, it)).transpose()?,
    })
}

/// The places of these roles, each once, in the order of the manifest's roles.
fn find_roles(roles: &[Role], ids: &[Json]) -> Result<Vec<RoleIndex>, SiteError> {
    let named = each(ids, |id| find_role(roles, id.text()?))?;
    Ok((0..roles.len()).filter(|it| named.contains(it)).collect())
}

pub(super) fn find_role(roles: &[Role], id: &str) -> Result<RoleIndex, SiteError> {
    roles
        .iter()
        .position(|it| it.id == id)
        .ok_or(SiteError::UnknownRole)
}
