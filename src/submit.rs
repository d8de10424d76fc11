//! The spine's first half: report → bytes → a job for the program that seals and keeps.

use envelope::Recipient;
use report::{FieldId, Report};
use site::Site;

use crate::model::SubmitProblem;
use crate::post::{Attach, Job, Post};

/// Has a valid report and its files sealed to the people who may read it, and the envelope kept on
/// the device. `progress` is told how many bytes of how many are sealed.
///
/// When this is `Ok` the envelope of that digest is stored and was read back. On any error the answers are
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
    progress: &dyn Fn(u64, u64),
) -> Result<String, SubmitProblem> {
    let job = Job {
        recipients: readers(report, site)?,
        document: report.encode(),
        files,
        limit: site.max_envelope_len(),
    };
    post.seal(job, progress).await
}

/// The keys that a report is sealed to.
fn readers(report: &Report, site: &Site) -> Result<Vec<Recipient>, SubmitProblem> {
    let excluded = excluded_roles(report);
    let route = site.route(report.audience(), report.category(), excluded, report.day());
    Ok(route.map_err(SubmitProblem::Route)?.recipients())
}

fn excluded_roles(report: &Report) -> &[String] {
    match report.get(FieldId::Exclude, None) {
        Some(report::Answer::Roles(roles)) => roles,
        _ => &[],
    }
}
