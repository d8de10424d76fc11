//! A signature file is taken only when nothing but its untrusted comment differs from the one the
//! operator made.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use sealpost_fuzz::seeds;
use site::{OperatorKey, SiteError, verify};

/// Made by the `minisign` command over the four bytes "test"; as minisign-verify's own tests have
/// it. A signature that is right leads to the manifest, which this is not.
const KEY: &str = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";
const SIGNATURE: &str = "untrusted comment: signature from minisign secret key\n\
    RUQf6LRCGA9i559r3g7V1qNyJDApGip8MfqcadIgT9CuhV3EMhHoN1mGTkUidF/z7SrlQgXdy8ofjb7bNJJylDOocrCo8KLzZwo=\n\
    trusted comment: timestamp:1633700835\tfile:test\tprehashed\n\
    wLMDjy9FLAuxZ3q4NlEvkgtyhrr0gtTu6KC4KBJdITbbOeAi1zBIYo0v4iTgt8jJpIidRJnp94ABQkJAgAooBQ==\n";
const LEGACY: &str = "untrusted comment: signature from minisign secret key\n\
    RWQf6LRCGA9i59SLOFxz6NxvASXDJeRtuZykwQepbDEGt87ig1BNpWaVWuNrm73YiIiJbq71Wi+dP9eKL8OC351vwIasSSbXxwA=\n\
    trusted comment: timestamp:1555779966\tfile:test\n\
    QtKMXWyYcwdpZAlPF7tE2ENJkRd1ujvKjlj1m9RtHTBnZPa5WKU5uWRs5GoP5M/VqE81QFuMKI5k/SfNQUaOAA==\n";

static OPERATOR: LazyLock<OperatorKey> = LazyLock::new(|| KEY.parse().expect("a key"));

fuzz_target!(init: seeds::write_if_asked(|| vec![SIGNATURE, LEGACY]), |input: &[u8]| {
    let Ok(text) = str::from_utf8(input) else {
        return;
    };
    let signed = text.lines().skip(1);
    let is_the_operators = signed.eq(SIGNATURE.lines().skip(1))
        && text.starts_with("untrusted comment: ");
    match verify("test", text, &OPERATOR) {
        Err(SiteError::Malformed) => assert!(is_the_operators, "taken"),
        Err(SiteError::SignatureWrong | SiteError::SignatureUnreadable) => {
            assert!(!is_the_operators, "refused");
        }
        other => panic!("not an answer about a signature: {other:?}"),
    }
});
