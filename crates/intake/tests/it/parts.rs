//! Envelopes that are handed in by parts.

use std::{collections::HashSet, time::Duration};

use envelope_format::{Digest, envelope_len};
use submission::{PART_LEN, ProblemType, content_digest, part_path};
use tokio::time::timeout;

use crate::{
    long::Long,
    rig::{Rig, envelope, envelope_of, path_of, put},
    submitting::together,
};

#[tokio::test]
async fn parts_in_any_order_become_the_envelope() {
    let rig = Rig::new().await;
    let long = Long::new(1);
    assert_eq!(long.missing(&long.ask(&rig).await), [0, 1, 2, 3, 4]);
    for (n, missing) in [
        (3, &[0, 1, 2, 4][..]),
        (4, &[0, 1, 2]),
        (3, &[0, 1, 2]),
        (0, &[1, 2]),
        (1, &[2]),
    ] {
        let answer = rig.send(long.put(n)).await;
        assert_eq!(long.missing(&answer), missing, "after {n}");
        assert_eq!(long.ask(&rig).await.body, answer.body, "after {n}");
        assert_eq!(rig.stored().await, [], "after {n}");
    }
    let whole = rig.send(long.put(2)).await;
    assert_eq!(whole.status, 201);
    let receipt = rig.receipt(&whole, &long.bytes);
    assert_eq!(receipt.day(), intake::today());
    assert_eq!(rig.stored().await, [long.digest]);

    // From now on everything has the same answer.
    let mut again = vec![long.ask(&rig).await, rig.put(&long.bytes).await];
    for n in long.all() {
        again.push(rig.send(long.put(n)).await);
    }
    for answer in again {
        assert_eq!(answer.status, 200);
        assert_eq!(answer.body, whole.body);
    }
    assert_eq!(rig.stored().await, [long.digest]);
}

#[tokio::test]
async fn a_long_envelope_is_read_as_it_was_sent() {
    let rig = Rig::new().await;
    let (by_parts, whole) = (Long::new(1), Long::new(2));
    by_parts.send(&rig, &by_parts.all()).await;
    rig.put(&whole.bytes).await;
    for long in [by_parts, whole] {
        let fetched = rig.read(&path_of(&long.bytes)).await;
        assert_eq!(fetched.status, 200);
        assert_eq!(fetched.header("content-type"), Some(submission::MEDIA_TYPE));
        let length = fetched.header("content-length").expect("a length");
        assert_eq!(length, long.size().to_string());
        assert!(fetched.body == long.bytes);
        let stranger = rig.get(&path_of(&long.bytes)).await;
        assert_eq!(stranger.problem(), ProblemType::Unauthorized);
    }
}

#[tokio::test]
async fn one_part_is_enough_for_a_short_envelope() {
    let rig = Rig::new().await;
    let short = Long::of(envelope(1));
    assert_eq!(short.missing(&short.ask(&rig).await), [0]);
    let answer = rig.send(short.put(0)).await;
    assert_eq!(answer.status, 201);
    rig.receipt(&answer, &short.bytes);
    assert!(rig.read(&path_of(&short.bytes)).await.body == short.bytes);
}

#[tokio::test]
async fn a_whole_takes_its_place_when_it_is_whole() {
    let rig = Rig::new().await;
    let long = Long::new(1);
    long.send(&rig, &[0, 1, 2, 3]).await;
    rig.put(&envelope(2)).await;
    let mut held = std::pin::pin!(rig.read("/v1/envelopes?after=1&wait=30"));
    let early = timeout(Duration::from_millis(100), &mut held).await;
    assert!(early.is_err(), "answered before all parts were there");
    long.send(&rig, &[4]).await;

    let arrived = timeout(Duration::from_secs(5), held).await;
    let listing = arrived.expect("answered on arrival").listing();
    assert_eq!(listing.envelopes.len(), 1);
    assert_eq!(listing.envelopes[0].digest, long.digest);
    assert_eq!(listing.envelopes[0].size, long.size());
    assert_eq!(rig.stored().await, [Digest::of(&envelope(2)), long.digest]);
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_sent_by_many_at_once_make_one_envelope() {
    let rig = Rig::new().await;
    for seed in 0..4 {
        let long = Long::new(seed);
        let parts = (0..4).flat_map(|_| long.all());
        let answers = together(parts.map(|n| rig.send(long.put(n)))).await;
        let new = answers.iter().filter(|it| it.status == 201);
        assert_eq!(new.count(), 1);
        let receipts = answers.iter().filter(|it| it.status != 202);
        let receipts: HashSet<_> = receipts.map(|it| &it.body).collect();
        assert_eq!(receipts.len(), 1);
        assert_eq!(rig.stored().await.len(), seed as usize + 1);
        assert!(rig.read(&path_of(&long.bytes)).await.body == long.bytes);
    }
}

#[tokio::test]
async fn the_first_part_of_a_number_stays_until_the_whole_is_judged() {
    let rig = Rig::new().await;
    let long = Long::new(1);
    let other = vec![7; usize::try_from(PART_LEN).expect("it fits the memory")];
    long.send(&rig, &[0, 2, 3, 4]).await;
    let judged = rig.send(long.put_as(1, &other)).await;
    assert_eq!(judged.problem(), ProblemType::DigestMismatch);
    assert!(judged.problem().retry());
    assert_eq!(
        long.missing(&long.ask(&rig).await),
        long.all(),
        "all are gone"
    );

    rig.send(long.put_as(1, &other)).await;
    let judged = long.send(&rig, &[1, 0, 2, 3, 4]).await;
    assert_eq!(
        judged.problem(),
        ProblemType::DigestMismatch,
        "not replaced"
    );
    assert_eq!(rig.stored().await, []);

    assert_eq!(long.send(&rig, &long.all()).await.status, 201);
    assert_eq!(rig.stored().await, [long.digest]);
}

#[tokio::test]
async fn parts_that_changed_places_are_not_the_whole() {
    let rig = Rig::new().await;
    let long = Long::new(1);
    long.send(&rig, &[0, 3, 4]).await;
    rig.send(long.put_as(1, long.part(2))).await;
    let judged = rig.send(long.put_as(2, long.part(1))).await;
    assert_eq!(judged.problem(), ProblemType::DigestMismatch);
    assert_eq!(rig.stored().await, []);
}

#[tokio::test]
async fn a_whole_that_is_no_envelope_is_refused_for_its_reason_and_deleted() {
    use ProblemType::{NotAnEnvelope, UnsupportedVersion};
    let rig = Rig::new().await;
    for (at, value, expected) in [
        (0, b's', NotAnEnvelope),
        (8, 2, UnsupportedVersion),
        (9, 2, UnsupportedVersion),
        (10, 7, NotAnEnvelope),
        (11, 14, NotAnEnvelope),
        (11, 21, NotAnEnvelope),
        (11, 23, NotAnEnvelope),
    ] {
        let mut bytes = envelope_of(1, 22);
        bytes[at] = value;
        let long = Long::of(bytes);
        let answer = long.send(&rig, &long.all()).await;
        assert_eq!(answer.problem(), expected, "{value} at {at}");
        assert_eq!(long.missing(&long.ask(&rig).await), long.all());
    }
    assert_eq!(rig.stored().await, []);
}

#[tokio::test]
async fn a_part_harmed_on_the_way_is_refused_at_once() {
    let rig = Rig::new().await;
    let long = Long::new(1);
    for at in [0, 20, 500_000, 1_048_575] {
        let mut bytes = long.part(1).to_vec();
        bytes[at] ^= 1;
        let mut request = long.put_as(1, &bytes);
        let header = content_digest(&Digest::of(long.part(1)));
        request
            .headers_mut()
            .insert("content-digest", header.parse().expect("ASCII"));
        let answer = rig.send(request).await;
        assert_eq!(answer.problem(), ProblemType::DigestMismatch, "byte {at}");
        assert_eq!(long.missing(&long.ask(&rig).await), long.all());
    }
    assert_eq!(long.send(&rig, &long.all()).await.status, 201);
}

#[tokio::test]
async fn an_envelope_that_arrives_whole_meanwhile_is_the_same_one() {
    let rig = Rig::new().await;
    for (seed, bucket_log2) in [(1, 15), (2, 20), (3, 22)] {
        let long = Long::of(envelope_of(seed, bucket_log2));
        // Parts of another size count for nothing, and go as well.
        let elsewhere = part_path(&long.digest, 0, envelope_len(23));
        let mut stray = Long::new(9).put(0);
        *stray.uri_mut() = elsewhere.parse().expect("a path");
        assert_eq!(rig.send(stray).await.status, 202);
        let all = long.all();
        let (last, first) = all.split_last().expect("parts");
        for n in first {
            rig.send(long.put(*n)).await;
        }
        let whole = rig.put(&long.bytes).await;
        assert_eq!(whole.status, 201, "2^{bucket_log2}");
        let part = rig.send(long.put(*last)).await;
        assert_eq!((part.status.as_u16(), &part.body), (200, &whole.body));
        assert!(rig.read(&path_of(&long.bytes)).await.body == long.bytes);
        assert_eq!(
            rig.rows("SELECT count(*) FROM uploads WHERE cursor IS NULL")
                .await,
            0
        );
    }
    assert_eq!(rig.stored().await.len(), 3);
    // The shortest stands in its row; the other two in their 2 and 5 parts.
    assert_eq!(rig.rows("SELECT count(*) FROM parts").await, 2 + 5);
}

#[tokio::test]
async fn a_long_envelope_stored_by_an_earlier_version_is_still_read() {
    let rig = Rig::new().await;
    let long = Long::new(1);
    let insert = sqlx::query(
        "INSERT INTO envelopes (digest, size, day, bytes) VALUES ($1, $2, '2026-11-24', $3)",
    );
    insert
        .bind(&long.digest.as_bytes()[..])
        .bind(i64::try_from(long.size()).expect("small"))
        .bind(&long.bytes)
        .execute(&mut rig.database().await)
        .await
        .expect("inserted");
    assert!(rig.read(&path_of(&long.bytes)).await.body == long.bytes);
    let answer = rig.send(long.put(0)).await;
    assert_eq!(answer.status, 200);
    let receipt = rig.receipt(&answer, &long.bytes);
    assert_eq!(receipt.day().to_string(), "2026-11-24");
    let digest = long.digest.to_string();
    assert_eq!(rig.send(put(&digest, &long.bytes)).await.body, answer.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_part_makes_the_envelope_though_its_sender_is_gone() {
    let rig = Rig::new().await;
    let long = Long::new(1);
    long.send(&rig, &[0, 1, 2, 3]).await;
    // While another program writes, the last part waits, and its connection ends meanwhile.
    let other = rig.writing().await;
    let cut_off = timeout(Duration::from_millis(300), rig.send(long.put(4))).await;
    assert!(cut_off.is_err(), "answered though it could not be stored");
    drop(other);

    let arrived = rig.read("/v1/envelopes?wait=30").await.listing();
    assert_eq!(arrived.envelopes.len(), 1);
    assert_eq!(arrived.envelopes[0].digest, long.digest);
}
