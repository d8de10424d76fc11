//! What a manifest says, checked until it is a [`Site`].

#[cfg(feature = "demo")]
mod aside;
mod parts;
mod roles;
mod rules;

use envelope_format::base64url;
use envelope_format::layout::{MAX_BUCKET_LOG2, MIN_BUCKET_LOG2};
use json::{Json, Object};
use report::{Category, Urgency};

use super::SiteError;
use crate::site::{Help, Kiosk, Site};
use crate::text::LocalText;
use parts::{each, last_day, read_category, read_day, read_id, read_languages, read_text};
use roles::{find_role, read_roles, read_routing};

/// The only format of a manifest so far.
const FORMAT: &str = "sealpost-site/1";

/// The keys of a manifest of this format.
const KEYS: [&str; 25] = [
    "format",
    "site",
    "sequence",
    "issued",
    "expires",
    "name",
    "languages",
    "receiptKey",
    "roles",
    "routing",
    "forcedExclusions",
    "fallbackRole",
    "readingTimes",
    "help",
    "kiosk",
    "trainingConfirmed",
    "maxContent",
    "residentPictures",
    "owner",
    "mailboxSalt",
    "retentionDays",
    "tablets",
    "legalBases",
    "warningWords",
    "statisticsRegion",
];

/// The most an envelope may hold where the manifest does not say, in bytes: 64 MiB.
const MAX_CONTENT: u64 = 64 * 1024 * 1024;

/// The only kind of forced exclusion: a category is closed to the roles at the site.
const ON_SITE: &str = "on-site";

/// The length of an Ed25519 public key, in bytes (RFC 8032).
const ED25519_KEY_LEN: usize = 32;

/// Reads a manifest whose signature is right.
pub(crate) fn read(manifest: &str) -> Result<Site, SiteError> {
    let manifest = Json::parse(manifest.as_bytes())?;
    let manifest = manifest.object()?;
    // The format first: another format may have another shape.
    if manifest.text("format")? != FORMAT {
        return Err(SiteError::UnsupportedFormat);
    }
    let site = read_site(manifest)?;
    rules::hold(&site)?;
    #[cfg(feature = "demo")]
    aside::deputies_may_read(&site)?;
    Ok(site)
}

fn read_site(manifest: &Object) -> Result<Site, SiteError> {
    manifest.only(&KEYS)?;
    let issued = read_day(manifest.text("issued")?)?;
    let roles = read_roles(manifest.list("roles")?)?;
    #[cfg(feature = "demo")]
    let aside = aside::read(manifest, &roles)?;
    let site = Site {
        id: read_id(manifest.text("site")?)?,
        sequence: manifest.number("sequence")?,
        expires: last_day(&issued, manifest.text("expires")?)?,
        issued,
        name: read_text(manifest.object("name")?)?,
        languages: read_languages(manifest.list("languages")?)?,
        receipt_key: read_receipt_key(manifest.text("receiptKey")?)?,
        routing: read_routing(manifest.object("routing")?, &roles)?,
        closed_to_on_site: read_exclusions(manifest.object("forcedExclusions")?)?,
        fallback: find_role(&roles, manifest.text("fallbackRole")?)?,
        roles,
        reading_times: read_reading_times(manifest.object("readingTimes")?)?,
        help: each(manifest.list("help")?, read_help)?,
        is_trained: match manifest.find("trainingConfirmed")? {
            Some(day) => read_day(day.text()?).map(|_| true)?,
            None => false,
        },
        kiosk: read_kiosk(manifest.object("kiosk")?)?,
        max_content: read_max_content(manifest.find("maxContent")?)?,
        resident_pictures: match manifest.find("residentPictures")? {
            Some(switch) => switch.bool()?,
            None => false,
        },
        #[cfg(feature = "demo")]
        aside,
    };
    if site.languages.is_empty() {
        return Err(SiteError::LanguageWrong);
    }
    Ok(site)
}

fn read_receipt_key(text: &str) -> Result<String, SiteError> {
    read_key(text).ok_or(SiteError::ReceiptKeyWrong)
}

/// An Ed25519 public key as base64url without padding.
fn read_key(text: &str) -> Option<String> {
    base64url::decode_exactly::<ED25519_KEY_LEN>(text).map(|_| text.to_owned())
}

fn read_exclusions(exclusions: &Object) -> Result<Vec<Category>, SiteError> {
    each(exclusions.members()?, |(code, to)| {
        if to.text()? == ON_SITE {
            read_category(code)
        } else {
            Err(SiteError::Malformed)
        }
    })
}

/// In the order of [`Urgency::ALL`].
fn read_reading_times(times: &Object) -> Result<[LocalText; 4], SiteError> {
    times.only(&Urgency::ALL.map(Urgency::code))?;
    let time = |urgency: Urgency| read_text(times.object(urgency.code())?);
    let [u0, u1, u2, u3] = Urgency::ALL;
    Ok([time(u0)?, time(u1)?, time(u2)?, time(u3)?])
}

fn read_help(help: &Json) -> Result<Help, SiteError> {
    let help = help
        .object()?
        .only(&["name", "telephone", "checked", "languages"])?;
    let languages = help.find("languages")?.map_or(Ok(&[][..]), Json::list)?;
    Ok(Help {
        languages: read_languages(languages)?,
        name: read_text(help.object("name")?)?,
        telephone: read_telephone(help.text("telephone")?)?,
        checked: read_day(help.text("checked")?)?,
    })
}

fn read_telephone(number: &str) -> Result<String, SiteError> {
    let rest = number.strip_prefix('+').unwrap_or(number);
    let dialled = |it: u8| it.is_ascii_digit() || it == b' ' || it == b'-';
    if rest.bytes().all(dialled) && rest.bytes().any(|it| it.is_ascii_digit()) {
        Ok(number.to_owned())
    } else {
        Err(SiteError::TelephoneWrong)
    }
}

fn read_kiosk(kiosk: &Object) -> Result<Kiosk, SiteError> {
    kiosk.only(&["camera", "sharedWifi", "headphones"])?;
    kiosk.bool("headphones")?;
    Ok(Kiosk {
        camera: kiosk.bool("camera")?,
        shared_wifi: kiosk.bool("sharedWifi")?,
    })
}

/// A limit that no report fits would close the site.
fn read_max_content(limit: Option<&Json>) -> Result<u64, SiteError> {
    let limit = limit.map_or(Ok(MAX_CONTENT), Json::number)?;
    let buckets = 1 << MIN_BUCKET_LOG2..=1 << MAX_BUCKET_LOG2;
    if buckets.contains(&limit) {
        Ok(limit)
    } else {
        Err(SiteError::LimitWrong)
    }
}
