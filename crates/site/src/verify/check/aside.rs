//! What other programs than the app take from a manifest.

use envelope_format::base64url;
use json::{Json, Object};

use super::parts::{each, last_day, read_day, read_id};
use super::read_key;
use crate::aside::{Aside, Tablet};
use crate::verify::SiteError;

/// The most days a reader keeps what was opened, and what holds where the manifest does not say.
const MAX_RETENTION_DAYS: u64 = 90;

/// The length of the salt of an operator's mailboxes, in bytes (`docs/mailbox.md`).
const MAILBOX_SALT_LEN: usize = 16;

pub(super) fn read(manifest: &Object) -> Result<Aside, SiteError> {
    Ok(Aside {
        mailbox_salt: match manifest.find("mailboxSalt")? {
            Some(salt) => Some(read_mailbox_salt(salt.text()?)?),
            None => None,
        },
        retention_days: read_retention(manifest.find("retentionDays")?)?,
        tablets: read_tablets(manifest.find("tablets")?)?,
    })
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
