//! The members of a manifest, one after the other.

use jiff::civil::Date;
use report::{Language, Urgency};

use super::findings::Findings;
use super::node::{Members, Node};
use super::roles::{self, Named, Role};
use super::routes::{self, Routes};
use super::{Against, Fault, days, help, holders, organisation, values};

/// What must stand in a manifest.
const REQUIRED: [&str; 16] = [
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
    "owner",
];

/// What may stand in one.
const OPTIONAL: [&str; 9] = [
    "legalBases",
    "mailboxSalt",
    "maxContent",
    "residentPictures",
    "retentionDays",
    "statisticsRegion",
    "tablets",
    "trainingConfirmed",
    "warningWords",
];

/// The highest number of an edition: the highest that every JSON reader takes for a whole number.
const MAX_SEQUENCE: u64 = (1 << 53) - 1;

/// For how many days before its last a manifest is said to expire soon.
const SOON: i32 = 14;

/// What could be read, for the rules that look at the manifest as a whole.
pub(super) struct Facts {
    /// The first and the last day.
    pub(super) days: Option<(Date, Date)>,
    /// The roles that have an id.
    pub(super) roles: Vec<Role>,
    /// The fallback role.
    pub(super) fallback: Option<Named>,
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
    help::read(manifest.get("help"), against.today, &languages, findings);
    read_switches(&manifest, findings);
    organisation::read(&manifest, findings);
    holders::read_tablets(manifest.get("tablets"), against.today, findings);

    let roles = roles::read(manifest.get("roles"), against.today, &languages, findings);
    let facts = Facts {
        days: read_days(&manifest, against.today, findings),
        routes: routes::read(&manifest, &roles, against, findings),
        fallback: routes::read_fallback(&manifest, &roles, findings),
        roles,
    };
    organisation::read_training(&manifest, against.today, &facts.routes, findings);
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
    let Some(node) = manifest.get("languages") else {
        return Vec::new();
    };
    if node.is_empty_list() {
        findings.add(node.spot(), Fault::NoLanguage);
    }
    values::read_languages(node, findings)
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

fn read_switches(manifest: &Members<'_>, findings: &mut Findings<'_>) {
    const KIOSK: [&str; 3] = ["camera", "sharedWifi", "headphones"];
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
