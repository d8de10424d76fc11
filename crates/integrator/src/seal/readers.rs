use std::path::Path;

use envelope::{KeyError, Recipient};
use report::{Answer, FieldId, Report};
use site::{OperatorKey, RouteError, Site, SiteError};
use thiserror::Error;

use crate::cli::SealOptions;
use crate::day;
use crate::failure::{Exit, Failure};
use crate::files::{self, FileError};

/// Nobody can be found to seal to.
#[derive(Debug, Error)]
pub enum ReadersError {
    /// A `--recipient` is not a public key.
    #[error("--recipient: {0}")]
    Recipient(KeyError),
    /// The manifest, its signature or the operator's key cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// The manifest does not hold.
    #[error("the site's manifest is refused: {0}")]
    Site(#[from] SiteError),
    /// The manifest is of another site than the report.
    #[error("the report is of another site than the manifest")]
    OtherSite,
    /// The manifest sends the report to nobody.
    #[error("the report cannot be routed: {0}")]
    Route(#[from] RouteError),
}

impl Failure for ReadersError {
    fn advice(&self) -> &'static str {
        match self {
            Self::Recipient(_) => "Give the recipient that `sealpost keygen` printed.",
            Self::File(error) => error.advice(),
            Self::Site(_) | Self::Route(_) => "Ask the operator for the current manifest.",
            Self::OtherSite => "Give the manifest of the site that the report names.",
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::File(error) => error.exit(),
            _ => Exit::Invalid,
        }
    }
}

/// Whom an envelope is for, and how long it may be.
pub(super) struct Readers {
    /// Their keys.
    pub(super) recipients: Vec<Recipient>,
    /// The most bytes of the envelope that the site allows, where a site was given.
    pub(super) limit: Option<u64>,
}

/// The readers the options name, or those the manifest sends the report to.
pub(super) fn find(options: &SealOptions, report: &Report) -> Result<Readers, ReadersError> {
    let (Some(manifest), Some(operator)) = (&options.site, &options.operator) else {
        let named = options
            .recipient
            .iter()
            .map(|it| it.parse().map_err(ReadersError::Recipient));
        return Ok(Readers {
            recipients: named.collect::<Result<_, _>>()?,
            limit: None,
        });
    };
    let site = read_site(manifest, operator)?;
    if site.id() != report.site() {
        return Err(ReadersError::OtherSite);
    }
    let excluded = match report.get(FieldId::Exclude, None) {
        Some(Answer::Roles(roles)) => roles.as_slice(),
        _ => &[],
    };
    let route = site.route(
        report.audience(),
        report.category(),
        excluded,
        &day::today(),
    )?;
    Ok(Readers {
        recipients: route.recipients(),
        limit: Some(site.max_envelope_len()),
    })
}

fn read_site(manifest: &Path, operator: &str) -> Result<Site, ReadersError> {
    let mut signature = manifest.as_os_str().to_owned();
    signature.push(".minisig");
    let text = files::read_text(manifest)?;
    let minisig = files::read_text(Path::new(&signature))?;
    Ok(site::verify(&text, &minisig, &operator_key(operator)?)?)
}

/// The operator's key as text, or the one in the file of that name.
fn operator_key(operator: &str) -> Result<OperatorKey, ReadersError> {
    if operator.starts_with("RW") {
        return Ok(operator.parse()?);
    }
    let file = files::read_text(Path::new(operator))?;
    // A minisign public key file: a comment, then the key.
    let key = file.lines().nth(1).unwrap_or_default();
    Ok(key.trim().parse()?)
}
