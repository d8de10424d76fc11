//! Parts that cannot be what they say.

use axum::{
    body::Body,
    http::{Method, Request},
};
use envelope_format::{Digest, envelope_len};
use submission::{MAX_ENVELOPE_LEN, ProblemType, content_digest};

use crate::{
    long::Long,
    rig::{Answer, Rig, get},
};

#[tokio::test]
async fn an_envelope_that_cannot_be_is_refused() {
    use ProblemType::{DigestMalformed, PartMalformed, TooLarge};
    let rig = Rig::new().await;
    let long = Long::new(1);
    let (digest, size) = (&*long.digest.to_string(), long.size());
    let good = format!("size={size}");
    let cases: [(&str, String, ProblemType); 14] = [
        (&digest.to_uppercase(), good.clone(), DigestMalformed),
        (&digest[1..], good.clone(), DigestMalformed),
        ("%ff", good.clone(), DigestMalformed),
        (digest, String::new(), PartMalformed),
        (digest, "size=".to_owned(), PartMalformed),
        (digest, "size=0".to_owned(), PartMalformed),
        (digest, "size=1048576".to_owned(), PartMalformed),
        (digest, format!("size=-{size}"), PartMalformed),
        (digest, format!("size={}", size - 1), PartMalformed),
        (digest, format!("size={}", size + 1), PartMalformed),
        (digest, format!("{good}&{good}"), PartMalformed),
        (
            digest,
            "size=18446744073709551616".to_owned(),
            PartMalformed,
        ),
        (
            digest,
            format!("size={}", MAX_ENVELOPE_LEN + 1),
            PartMalformed,
        ),
        (digest, format!("size={}", envelope_len(28)), TooLarge),
    ];
    for (digest, query, expected) in cases {
        let case = format!("{digest} {query}");
        let part = format!("/v1/envelopes/{digest}/parts/0?{query}");
        let answer = put_to(&rig, &long, &part).await;
        assert_eq!(answer.problem(), expected, "put {case}");
        let path = format!("/v1/envelopes/{digest}/parts?{query}");
        assert_eq!(rig.get(&path).await.problem(), expected, "get {case}");
    }
    assert_eq!(long.missing(&long.ask(&rig).await), long.all());
}

#[tokio::test]
async fn a_number_of_no_part_is_refused() {
    let rig = Rig::new().await;
    let long = Long::new(1);
    for n in [
        "5",
        "4294967295",
        "4294967296",
        "-1",
        "+1",
        "0x1",
        "1.0",
        "%20",
        "a",
    ] {
        let path = long.parts_path().replace('?', &format!("/{n}?"));
        let answer = put_to(&rig, &long, &path).await;
        assert_eq!(answer.problem(), ProblemType::PartMalformed, "{n}");
    }
    assert_eq!(long.missing(&long.ask(&rig).await), long.all());
}

/// Puts part 0 to another path.
async fn put_to(rig: &Rig, long: &Long, path: &str) -> Answer {
    let mut request = long.put(0);
    *request.uri_mut() = path.parse().expect("a path");
    rig.send(request).await
}

/// A header's name and value.
type Header<'a> = (&'a str, &'a str);

#[tokio::test]
async fn a_part_without_its_length_or_digest_is_refused() {
    use ProblemType::{BodyIncomplete, DigestMismatch, LengthRequired, PartMalformed};
    let rig = Rig::new().await;
    let long = Long::new(1);
    let good = content_digest(&Digest::of(long.part(1)));
    let two = format!("{good}, {good}");
    let sha512 = good.replace("256", "512");
    let other = content_digest(&Digest::of(long.part(2)));
    let length = ("content-length", "1048576");
    let digest = ("content-digest", &*good);
    let cases: [(&str, &[Header], ProblemType); 12] = [
        ("no length", &[digest], LengthRequired),
        (
            "no number",
            &[("content-length", "x"), digest],
            LengthRequired,
        ),
        (
            "one less",
            &[("content-length", "1048575"), digest],
            PartMalformed,
        ),
        (
            "one more",
            &[("content-length", "1048577"), digest],
            PartMalformed,
        ),
        ("nothing", &[("content-length", "0"), digest], PartMalformed),
        ("no digest", &[length], PartMalformed),
        (
            "empty digest",
            &[length, ("content-digest", "")],
            PartMalformed,
        ),
        (
            "two members",
            &[length, ("content-digest", &two)],
            PartMalformed,
        ),
        ("two headers", &[length, digest, digest], PartMalformed),
        (
            "another hash",
            &[length, ("content-digest", &sha512)],
            PartMalformed,
        ),
        (
            "a field of its past",
            &[length, ("digest", &good)],
            PartMalformed,
        ),
        (
            "another digest",
            &[length, ("content-digest", &other)],
            DigestMismatch,
        ),
    ];
    for (name, headers, expected) in cases {
        let answer = sent(&rig, &long, headers, long.part(1)).await;
        assert_eq!(answer.problem(), expected, "{name}");
    }
    let cut = &long.part(1)[..1_000];
    let answer = sent(&rig, &long, &[length, digest], cut).await;
    assert_eq!(answer.problem(), BodyIncomplete);
    let longer = [long.part(1), b"\0"].concat();
    let answer = sent(&rig, &long, &[length, digest], &longer).await;
    assert_eq!(answer.problem(), DigestMismatch);
    assert_eq!(long.missing(&long.ask(&rig).await), long.all());

    let answer = sent(&rig, &long, &[length, digest], long.part(1)).await;
    assert_eq!(
        long.missing(&answer),
        [0, 2, 3, 4],
        "the table's base is good"
    );
}

/// Puts part 1 with exactly these headers.
async fn sent(rig: &Rig, long: &Long, headers: &[Header<'_>], bytes: &[u8]) -> Answer {
    let mut request = Request::put(submission::part_path(&long.digest, 1, long.size()));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::from(bytes.to_vec()));
    rig.send(request.expect("a request")).await
}

#[tokio::test]
async fn other_ways_to_ask_for_parts_are_refused() {
    let rig = Rig::new().await;
    let long = Long::new(1);
    let path = long.parts_path();
    let part = path.replace("?", "/0?");
    for (path, allowed) in [(&path, "GET,HEAD"), (&part, "PUT")] {
        for method in ["GET", "POST", "DELETE", "PATCH", "PUT"] {
            if allowed.contains(method) {
                continue;
            }
            let method = Method::from_bytes(method.as_bytes()).expect("a method");
            let request = Request::builder().method(&method).uri(path);
            let request = request.body(Body::empty()).expect("a request");
            let answer = rig.send(request).await;
            let case = format!("{method} {path}");
            assert_eq!(answer.problem(), ProblemType::MethodNotAllowed, "{case}");
            assert_eq!(answer.header("allow"), Some(allowed), "{case}");
        }
    }
    for path in [path.replace("?", "/?"), part.replace("?", "/x?")] {
        let answer = rig.send(get(&path)).await;
        assert_eq!(answer.problem(), ProblemType::NotFound, "{path}");
    }
}
