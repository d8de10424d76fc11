//! Everything that is refused, each for its own reason.

use axum::{
    body::Body,
    http::{Method, Request},
};
use envelope_format::Digest;
use submission::{MAX_ENVELOPE_LEN, ProblemType};

use crate::rig::{Rig, envelope, envelope_of, path_of, put};

/// The envelope with one byte replaced.
fn changed(at: usize, value: u8) -> Vec<u8> {
    let mut bytes = envelope(1);
    bytes[at] = value;
    bytes
}

#[tokio::test]
async fn bytes_that_are_no_envelope_are_refused_for_their_reason() {
    use ProblemType::{NotAnEnvelope, UnsupportedVersion};
    let whole = envelope(1);
    let report = br#"{"version":1,"audience":"staff","site":"demo"}"#;
    let cases: [(&str, Vec<u8>, ProblemType); 11] = [
        ("nothing", vec![], NotAnEnvelope),
        ("an unsealed report", report.to_vec(), NotAnEnvelope),
        ("magic", changed(0, b's'), NotAnEnvelope),
        ("version 2", changed(8, 2), UnsupportedVersion),
        ("suite 2", changed(9, 2), UnsupportedVersion),
        ("seven slots", changed(10, 7), NotAnEnvelope),
        ("bucket too small", changed(11, 14), NotAnEnvelope),
        ("bucket of another size", changed(11, 16), NotAnEnvelope),
        ("cut off in the header", whole[..20].to_vec(), NotAnEnvelope),
        (
            "cut off by one",
            whole[..whole.len() - 1].to_vec(),
            NotAnEnvelope,
        ),
        (
            "one byte too many",
            [&whole[..], b"\0"].concat(),
            NotAnEnvelope,
        ),
    ];
    let rig = Rig::new().await;
    for (name, bytes, expected) in cases {
        let answer = rig.put(&bytes).await;
        assert_eq!(answer.problem(), expected, "{name}");
    }
    assert_eq!(rig.stored().await, []);
}

#[tokio::test]
async fn bytes_harmed_on_the_way_are_refused_to_be_sent_again() {
    let whole = envelope(1);
    let name = Digest::of(&whole).to_string();
    let mut cases = vec![
        ("emptied".to_owned(), vec![]),
        ("cut off".to_owned(), whole[..20_000].to_vec()),
        ("longer".to_owned(), [&whole[..], b"\0"].concat()),
        ("another envelope".to_owned(), envelope(2)),
    ];
    for bit in (0..whole.len() * 8).step_by(4_099) {
        let mut bytes = whole.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        cases.push((format!("bit {bit} flipped"), bytes));
    }
    let rig = Rig::new().await;
    for (case, bytes) in cases {
        let answer = rig.send(put(&name, &bytes)).await;
        assert_eq!(answer.problem(), ProblemType::DigestMismatch, "{case}");
        assert!(answer.problem().retry());
    }
    assert_eq!(rig.stored().await, []);
}

#[tokio::test]
async fn a_path_that_names_no_digest_is_refused() {
    let rig = Rig::new().await;
    let bytes = envelope(1);
    let name = Digest::of(&bytes).to_string();
    for bad in [
        &name.to_uppercase(),
        &name[1..],
        &format!("{name}0"),
        &format!("{name}%00"),
        &format!("g{}", &name[1..]),
        "%2e%2e",
        "%ff",
        "..%2f..%2fetc%2fpasswd",
    ] {
        let answer = rig.send(put(bad, &bytes)).await;
        assert_eq!(answer.problem(), ProblemType::DigestMalformed, "put {bad}");
        let answer = rig.read(&format!("/v1/envelopes/{bad}")).await;
        assert_eq!(answer.problem(), ProblemType::DigestMalformed, "get {bad}");
    }
}

#[tokio::test]
async fn a_length_that_is_missing_or_wrong_is_refused() {
    let bytes = envelope(1);
    let too_large = (MAX_ENVELOPE_LEN + 1).to_string();
    let cases: [(&str, Option<&str>, ProblemType); 7] = [
        ("missing", None, ProblemType::LengthRequired),
        ("no number", Some("many"), ProblemType::LengthRequired),
        ("negative", Some("-1"), ProblemType::LengthRequired),
        ("too large", Some(&too_large), ProblemType::TooLarge),
        ("huge", Some("18446744073709551615"), ProblemType::TooLarge),
        (
            "more than follows",
            Some("42205"),
            ProblemType::BodyIncomplete,
        ),
        (
            "less than follows",
            Some("42203"),
            ProblemType::DigestMismatch,
        ),
    ];
    let rig = Rig::new().await;
    for (name, length, expected) in cases {
        let mut request = put(&Digest::of(&bytes).to_string(), &bytes);
        match length {
            None => drop(request.headers_mut().remove("content-length")),
            Some(length) => {
                let length = length.parse().expect("ASCII");
                request.headers_mut().insert("content-length", length);
            }
        }
        assert_eq!(rig.send(request).await.problem(), expected, "{name}");
    }
    assert_eq!(rig.stored().await, []);
}

#[tokio::test]
async fn bodies_that_find_no_memory_are_refused_and_give_theirs_back() {
    let limits = intake::Limits {
        body_memory: 50_000,
        ..Default::default()
    };
    let rig = Rig::with(limits, None).await;
    for round in 0..3 {
        let answer = rig.put(&envelope_of(round, 16)).await;
        assert_eq!(answer.problem(), ProblemType::Unavailable);
        assert_eq!(answer.header("retry-after"), Some("30"));
        assert_eq!(rig.put(&envelope(round)).await.status, 201);
    }
}

#[tokio::test]
async fn nothing_else_is_there() {
    let rig = Rig::new().await;
    for path in [
        "/v1",
        "/v1/",
        "/v1/envelopes/",
        "/v1/envelope",
        "/v1/sites",
        "/v1/sites/",
        "/v1/sites/demo/x",
        "/v2/envelopes",
        "/healthz/",
        "/staff/",
        "/metrics",
        "/index",
    ] {
        let answer = rig.read(path).await;
        assert_eq!(answer.problem(), ProblemType::NotFound, "{path}");
    }
}

#[tokio::test]
async fn a_wrong_method_is_told_the_right_ones() {
    let rig = Rig::new().await;
    let envelope_path = path_of(&envelope(1));
    let read_only = "GET,HEAD";
    let cases = [
        ("/v1/envelopes", read_only),
        ("/v1/sites/demo", read_only),
        ("/healthz", read_only),
        ("/", read_only),
        ("/staff", read_only),
        ("/sw.js", read_only),
        ("/no-such-file", read_only),
        (&envelope_path, "GET,HEAD,PUT"),
    ];
    for (path, allowed) in cases {
        for method in ["POST", "DELETE", "PATCH", "OPTIONS", "PUT", "BREW"] {
            if allowed.contains(method) {
                continue;
            }
            let method = Method::from_bytes(method.as_bytes()).expect("a method");
            let request = Request::builder().method(&method).uri(path);
            let answer = rig
                .send(request.body(Body::empty()).expect("a request"))
                .await;
            let case = format!("{method} {path}");
            assert_eq!(answer.problem(), ProblemType::MethodNotAllowed, "{case}");
            assert_eq!(answer.header("allow"), Some(allowed), "{case}");
        }
    }
}
