//! The members of a manifest, one after the other.

use jiff::civil::Date;
use report::{Language, Urgency};

use super::findings::{Findings, Spot};
use super::node::{Members, Node};
use super::roles::{self, Role};
use super::routes::{self, Routes};
use super::{Against, Fault, days, holders, values};

/// What must stand in a manifest.
const REQUIRED: [&str; 15] = [
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
];

/// What may stand in one.
const OPTIONAL: [&str; 5] = [
    "mailboxSalt",
    "maxContent",
    "residentPictures",
    "retentionDays",
    "tablets",
];

/// The highest number of an edition: the highest that every JSON reader takes for a whole number.
const MAX_SEQUENCE: u64 = (1 << 53) - 1;

/// For how many days before its last a manifest is said to expire soon.
const SOON: i32 = 14;

/// For how many days a telephone number counts as tried: as long as a reader's key by default.
const CHECKED: i32 = 90;

/// What could be read, for the rules that look at the manifest as a whole.
pub(super) struct Facts {
    /// The first and the last day.
    pub(super) days: Option<(Date, Date)>,
    /// The roles that have an id.
    pub(super) roles: Vec<Role>,
    /// Where the fallback role is named, and its id.
    pub(super) fallback: Option<(Spot, String)>,
    /// Who reads what.
    pub(super) routes: Routes,
}

/// Reads all of it; what is wrong goes to the findings.
pub(super) fn read(root: &Node<'_>, against: &Against, findings: &mut Findings<'_>) {
    let Some(manifest) = root.members(&REQUIRED, &OPTIONAL, findings) else {
        return;
    };
    if let Some(format) = manifest.get("format")
        && format.text(findings) != Some("sealpost-site/1")
    {
        findings.add(format.spot(), Fault::Format);
        return;
    }
    read_site(&manifest, against, findings);
    let languages = read_languages(&manifest, findings);
    read_words(&manifest, &languages, findings);
    read_help(&manifest, against.today, &languages, findings);
    read_switches(&manifest, findings);
    holders::read_tablets(manifest.get("tablets"), against.today, findings);

    let roles = roles::read(manifest.get("roles"), against.today, &languages, findings);
    let facts = Facts {
        days: read_days(&manifest, against.today, findings),
        routes: routes::read(&manifest, &roles, against, findings),
        fallback: routes::read_fallback(&manifest, &roles, findings),
        roles,
    };
    days::hold(&facts, findings);
}

fn read_site(manifest: &Members<'_>, against: &Against, findings: &mut Findings<'_>) {
    let previous = against.previous.as_ref();
    if let Some(node) = manifest.get("site")
        && let Some(id) = node.text(findings)
    {
        if !submission::is_site_id(id) {
            findings.add(node.spot(), Fault::SiteId);
        }
        if let Some(other) = previous.filter(|it| it.site != id) {
            findings.add(node.spot(), Fault::OtherSite(other.site.clone()));
        }
    }
    values::read_range(manifest.get("sequence"), 0, MAX_SEQUENCE, findings);
    if let Some(node) = manifest.get("sequence")
        && let Some(sequence) = node.as_number()
        && let Some(before) = previous.filter(|it| sequence <= it.sequence)
    {
        findings.add(node.spot(), Fault::SequenceNotHigher(before.sequence));
    }
    if let Some(node) = manifest.get("receiptKey") {
        values::read_ed25519(node, findings);
    }
    if let Some(node) = manifest.get("mailboxSalt") {
        values::read_bytes::<16>(node, findings);
    }
}

fn read_days(
    manifest: &Members<'_>,
    today: Date,
    findings: &mut Findings<'_>,
) -> Option<(Date, Date)> {
    let (from, until) = (manifest.get("issued"), manifest.get("expires"));
    let days = values::read_days(from, until, findings)?;
    let left = values::days_between(today, days.1);
    let spot = until?.spot();
    if left < 0 {
        findings.add(spot, Fault::Expired(today));
    } else if left < SOON {
        findings.add(spot, Fault::ExpiresSoon(left));
    }
    Some(days)
}

/// The languages of the form that the site has released.
fn read_languages(manifest: &Members<'_>, findings: &mut Findings<'_>) -> Vec<Language> {
    let mut languages = Vec::new();
    let Some(node) = manifest.get("languages") else {
        return languages;
    };
    let Some(list) = node.list(findings) else {
        return languages;
    };
    if list.is_empty() {
        findings.add(node.spot(), Fault::NoLanguage);
    }
    for node in list {
        let Some(tag) = node.text(findings) else {
            continue;
        };
        match tag.parse() {
            Err(_) => findings.add(node.spot(), Fault::Language(tag.to_owned())),
            Ok(it) if languages.contains(&it) => {
                findings.add(node.spot(), Fault::Twice(tag.to_owned()));
            }
            Ok(it) => languages.push(it),
        }
    }
    languages
}

fn read_words(manifest: &Members<'_>, languages: &[Language], findings: &mut Findings<'_>) {
    values::read_words(manifest.get("name"), languages, findings);
    let classes = Urgency::ALL.map(Urgency::code);
    if let Some(times) = manifest.get("readingTimes")
        && let Some(times) = times.members(&classes, &[], findings)
    {
        for class in classes {
            values::read_words(times.get(class), languages, findings);
        }
    }
}

fn read_help(
    manifest: &Members<'_>,
    today: Date,
    languages: &[Language],
    findings: &mut Findings<'_>,
) {
    let list = manifest.get("help").and_then(|it| it.list(findings));
    for help in list.into_iter().flatten() {
        let Some(help) = help.members(&["name", "telephone", "checked"], &[], findings) else {
            continue;
        };
        values::read_words(help.get("name"), languages, findings);
        if let Some(node) = help.get("telephone")
            && let Some(number) = node.text(findings)
            && !values::is_telephone(number)
        {
            findings.add(node.spot(), Fault::Telephone);
        }
        let checked = help.get("checked");
        if let Some((node, day)) =
            checked.and_then(|it| Some((it, values::read_day(it, findings)?)))
        {
            let ago = values::days_between(day, today);
            if ago < 0 {
                findings.add(node.spot(), Fault::NotYet(today));
            } else if ago > CHECKED {
                findings.add(node.spot(), Fault::CheckedLongAgo(ago));
            }
        }
    }
}

fn read_switches(manifest: &Members<'_>, findings: &mut Findings<'_>) {
    const KIOSK: [&str; 2] = ["camera", "sharedWifi"];
    if let Some(kiosk) = manifest.get("kiosk")
        && let Some(kiosk) = kiosk.members(&KIOSK, &[], findings)
    {
        for name in KIOSK {
            kiosk.get(name).and_then(|it| it.bool(findings));
        }
    }
    manifest
        .get("residentPictures")
        .and_then(|it| it.bool(findings));
    // The least and the most of docs/site.schema.json.
    values::read_range(manifest.get("maxContent"), 1 << 15, 1 << 36, findings);
    values::read_range(manifest.get("retentionDays"), 1, 90, findings);
}
