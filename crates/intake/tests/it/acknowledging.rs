//! Readers say what they have, and the intake keeps an envelope no longer than it is needed.

use std::time::{Duration, Instant};

use axum::{body::Body, http::Request};
use envelope_format::Digest;
use submission::ProblemType;
use tokio::time::timeout;

use crate::{
    long::Long,
    rig::{Answer, Rig, envelope, path_of},
};

impl Rig {
    /// Acknowledges with a token.
    async fn ack(&self, path: &str, token: &str) -> Answer {
        let request = Request::post(format!("{path}/ack"))
            .header("authorization", format!("Bearer {token}"))
            .body(Body::empty());
        self.send(request.expect("a request")).await
    }

    async fn add(&self, name: &str) -> String {
        let store = self.store().await;
        let token = intake::add_reader(&store, name).await.expect("a reader");
        token.to_string()
    }

    pub(crate) async fn revoke(&self, name: &str) {
        let store = self.store().await;
        let revoked = intake::revoke_reader(&store, name).await;
        revoked.expect("there was one");
    }
}

#[tokio::test]
async fn an_acknowledgement_is_refused_with_a_reason() {
    let rig = Rig::new().await;
    let bytes = envelope(1);
    rig.put(&bytes).await;
    let path = path_of(&bytes);
    let revoked = rig.add("gone").await;
    rig.revoke("gone").await;
    let cases = [
        (&*path, "wrong", ProblemType::Unauthorized),
        (&path, &revoked, ProblemType::Unauthorized),
        (&path_of(&envelope(2)), &rig.token, ProblemType::NotFound),
        (
            "/v1/envelopes/..%2F..%2Fetc",
            &rig.token,
            ProblemType::DigestMalformed,
        ),
        (
            &path
                .to_uppercase()
                .replace("/V1/ENVELOPES", "/v1/envelopes"),
            &rig.token,
            ProblemType::DigestMalformed,
        ),
    ];
    for (path, token, expected) in cases {
        let answer = rig.ack(path, token).await;
        assert_eq!(answer.problem(), expected, "{path}");
    }
    let answer = rig.read(&format!("{path}/ack")).await;
    assert_eq!(answer.problem(), ProblemType::MethodNotAllowed);
    assert_eq!(rig.stored().await, [Digest::of(&bytes)], "nothing is gone");
}

/// Who acknowledges, in order, and after which of these the envelope is gone.
#[tokio::test]
async fn the_last_reader_who_is_waited_for_deletes_it() {
    let cases: [(&[&str], Option<usize>); 6] = [
        (&["first"], None),
        (&["first", "first"], None),
        (&["first", "second"], Some(1)),
        (&["second", "first", "first"], Some(1)),
        // One who came later neither holds it up nor deletes it under the eyes of the others.
        (&["late", "first"], None),
        (&["late", "first", "second"], Some(2)),
    ];
    for (order, gone_after) in cases {
        let rig = Rig::new().await;
        rig.revoke("desk").await;
        let first = rig.add("first").await;
        let second = rig.add("second").await;
        let bytes = envelope(1);
        rig.put(&bytes).await;
        let late = rig.add("late").await;
        for (at, name) in order.iter().enumerate() {
            let token = match *name {
                "first" => &first,
                "second" => &second,
                _ => &late,
            };
            let answer = rig.ack(&path_of(&bytes), token).await;
            assert_eq!(answer.status, 204, "{name} in {order:?}");
            assert_eq!(answer.body, b"");
            let gone = rig.rows("SELECT count(*) FROM envelopes").await == 0;
            let expected = gone_after.is_some_and(|it| at >= it);
            assert_eq!(gone, expected, "after {at} of {order:?}");
        }
    }
}

#[tokio::test]
async fn what_was_delivered_is_never_handed_out_again_and_keeps_its_receipt() {
    let rig = Rig::new().await;
    let (bytes, other) = (envelope(1), envelope(2));
    let first = rig.put(&bytes).await;
    rig.ack(&path_of(&bytes), &rig.token).await;
    let gone = rig.read(&path_of(&bytes)).await;
    assert_eq!(gone.problem(), ProblemType::NotFound);

    let again = rig.put(&bytes).await;
    assert_eq!((again.status.as_u16(), &again.body), (200, &first.body));
    rig.receipt(&again, &bytes);
    rig.put(&other).await;
    let listing = rig.read("/v1/envelopes?after=1").await.listing();
    let digests: Vec<_> = listing.envelopes.iter().map(|it| it.digest).collect();
    assert_eq!(digests, [Digest::of(&other)]);
    assert_eq!(rig.stored().await, [Digest::of(&other)]);
}

#[tokio::test]
async fn a_long_one_goes_with_its_parts() {
    let rig = Rig::new().await;
    let long = Long::new(1);
    let receipt = rig.put(&long.bytes).await;
    let path = path_of(&long.bytes);
    assert_eq!(rig.ack(&path, &rig.token).await.status, 204);
    for table in [
        "SELECT count(*) FROM envelopes",
        "SELECT count(*) FROM uploads",
        "SELECT count(*) FROM parts",
        "SELECT count(*) FROM acknowledgements",
    ] {
        assert_eq!(rig.rows(table).await, 0, "{table}");
    }
    // Its sender asks for the parts, or sends one, and is told that it is there.
    let asked = rig
        .get(&format!("{path}/parts?size={}", long.bytes.len()))
        .await;
    assert_eq!(asked.body, receipt.body);
    assert_eq!(rig.rows("SELECT count(*) FROM uploads").await, 0);
}

/// The reader's cursor stands before what others had deleted: its question must still be held.
#[tokio::test(flavor = "multi_thread")]
async fn a_held_listing_is_held_although_its_cursor_is_old() {
    let rig = Rig::new().await;
    for seed in 1..=2 {
        rig.put(&envelope(seed)).await;
        rig.ack(&path_of(&envelope(seed)), &rig.token).await;
    }
    let begin = Instant::now();
    let answer = rig.read("/v1/envelopes?after=1&wait=1").await;
    assert_eq!(answer.listing().envelopes, []);
    assert!(begin.elapsed() >= Duration::from_secs(1), "not held");

    let (listing, put) = tokio::join!(
        timeout(
            Duration::from_secs(5),
            rig.read("/v1/envelopes?after=1&wait=30")
        ),
        async {
            rig.put(&envelope(3)).await;
        }
    );
    let () = put;
    let listing = listing.expect("answered on arrival").listing();
    assert_eq!(listing.envelopes[0].digest, Digest::of(&envelope(3)));
}
