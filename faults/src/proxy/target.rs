//! What a request is about, by its path.

use envelope::Digest;

/// The envelope of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) digest: Digest,
    /// The envelope's length, when the request is about its parts.
    pub(super) size: Option<u64>,
}

impl Target {
    /// `/v1/envelopes/{sha256}`, `…/parts?size=` or `…/parts/{n}?size=`.
    pub(super) fn of(path: &str) -> Option<Self> {
        let rest = path.strip_prefix("/v1/envelopes/")?;
        let (digest, parts) = rest.split_once('/').unwrap_or((rest, ""));
        let size = parts.split_once("?size=").map(|(_, size)| size.parse());
        Some(Self {
            digest: digest.parse().ok()?,
            size: size.transpose().ok()?,
        })
    }

    /// Whether it is about an envelope in parts.
    pub(super) fn in_parts(&self) -> bool {
        self.size.is_some()
    }
}

#[cfg(test)]
mod tests {
    use submission::{envelope_path, part_path, parts_path};

    use super::*;

    #[test]
    fn every_path_names_its_envelope() {
        let digest = Digest::of(b"an envelope");
        let of = |path: &str| Target::of(path).map(|it| (it.digest, it.size));
        assert_eq!(of(&envelope_path(&digest)), Some((digest, None)));
        assert_eq!(of(&parts_path(&digest, 7)), Some((digest, Some(7))));
        assert_eq!(of(&part_path(&digest, 3, 7)), Some((digest, Some(7))));
        assert_eq!(of("/v1/sites/demo"), None);
        assert_eq!(of("/v1/envelopes/12/parts/1?size=7"), None);
    }
}
