use envelope_format::{Digest, envelope_len};

/// The media type of a sealed envelope's bytes.
pub const MEDIA_TYPE: &str = "application/vnd.sealpost.envelope";

/// The media type of receipts, listings and signed sites.
pub const JSON_MEDIA_TYPE: &str = "application/json";

/// The media type of a listing that goes on: server-sent events (HTML, section 9.2).
pub const EVENT_STREAM_MEDIA_TYPE: &str = "text/event-stream";

/// Where readers list the envelopes.
pub const ENVELOPES_PATH: &str = "/v1/envelopes";

/// Where an intake says that it is alive and can reach its storage.
pub const HEALTH_PATH: &str = "/healthz";

/// Where an intake describes its interface, as OpenAPI.
pub const DESCRIPTION_PATH: &str = "/openapi.json";

/// The longest envelope an intake takes, in bytes: one with a payload of 128 MiB.
///
/// One that comes whole is held in memory while it is checked. The storage takes the same in parts.
pub const MAX_ENVELOPE_LEN: u64 = envelope_len(27);

/// The path an envelope is put to and fetched from, by its digest.
#[must_use]
pub fn envelope_path(digest: &Digest) -> String {
    [ENVELOPES_PATH, "/", &digest.to_text()].concat()
}

/// The path at which a reader says that it has an envelope for good.
#[must_use]
pub fn ack_path(digest: &Digest) -> String {
    [&envelope_path(digest), "/ack"].concat()
}

/// The path of a site's signed manifest.
///
/// `site` must satisfy [`is_site_id`]; the intake answers "not found" to any other.
#[must_use]
pub fn site_path(site: &str) -> String {
    ["/v1/sites/", site].concat()
}

/// Whether `site` can name a site: 1 to 64 lower-case ASCII letters, digits and inner hyphens.
///
/// So a site's name is safe in a path of a URL and of a file system alike.
#[must_use]
pub fn is_site_id(site: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=64).contains(&site.len())
        && site.bytes().all(allowed)
        && !site.starts_with('-')
        && !site.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_envelope_has_a_payload_of_128_mib() {
        assert_eq!(MAX_ENVELOPE_LEN, 9420 + 134_217_728 + 512 * 16);
    }

    #[test]
    fn paths_name_the_thing() {
        let digest = Digest::from_bytes([0xab; 32]);
        assert_eq!(
            envelope_path(&digest),
            "/v1/envelopes/abababababababababababababababababababababababababababababababab"
        );
        assert!(ack_path(&digest).ends_with("abab/ack"));
        assert_eq!(site_path("demo"), "/v1/sites/demo");
    }

    #[test]
    fn a_site_id_is_safe_in_every_path() {
        for good in ["demo", "a", "ter-apel-2", &"x".repeat(64)] {
            assert!(is_site_id(good), "{good}");
        }
        let long = "x".repeat(65);
        for bad in [
            "", "Demo", "a/b", "..", "a.json", "-a", "a-", "a b", "é", "a\0", &long,
        ] {
            assert!(!is_site_id(bad), "{bad:?}");
        }
    }
}
