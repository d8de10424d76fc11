use std::fmt;

use hyper::Uri;
use url::{Host, Url};

use super::secret::Secret;

/// Somebody whom the operator wants to be told.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Target {
    /// Its name, in the operator's file, the log and the database.
    pub(super) id: String,
    /// Where it listens. A path or a query may be a secret too, so nothing prints it.
    pub(super) url: Uri,
    /// One, or two while it is being changed.
    pub(super) secrets: Vec<Secret>,
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Target").field("id", &self.id).finish()
    }
}

/// Reads the URL of a target: `https`, or `http` to an address of this machine, which no name can lead
/// away from. Whether another is a private one is the operator's affair.
pub(super) fn url(text: &str) -> Option<Uri> {
    let url = Url::parse(text).ok()?;
    let plain_to_this_machine = match url.host()? {
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
        Host::Domain(_) => false,
    };
    let way = match url.scheme() {
        "https" => true,
        "http" => plain_to_this_machine,
        _ => false,
    };
    let bare = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    (way && bare).then(|| url.as_str().parse().ok())?
}
