//! Parts that are looked at while somebody else, in this intake or another, deletes them.

use std::sync::Arc;

use axum::{Router, body::Body, http::Request};
use envelope_format::Envelope;
use intake::{AppFiles, Intake, Progress, Upload};
use submission::ReceiptSigningKey;
use tower::ServiceExt as _;

use crate::{
    long::Long,
    rig::{Rig, envelope_of, get, limits},
};

/// One of seventeen parts, at which is looked for a while.
fn long(seed: u32) -> Long {
    Long::of(envelope_of(seed, 24))
}

/// Puts all parts but the last, and gives that one's number.
async fn begun(rig: &Rig, long: &Long) -> u32 {
    let all = long.all();
    let (last, first) = all.split_last().expect("parts");
    assert_eq!(long.send(rig, first).await.status, 202);
    *last
}

async fn status(router: Router, request: Request<Body>) -> u16 {
    let response = router.oneshot(request).await;
    response.expect("a router always answers").status().as_u16()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_part_and_the_whole_at_once_are_one_envelope() {
    let rig = Rig::new().await;
    let other = rig.store().await;
    for seed in 0..6 {
        let long = long(seed);
        let last = begun(&rig, &long).await;
        let whole = Envelope::parse(long.bytes.clone()).expect("has the shape");
        let upload = Upload {
            digest: long.digest,
            size: long.size(),
        };
        let part = tokio::spawn(status(rig.router.clone(), long.put(last)));
        // From here on the parts are read.
        while matches!(other.progress(upload).await, Ok(Progress::Missing(_))) {}
        let stored = other.put(long.digest, whole, intake::today()).await;
        assert!(stored.is_ok(), "{stored:?}");
        let part = part.await.expect("no panic");
        assert!(matches!(part, 200 | 201), "{part} in round {seed}");
        assert_eq!(rig.stored().await.len(), seed as usize + 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_intakes_that_refuse_the_same_parts_say_so_or_ask_for_them_again() {
    let rig = Rig::new().await;
    let key = ReceiptSigningKey::make().expect("randomness");
    let folder = rig.folder.path();
    let (sites, app) = (folder.join("sites"), AppFiles::Folder(folder.join("app")));
    let other = Intake::new(rig.store().await, key, sites, app, limits());
    let other = intake::router(Arc::clone(&other));
    for seed in 0..6 {
        let long = long(seed);
        let last = begun(&rig, &long).await;
        let mut wrong = long.part(last).to_vec();
        wrong[100] ^= 1;
        let part = tokio::spawn(status(rig.router.clone(), long.put_as(last, &wrong)));
        let ask = || status(other.clone(), get(&long.parts_path()));
        let mut asked = Vec::new();
        while !part.is_finished() {
            asked.push(ask().await);
        }
        asked.push(part.await.expect("no panic"));
        assert!(asked.iter().all(|it| matches!(it, 202 | 400)), "{asked:?}");
        assert_eq!(long.missing(&long.ask(&rig).await), long.all());
    }
    assert_eq!(rig.stored().await, []);
}
