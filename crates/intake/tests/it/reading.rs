//! What readers see.

use std::time::{Duration, Instant};

use axum::{body::Body, http::Request};
use envelope_format::Digest;
use submission::ProblemType;
use tokio::time::timeout;

use crate::rig::{Rig, envelope, path_of};

/// Long enough for any answer that waits for nothing.
const SOON: Duration = Duration::from_secs(5);

#[tokio::test]
async fn only_a_readers_token_opens_the_door() {
    let rig = Rig::new().await;
    let bytes = envelope(1);
    rig.put(&bytes).await;
    let token = &rig.token;
    let refused = [
        None,
        Some(String::new()),
        Some("Bearer".into()),
        Some("Bearer ".into()),
        Some(token.clone()),
        Some(format!("Basic {token}")),
        Some(format!("Bearer  {token}")),
        Some(format!("Bearer {token} ")),
        Some(format!("Bearer {}", &token[1..])),
        Some(format!("Bearer {token}=")),
        Some(format!("Bearer {}", "A".repeat(43))),
        Some("Bearer ' OR 1=1 --".into()),
    ];
    for path in ["/v1/envelopes", &path_of(&bytes), &path_of(&envelope(2))] {
        for authorization in &refused {
            let answer = ask(&rig, path, authorization.as_deref()).await;
            let case = format!("{path} with {authorization:?}");
            assert_eq!(answer.problem(), ProblemType::Unauthorized, "{case}");
            assert_eq!(answer.header("www-authenticate"), Some("Bearer"), "{case}");
        }
    }
    for scheme in ["Bearer", "bearer", "BEARER"] {
        let answer = ask(&rig, "/v1/envelopes", Some(&format!("{scheme} {token}"))).await;
        assert_eq!(answer.status, 200, "{scheme}");
    }
}

async fn ask(rig: &Rig, path: &str, authorization: Option<&str>) -> crate::rig::Answer {
    let mut request = Request::get(path);
    if let Some(value) = authorization {
        request = request.header("authorization", value);
    }
    rig.send(request.body(Body::empty()).expect("a request"))
        .await
}

#[tokio::test]
async fn pages_follow_the_order_of_arrival() {
    let rig = Rig::new().await;
    let all: Vec<_> = (0..5).map(|it| envelope(it * 7_919)).collect();
    for bytes in &all {
        rig.put(bytes).await;
    }
    // Sent again, it keeps its place.
    rig.put(&all[0]).await;

    let (mut seen, mut after, mut pages) = (Vec::new(), String::new(), Vec::new());
    loop {
        let path = match after.is_empty() {
            true => "/v1/envelopes?limit=2".to_owned(),
            false => format!("/v1/envelopes?limit=2&after={after}"),
        };
        let listing = rig.read(&path).await.listing();
        pages.push(listing.envelopes.len());
        assert!(pages.len() <= 4, "pages without end: {pages:?}");
        if listing.envelopes.is_empty() {
            assert_eq!(listing.next, after, "an empty page keeps the cursor");
            break;
        }
        let last = listing.envelopes.last().expect("not empty");
        assert_eq!(listing.next, last.cursor);
        after = listing.next;
        seen.extend(listing.envelopes);
    }
    assert_eq!(pages, [2, 2, 1, 0]);
    let expected: Vec<_> = all.iter().map(|it| Digest::of(it)).collect();
    assert_eq!(
        seen.iter().map(|it| it.digest).collect::<Vec<_>>(),
        expected
    );
    assert!(
        seen.iter()
            .all(|it| it.size == 42_204 && it.day == intake::today())
    );
}

#[tokio::test]
async fn an_empty_intake_has_an_empty_listing() {
    let rig = Rig::new().await;
    let answer = rig.read("/v1/envelopes").await;
    assert_eq!(answer.body, br#"{"envelopes":[],"next":"0"}"#);
    assert_eq!(answer.header("content-type"), Some("application/json"));
}

#[tokio::test]
async fn a_listing_names_a_hundred_unless_told() {
    let rig = Rig::new().await;
    for seed in 0..101 {
        rig.put(&envelope(seed)).await;
    }
    let len = async |path: &str| rig.read(path).await.listing().envelopes.len();
    assert_eq!(len("/v1/envelopes").await, 100);
    assert_eq!(len("/v1/envelopes?limit=1").await, 1);
    assert_eq!(len("/v1/envelopes?limit=1000").await, 101);
}

#[tokio::test]
async fn a_query_that_cannot_be_meant_is_refused() {
    use ProblemType::{CursorMalformed, QueryMalformed};
    let rig = Rig::new().await;
    let cases = [
        ("after=", CursorMalformed),
        ("after=-1", CursorMalformed),
        ("after=%2B1", CursorMalformed),
        ("after=1%20", CursorMalformed),
        ("after=0x1", CursorMalformed),
        ("after=9223372036854775808", CursorMalformed),
        ("limit=0", QueryMalformed),
        ("limit=1001", QueryMalformed),
        ("limit=-1", QueryMalformed),
        ("limit=", QueryMalformed),
        ("wait=31", QueryMalformed),
        ("wait=1.5", QueryMalformed),
        ("wait=18446744073709551616", QueryMalformed),
        ("after=1&after=2", QueryMalformed),
    ];
    for (query, expected) in cases {
        let answer = rig.read(&format!("/v1/envelopes?{query}")).await;
        assert_eq!(answer.problem(), expected, "{query}");
    }
}

#[tokio::test]
async fn an_unknown_envelope_is_not_found() {
    let rig = Rig::new().await;
    let answer = rig.read(&path_of(&envelope(1))).await;
    assert_eq!(answer.problem(), ProblemType::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_held_listing_is_answered_by_an_arrival() {
    let rig = Rig::new().await;
    let (first, second) = (envelope(1), envelope(2));
    rig.put(&first).await;
    let mut held = std::pin::pin!(rig.read("/v1/envelopes?after=1&wait=30"));
    let early = timeout(Duration::from_millis(300), &mut held).await;
    assert!(early.is_err(), "answered before anything arrived");

    // What is there already is no arrival.
    rig.put(&first).await;
    let early = timeout(Duration::from_millis(100), &mut held).await;
    assert!(early.is_err(), "answered though nothing new arrived");

    rig.put(&second).await;
    let answer = timeout(SOON, held).await.expect("answered on arrival");
    let listing = answer.listing();
    assert_eq!(listing.envelopes.len(), 1);
    assert_eq!(listing.envelopes[0].digest, Digest::of(&second));
}

#[tokio::test]
async fn a_held_listing_is_answered_when_the_time_is_over() {
    let rig = Rig::new().await;
    let begin = Instant::now();
    let answer = timeout(SOON, rig.read("/v1/envelopes?wait=1")).await;
    assert_eq!(answer.expect("in time").listing().envelopes, []);
    assert!(begin.elapsed() >= Duration::from_secs(1));
}

#[tokio::test]
async fn a_listing_with_something_to_say_is_not_held() {
    let rig = Rig::new().await;
    rig.put(&envelope(1)).await;
    let answer = timeout(SOON, rig.read("/v1/envelopes?wait=30")).await;
    assert_eq!(answer.expect("at once").listing().envelopes.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_held_listing_ends_when_the_intake_closes() {
    let rig = Rig::new().await;
    let mut held = std::pin::pin!(rig.read("/v1/envelopes?wait=30"));
    let early = timeout(Duration::from_millis(100), &mut held).await;
    assert!(early.is_err(), "answered before it closed");
    rig.intake.close();
    let answer = timeout(SOON, held).await.expect("answered on closing");
    assert_eq!(answer.listing().envelopes, []);
}
