use envelope::{KeyError, Recipient};
use report::Report;
use site::{RouteError, Wishes};
use thiserror::Error;

use crate::cli::SealOptions;
use crate::day;
use crate::failure::{Exit, Failure};
use crate::site_file::{SiteFileError, read_site};

/// Nobody can be found to seal to.
#[derive(Debug, Error)]
pub enum ReadersError {
    /// A `--recipient` is not a public key.
    #[error("--recipient: {0}")]
    Recipient(KeyError),
    /// The manifest cannot be read, or does not hold.
    #[error(transparent)]
    Site(#[from] SiteFileError),
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
            Self::Site(error) => error.advice(),
            Self::Route(_) => "Ask the operator for the current manifest.",
            Self::OtherSite => "Give the manifest of the site that the report names.",
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::Site(error) => error.exit(),
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
    let route = site.route(
        report.audience(),
        report.category(),
        Wishes::of(|field| report.get(field, None)),
        &day::today(),
    )?;
    Ok(Readers {
        recipients: route.recipients(),
        limit: Some(site.max_envelope_len()),
    })
}
