//! The spine's first half: report → bytes → a job for the program that seals and keeps.

use envelope::Recipient;
use report::Report;
use site::{Site, Wishes};
use submission::ReceiptKey;

use crate::model::{Progress, SubmitProblem};
use crate::post::{Attach, Job, Post};

/// Has a valid report and its files sealed to the people who may read it, and the envelope kept on
/// the device; where nothing can be `stored`, has it sent at once. `progress` is told how far it is.
///
/// When this is `Ok` the envelope of that digest is stored and was read back, or was received. On any error the answers are
/// still with the caller, nothing is stored, and nothing was sent.
///
/// # Errors
///
/// [`SubmitProblem`].
pub async fn submit(
    report: &Report,
    files: Vec<Attach>,
    site: &Site,
    post: &Post,
    stored: bool,
    progress: &dyn Fn(Progress),
) -> Result<String, SubmitProblem> {
    let job = Job {
        recipients: readers(report, site)?,
        document: report.encode(),
        files,
        limit: site.max_envelope_len(),
        unstored: if stored { None } else { Some(key(site)?) },
    };
    post.seal(job, progress).await
}

/// The key whose receipts are believed.
fn key(site: &Site) -> Result<ReceiptKey, SubmitProblem> {
    // The manifest was refused unless its key had the right form.
    site.receipt_key().parse().map_err(|_| SubmitProblem::Seal)
}

/// The keys that a report is sealed to.
pub(crate) fn readers(report: &Report, site: &Site) -> Result<Vec<Recipient>, SubmitProblem> {
    let wishes = Wishes::of(|field| report.get(field, None));
    let route = site.route(report.audience(), report.category(), wishes, report.day());
    Ok(route.map_err(SubmitProblem::Route)?.recipients())
}
