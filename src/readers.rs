//! Who may read: the site's signed manifest, kept on the device and fetched anew.

use site::{OperatorKey, Site};
use submission::{SignedSite, site_path};

use crate::browser::http;
use crate::model::SiteProblem;
use crate::queue::store;

/// How long a manifest is waited for, in milliseconds: the kept one serves meanwhile.
const MANIFEST_TIME_OUT: f64 = 20_000.0;

/// The manifest kept on this device, verified again.
pub async fn kept(site_id: &str, operator: &OperatorKey) -> Option<Site> {
    let json = store::get_site(site_id).await.ok()??;
    check(json.as_bytes(), site_id, operator).ok()
}

/// The manifest the intake has now, verified, not older than `known`, and kept for next time.
///
/// # Errors
///
/// [`SiteProblem`]; what was known before stays in force.
pub async fn fetched(
    site_id: &str,
    operator: &OperatorKey,
    known: Option<&Site>,
) -> Result<Site, SiteProblem> {
    let (status, body) = http::get(&site_path(site_id), MANIFEST_TIME_OUT)
        .await
        .map_err(|http::NoAnswer| SiteProblem::Unreachable)?;
    match status {
        200 => {}
        404 => return Err(SiteProblem::Unknown),
        _ => return Err(SiteProblem::Unreachable),
    }
    let site = check(&body, site_id, operator)?;
    if known.is_some_and(|known| site.is_older_than(known)) {
        return Err(SiteProblem::Older);
    }
    if let Ok(json) = str::from_utf8(&body) {
        // A device that cannot keep it asks again next time; the self-test has said so already.
        let _ = store::put_site(site_id, json).await;
    }
    Ok(site)
}

fn check(json: &[u8], site_id: &str, operator: &OperatorKey) -> Result<Site, SiteProblem> {
    // Not even the form of a signed site: somebody else answered.
    let signed = SignedSite::parse(json).map_err(|_| SiteProblem::Unreachable)?;
    let site =
        site::verify(&signed.manifest, &signed.minisig, operator).map_err(SiteProblem::Refused)?;
    // A signature on another site's manifest is no leave to send this site's reports there.
    if site.id() == site_id {
        Ok(site)
    } else {
        Err(SiteProblem::Unknown)
    }
}
