//! The spine: report → bytes → sealed envelope → queue on the device.

use envelope::{Label, seal_document};
use report::{FieldId, Report};
use site::Site;

use crate::model::SubmitProblem;
use crate::queue::store;

/// Seals a valid report to the people who may read it and keeps the envelope on the device.
///
/// When this is `Ok` the envelope is stored and was read back. On any error the answers are
/// still with the caller, nothing is stored, and nothing was sent.
///
/// # Errors
///
/// [`SubmitProblem`].
pub async fn submit(report: &Report, site: &Site) -> Result<(), SubmitProblem> {
    let excluded = excluded_roles(report);
    let route = site
        .route(report.audience(), report.category(), excluded, report.day())
        .map_err(SubmitProblem::Route)?;

    let envelope = seal_document(&route.recipients(), Label::Report, &report.encode())
        .map_err(|_| SubmitProblem::Seal)?;

    store::push(&envelope).await.map_err(SubmitProblem::Storage)
}

fn excluded_roles(report: &Report) -> &[String] {
    match report.get(FieldId::Exclude, None) {
        Some(report::Answer::Roles(roles)) => roles,
        _ => &[],
    }
}
