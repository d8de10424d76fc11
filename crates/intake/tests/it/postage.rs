//! Work is asked for while many hand in, and only then.

use axum::{body::Body, http::Request};
use envelope_format::Digest;
use intake::Limits;
use submission::{Challenge, POSTAGE_HEADER, POSTAGE_PATH, ProblemType};

use crate::{
    long::Long,
    rig::{Answer, Rig, envelope, put},
};

/// One that asks as soon as anything has arrived.
async fn crowded() -> Rig {
    let limits = Limits {
        free_per_minute: 0,
        ..Limits::default()
    };
    let rig = Rig::with(limits, None).await;
    assert_eq!(
        rig.put(&envelope(0)).await.status,
        201,
        "nobody came before"
    );
    rig
}

fn stamped(mut request: Request<Body>, stamp: &str) -> Request<Body> {
    let stamp = stamp.parse().expect("ASCII");
    request.headers_mut().insert(POSTAGE_HEADER, stamp);
    request
}

impl Rig {
    /// What is asked for now.
    async fn challenge(&self) -> Challenge {
        let answer = self.get(POSTAGE_PATH).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        Challenge::parse(&answer.body).expect("a challenge")
    }

    /// A stamp as a sender makes it.
    async fn stamp(&self, digest: &Digest, size: u64) -> String {
        let mut work = self.challenge().await.work(digest, size);
        loop {
            if let Some(stamp) = work.attempt(1_000) {
                return stamp;
            }
        }
    }

    async fn put_stamped(&self, bytes: &[u8], stamp: &str) -> Answer {
        let digest = Digest::of(bytes).to_string();
        self.send(stamped(put(&digest, bytes), stamp)).await
    }
}

#[tokio::test]
async fn nothing_is_asked_while_few_come() {
    let rig = Rig::new().await;
    for seed in 0..20 {
        assert_eq!(rig.challenge().await.bits(), 0);
        assert_eq!(rig.put(&envelope(seed)).await.status, 201);
    }
}

#[tokio::test]
async fn who_has_done_the_work_is_let_in_and_nobody_else() {
    let rig = crowded().await;
    assert!(rig.challenge().await.bits() >= 12);
    let (mine, other) = (envelope(1), envelope(2));
    let refused = rig.put(&mine).await;
    assert_eq!(
        (refused.status.as_u16(), refused.problem()),
        (402, ProblemType::PostageDue)
    );
    assert_eq!(rig.stored().await.len(), 1);

    let stamp = rig.stamp(&Digest::of(&mine), 42_204).await;
    // Whoever reads it on the way has nothing of it: it is for this envelope.
    let replayed = rig.put_stamped(&other, &stamp).await;
    assert_eq!(replayed.problem(), ProblemType::PostageDue);
    for wrong in ["", "x", &stamp[1..], &format!("{stamp}0")] {
        let answer = rig.put_stamped(&mine, wrong).await;
        assert_eq!(answer.problem(), ProblemType::PostageDue, "{wrong:?}");
    }
    let first = rig.put_stamped(&mine, &stamp).await;
    assert_eq!(first.status, 201);
    // Sent again it stores nothing; and who missed the receipt needs no stamp.
    assert_eq!(rig.put_stamped(&mine, &stamp).await.body, first.body);
    let again = rig.put(&mine).await;
    assert_eq!((again.status.as_u16(), again.body), (200, first.body));
    assert_eq!(rig.stored().await.len(), 2);
}

#[tokio::test]
async fn a_challenge_of_another_intake_does_not_count() {
    let (rig, other) = (crowded().await, crowded().await);
    let mine = envelope(1);
    let stamp = other.stamp(&Digest::of(&mine), 42_204).await;
    let answer = rig.put_stamped(&mine, &stamp).await;
    assert_eq!(answer.problem(), ProblemType::PostageDue);
}

/// Once, with the first: who goes on where it was has paid.
#[tokio::test]
async fn what_comes_in_parts_is_paid_for_once() {
    let rig = crowded().await;
    let long = Long::new(1);
    let first = rig.send(long.put(0)).await;
    assert_eq!(first.problem(), ProblemType::PostageDue);
    let stamp = rig.stamp(&long.digest, long.size()).await;
    let paid = rig.send(stamped(long.put(0), &stamp)).await;
    assert_eq!(paid.status, 202);
    let last = long.send(&rig, &long.all()[1..]).await;
    assert_eq!(last.status, 201);
}

/// Who sends again what is there stores nothing, and so raises the price for nobody.
#[tokio::test]
async fn what_is_there_already_does_not_count() {
    // So much that one long envelope is free, and two are not.
    let limits = Limits {
        free_per_minute: 100,
        ..Limits::default()
    };
    let rig = Rig::with(limits, None).await;
    let long = Long::new(1);
    assert_eq!(long.send(&rig, &[0, 1, 2]).await.status, 202);
    for _ in 0..20 {
        assert_eq!(
            long.send(&rig, &[0]).await.status,
            202,
            "a part that is there"
        );
    }
    assert_eq!(rig.challenge().await.bits(), 0);
    assert_eq!(long.send(&rig, &[3, 4]).await.status, 201);
    for _ in 0..20 {
        assert_eq!(
            long.send(&rig, &[0]).await.status,
            200,
            "the whole is there"
        );
        assert_eq!(rig.put(&long.bytes).await.status, 200);
    }
    assert_eq!(rig.challenge().await.bits(), 0);
    assert_eq!(Long::new(2).send(&rig, &[0, 1, 2, 3, 4]).await.status, 201);
    assert!(rig.challenge().await.bits() > 0);
}
