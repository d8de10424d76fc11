//! Envelopes that are taken.

use std::collections::HashSet;

use envelope_format::Digest;
use submission::UnverifiedReceipt;

use crate::rig::{Rig, envelope, envelope_of, path_of};

#[tokio::test]
async fn an_envelope_gets_the_same_signed_receipt_each_time() {
    let rig = Rig::new().await;
    let bytes = envelope(1);
    let first = rig.put(&bytes).await;
    let again = rig.put(&bytes).await;

    assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 200));
    assert_eq!(first.body, again.body);
    assert_eq!(first.header("content-type"), Some("application/json"));
    let receipt = rig.receipt(&first, &bytes);
    assert_eq!(receipt.day(), intake::today());
    assert_eq!(rig.stored().await, [Digest::of(&bytes)]);

    let fetched = rig.read(&path_of(&bytes)).await;
    assert_eq!(fetched.header("content-type"), Some(submission::MEDIA_TYPE));
    assert_eq!(fetched.body, bytes);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_envelope_sent_by_many_at_once_is_stored_once() {
    let rig = Rig::new().await;
    let bytes = envelope(1);
    let answers = together((0..16).map(|_| rig.put(&bytes))).await;

    let new = answers.iter().filter(|it| it.status == 201).count();
    let known = answers.iter().filter(|it| it.status == 200).count();
    assert_eq!((new, known), (1, 15));
    let receipts: HashSet<_> = answers.iter().map(|it| &it.body).collect();
    assert_eq!(receipts.len(), 1);
    assert_eq!(rig.stored().await, [Digest::of(&bytes)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_envelopes_at_once_are_each_stored_once() {
    let rig = Rig::new().await;
    let all: Vec<_> = (0..200).map(envelope).collect();
    let answers = together(all.iter().map(|it| rig.put(it))).await;

    for (bytes, answer) in all.iter().zip(&answers) {
        assert_eq!(answer.status, 201);
        rig.receipt(answer, bytes);
    }
    let stored = rig.stored().await;
    let expected: HashSet<_> = all.iter().map(|it| Digest::of(it)).collect();
    assert_eq!(stored.len(), 200);
    assert_eq!(stored.into_iter().collect::<HashSet<_>>(), expected);
}

#[tokio::test]
async fn the_receipt_of_one_envelope_is_none_for_another() {
    let rig = Rig::new().await;
    let answer = rig.put(&envelope(1)).await;
    let receipt = UnverifiedReceipt::parse(&answer.body).expect("a receipt");
    let other = envelope(2);
    let verified = receipt.verify(&rig.receipt_key, &Digest::of(&other), other.len() as u64);
    assert_eq!(verified, Err(submission::ReceiptError::OtherEnvelope));
}

#[tokio::test]
async fn every_size_up_to_the_longest_is_taken() {
    let rig = Rig::new().await;
    for bucket_log2 in [15, 16, 20, 27] {
        let bytes = envelope_of(1, bucket_log2);
        let answer = rig.put(&bytes).await;
        assert_eq!(answer.status, 201, "2^{bucket_log2}");
        rig.receipt(&answer, &bytes);
        assert!(
            rig.read(&path_of(&bytes)).await.body == bytes,
            "2^{bucket_log2}"
        );
    }
}

/// Does all at once.
pub(crate) async fn together<T>(futures: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut futures: Vec<_> = futures.map(Box::pin).collect();
    let mut done: Vec<_> = futures.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (future, done) in futures.iter_mut().zip(&mut done) {
            if done.is_none()
                && let std::task::Poll::Ready(it) = future.as_mut().poll(context)
            {
                *done = Some(it);
            }
        }
        match done.iter().all(Option::is_some) {
            true => std::task::Poll::Ready(()),
            false => std::task::Poll::Pending,
        }
    })
    .await;
    done.into_iter().flatten().collect()
}
