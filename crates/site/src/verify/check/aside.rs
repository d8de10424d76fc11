//! What other programs than the app take from a manifest.

use envelope_format::base64url;
use json::{Json, Object};
use report::Language;

use super::parts::{each, last_day, read_day, read_id, read_language, read_text};
use super::read_key;
use super::roles::find_role;
use crate::aside::{Aside, LegalBasis, MAX_WORD_CHARS, Tablet};
use crate::site::{Role, RoleIndex, Site};
use crate::verify::SiteError;

/// The most days a reader keeps what was opened, and what holds where the manifest does not say.
const MAX_RETENTION_DAYS: u64 = 90;

/// The length of the salt of an operator's mailboxes, in bytes (`docs/mailbox.md`).
const MAILBOX_SALT_LEN: usize = 16;

pub(super) fn read(manifest: &Object, roles: &[Role]) -> Result<Aside, SiteError> {
    Ok(Aside {
        owner: read_owner(manifest.text("owner")?)?,
        mailbox_salt: match manifest.find("mailboxSalt")? {
            Some(salt) => Some(read_mailbox_salt(salt.text()?)?),
            None => None,
        },
        retention_days: read_retention(manifest.find("retentionDays")?)?,
        tablets: read_tablets(manifest.find("tablets")?)?,
        deputies: each(manifest.list("roles")?, |it| read_deputy(it, roles))?,
        legal_bases: read_legal_bases(manifest.find("legalBases")?)?,
        warning_words: match manifest.find("warningWords")? {
            Some(words) => each(words.object()?.members()?, read_words)?,
            None => Vec::new(),
        },
        statistics_region: match manifest.find("statisticsRegion")? {
            Some(region) => Some(read_id(region.text()?)?),
            None => None,
        },
    })
}

/// Nobody takes over from themselves, and nobody at the site reads what is closed to them because
/// somebody else is late.
pub(super) fn deputies_may_read(site: &Site) -> Result<(), SiteError> {
    for (role, deputy) in site.aside.deputies.iter().enumerate() {
        let Some(deputy) = *deputy else { continue };
        let mut routes = site.routing.iter();
        let is_closed = routes.any(|(category, to)| {
            site.is_closed_to_on_site(*category) && to.all().any(|it| it == role)
        });
        if deputy == role || (site.roles[deputy].on_site && is_closed) {
            return Err(SiteError::DeputyWrong);
        }
    }
    Ok(())
}

fn read_owner(owner: &str) -> Result<String, SiteError> {
    if owner.trim().is_empty() {
        return Err(SiteError::TextMissing);
    }
    Ok(owner.to_owned())
}

fn read_retention(days: Option<&Json>) -> Result<u64, SiteError> {
    let days = days.map_or(Ok(MAX_RETENTION_DAYS), Json::number)?;
    if (1..=MAX_RETENTION_DAYS).contains(&days) {
        Ok(days)
    } else {
        Err(SiteError::RetentionWrong)
    }
}

fn read_mailbox_salt(text: &str) -> Result<String, SiteError> {
    match base64url::decode_exactly::<MAILBOX_SALT_LEN>(text) {
        Some(_) => Ok(text.to_owned()),
        None => Err(SiteError::MailboxSaltWrong),
    }
}

fn read_tablets(list: Option<&Json>) -> Result<Vec<Tablet>, SiteError> {
    let tablets = each(list.map_or(Ok(&[][..]), Json::list)?, read_tablet)?;
    for (at, tablet) in tablets.iter().enumerate() {
        let is_same = |it: &Tablet| it.id == tablet.id || it.key == tablet.key;
        if tablets[..at].iter().any(is_same) {
            return Err(SiteError::DuplicateTablet);
        }
    }
    Ok(tablets)
}

fn read_tablet(tablet: &Json) -> Result<Tablet, SiteError> {
    let tablet = tablet.object()?.only(&["id", "key", "from", "until"])?;
    let from = read_day(tablet.text("from")?)?;
    Ok(Tablet {
        id: read_id(tablet.text("id")?)?,
        key: read_key(tablet.text("key")?).ok_or(SiteError::TabletKeyWrong)?,
        until: last_day(&from, tablet.text("until")?)?,
        from,
    })
}

fn read_deputy(role: &Json, roles: &[Role]) -> Result<Option<RoleIndex>, SiteError> {
    match role.object()?.find("deputy")? {
        Some(deputy) => find_role(roles, deputy.text()?).map(Some),
        None => Ok(None),
    }
}

fn read_legal_bases(list: Option<&Json>) -> Result<Vec<LegalBasis>, SiteError> {
    let bases = each(list.map_or(Ok(&[][..]), Json::list)?, |basis| {
        let basis = basis.object()?.only(&["id", "name"])?;
        Ok(LegalBasis {
            id: read_id(basis.text("id")?)?,
            name: read_text(basis.object("name")?)?,
        })
    })?;
    for (at, basis) in bases.iter().enumerate() {
        if bases[..at].iter().any(|it| it.id == basis.id) {
            return Err(SiteError::DuplicateLegalBasis);
        }
    }
    Ok(bases)
}

fn read_words((tag, words): &(String, Json)) -> Result<(Language, Vec<String>), SiteError> {
    let words = each(words.list()?, |it| Ok(it.text()?.to_owned()))?;
    for (at, word) in words.iter().enumerate() {
        let is_word = !word.trim().is_empty() && word.chars().count() <= MAX_WORD_CHARS;
        if !is_word || words[..at].contains(word) {
            return Err(SiteError::WordWrong);
        }
    }
    Ok((read_language(tag)?, words))
}
