//! What a manifest says, checked until it is a [`Site`].

mod rules;

use base64ct::{Base64UrlUnpadded, Encoding};
use report::{Audience, Category, Language, is_day, is_id};

use super::SiteError;
use super::wire::{Pairs, WireFormat, WireHelp, WireHolder, WireRole, WireRouting, WireSite};
use crate::site::{Help, Holder, Kiosk, Role, RoleIndex, Routing, Site};
use crate::text::LocalText;

/// The only format of a manifest so far.
const FORMAT: &str = "sealpost-site/1";

/// The length of an Ed25519 public key, in bytes (RFC 8032).
const RECEIPT_KEY_LEN: usize = 32;

/// Reads a manifest whose signature is right.
pub(crate) fn read(manifest: &str) -> Result<Site, SiteError> {
    // The format first: another format may have another shape.
    let WireFormat { format } = serde_json::from_str(manifest).map_err(|_| SiteError::Malformed)?;
    if format != FORMAT {
        return Err(SiteError::UnsupportedFormat);
    }
    let wire: WireSite = serde_json::from_str(manifest).map_err(|_| SiteError::Malformed)?;
    let site = read_site(wire)?;
    rules::hold(&site)?;
    Ok(site)
}

fn read_site(wire: WireSite) -> Result<Site, SiteError> {
    if wire.roles.iter().all(|it| it.holders.is_empty()) {
        return Err(SiteError::NoReaders);
    }
    let roles = read_roles(wire.roles)?;
    let times = wire.reading_times;
    Ok(Site {
        id: checked_id(wire.site)?,
        sequence: wire.sequence,
        expires: last_day(&wire.issued, wire.expires)?,
        issued: checked_day(wire.issued)?,
        name: read_text(wire.name)?,
        languages: read_languages(&wire.languages)?,
        receipt_key: checked_receipt_key(wire.receipt_key)?,
        routing: read_routing(wire.routing, &roles)?,
        closed_to_on_site: wire
            .forced_exclusions
            .0
            .iter()
            .map(|(code, _)| read_category(code))
            .collect::<Result<_, _>>()?,
        fallback: find_role(&roles, &wire.fallback_role)?,
        roles,
        reading_times: [
            read_text(times.u0)?,
            read_text(times.u1)?,
            read_text(times.u2)?,
            read_text(times.u3)?,
        ],
        help: wire
            .help
            .into_iter()
            .map(read_help)
            .collect::<Result<_, _>>()?,
        kiosk: Kiosk {
            camera: wire.kiosk.camera,
            shared_wifi: wire.kiosk.shared_wifi,
        },
    })
}

fn read_roles(wire: Vec<WireRole>) -> Result<Vec<Role>, SiteError> {
    let mut roles: Vec<Role> = Vec::with_capacity(wire.len());
    for role in wire {
        if roles.iter().any(|it| it.id == role.id) {
            return Err(SiteError::DuplicateRole);
        }
        roles.push(Role {
            id: checked_id(role.id)?,
            name: read_text(role.name)?,
            on_site: role.on_site,
            holders: role
                .holders
                .into_iter()
                .map(read_holder)
                .collect::<Result<_, _>>()?,
        });
    }
    Ok(roles)
}

fn read_holder(wire: WireHolder) -> Result<Holder, SiteError> {
    Ok(Holder {
        key: wire.key.parse().map_err(|_| SiteError::KeyWrong)?,
        until: last_day(&wire.from, wire.until)?,
        from: checked_day(wire.from)?,
    })
}

fn read_routing(
    wire: Pairs<WireRouting>,
    roles: &[Role],
) -> Result<Vec<(Category, Routing)>, SiteError> {
    let find_all = |ids: Vec<String>| -> Result<Vec<RoleIndex>, SiteError> {
        let mut found = ids
            .iter()
            .map(|it| find_role(roles, it))
            .collect::<Result<Vec<_>, _>>()?;
        found.sort_unstable();
        found.dedup();
        Ok(found)
    };
    let mut routing = Vec::with_capacity(wire.0.len());
    for (code, to) in wire.0 {
        let category = read_category(&code)?;
        let for_residents = !to.resident.is_empty() || !to.on_choice.is_empty();
        if for_residents && !category.offered_to(Audience::Resident) {
            return Err(SiteError::NotOffered(category));
        }
        let to = Routing {
            staff: find_all(to.staff)?,
            resident: find_all(to.resident)?,
            on_choice: find_all(to.on_choice)?,
            second_reader: to
                .second_reader
                .map(|it| find_role(roles, &it))
                .transpose()?,
        };
        routing.push((category, to));
    }
    Ok(routing)
}

fn read_help(wire: WireHelp) -> Result<Help, SiteError> {
    let rest = wire.telephone.strip_prefix('+').unwrap_or(&wire.telephone);
    let dialled = |it: u8| it.is_ascii_digit() || it == b' ' || it == b'-';
    if !rest.bytes().all(dialled) || !rest.bytes().any(|it| it.is_ascii_digit()) {
        return Err(SiteError::TelephoneWrong);
    }
    Ok(Help {
        name: read_text(wire.name)?,
        telephone: wire.telephone,
        checked: checked_day(wire.checked)?,
    })
}

fn read_text(wire: Pairs<String>) -> Result<LocalText, SiteError> {
    let texts = wire
        .0
        .into_iter()
        .map(|(tag, text)| Ok((read_language(&tag)?, text)))
        .collect::<Result<_, SiteError>>()?;
    LocalText::new(texts).ok_or(SiteError::TextMissing)
}

fn read_languages(tags: &[String]) -> Result<Vec<Language>, SiteError> {
    if tags.is_empty() {
        return Err(SiteError::LanguageWrong);
    }
    tags.iter().map(|it| read_language(it)).collect()
}

fn read_language(tag: &str) -> Result<Language, SiteError> {
    tag.parse().map_err(|_| SiteError::LanguageWrong)
}

fn read_category(code: &str) -> Result<Category, SiteError> {
    code.parse().map_err(|_| SiteError::UnknownCategory)
}

fn find_role(roles: &[Role], id: &str) -> Result<RoleIndex, SiteError> {
    roles
        .iter()
        .position(|it| it.id == id)
        .ok_or(SiteError::UnknownRole)
}

fn checked_id(id: String) -> Result<String, SiteError> {
    if is_id(&id) {
        Ok(id)
    } else {
        Err(SiteError::IdMalformed)
    }
}

fn checked_day(day: String) -> Result<String, SiteError> {
    if is_day(&day) {
        Ok(day)
    } else {
        Err(SiteError::DateWrong)
    }
}

/// A last day that is not before its first.
fn last_day(first: &str, last: String) -> Result<String, SiteError> {
    if first <= last.as_str() {
        checked_day(last)
    } else {
        Err(SiteError::DateWrong)
    }
}

fn checked_receipt_key(text: String) -> Result<String, SiteError> {
    let mut bytes = [0; RECEIPT_KEY_LEN];
    match Base64UrlUnpadded::decode(&text, &mut bytes) {
        Ok(key) if key.len() == RECEIPT_KEY_LEN => Ok(text),
        _ => Err(SiteError::ReceiptKeyWrong),
    }
}
