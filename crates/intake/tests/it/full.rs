//! A storage that is full: SQLite's, which has a limit.

use envelope_format::{Digest, Envelope};
use intake::Left;
use submission::{Day, ProblemType};

use crate::{
    long::Long,
    rig::{Rig, envelope, limits},
};

#[tokio::test]
async fn a_full_storage_takes_no_part_and_keeps_what_it_has() {
    let rig = Rig::with(limits(), Some(3 << 20)).await;
    let long = Long::new(1);
    assert_eq!(long.send(&rig, &[0, 1]).await.status, 202);
    let refused = rig.send(long.put(2)).await;
    assert_eq!(refused.problem(), ProblemType::StorageFull);
    assert_eq!(refused.header("retry-after"), Some("30"));
    assert_eq!(long.missing(&long.ask(&rig).await), [2, 3, 4]);
    assert_eq!(rig.put(&envelope(2)).await.status, 201);
}

#[tokio::test]
async fn a_full_storage_says_so_and_keeps_what_it_has() {
    let rig = Rig::with(limits(), Some(1 << 20)).await;
    let mut taken = Vec::new();
    let refused = loop {
        let bytes = envelope(u32::try_from(taken.len()).expect("few"));
        let answer = rig.put(&bytes).await;
        if answer.status != 201 {
            break answer;
        }
        taken.push(bytes);
    };
    assert_eq!(refused.problem(), ProblemType::StorageFull);
    assert_eq!(refused.header("retry-after"), Some("30"));
    assert!(taken.len() > 15, "only {} envelopes fit 1 MiB", taken.len());

    let expected: Vec<_> = taken.iter().map(|it| Digest::of(it)).collect();
    assert_eq!(rig.stored().await, expected);
    assert_eq!(rig.put(&taken[0]).await.status, 200);
}

/// A full storage must not keep readers from making room.
#[tokio::test]
async fn a_full_storage_takes_acknowledgements() {
    let rig = Rig::new().await;
    rig.revoke("desk").await;
    let hashes = [[1; 32], [2; 32]];
    {
        let store = rig.store().await;
        for (name, hash) in ["a", "b"].iter().zip(&hashes) {
            assert!(store.add_reader(name, hash).await.expect("added"));
        }
    }
    let digests: Vec<_> = (0..600).map(|it| Digest::of(&envelope(it))).collect();
    for seed in 0..600 {
        assert_eq!(rig.put(&envelope(seed)).await.status, 201);
    }
    // The least that is allowed: no page more than there are.
    let store = intake::Store::open(rig.folder.path(), Some(4096)).await;
    let store = store.expect("the database");
    let refused = Envelope::parse(envelope(600)).expect("has the shape");
    let full = store.put(refused.digest(), refused, intake::today()).await;
    assert_eq!(full, Err(intake::StoreError::Full));
    for hash in &hashes {
        let reader = store.reader(hash).await.expect("read").expect("there");
        for digest in &digests {
            let done = store.acknowledge(reader, *digest, intake::today()).await;
            assert_eq!(done, Ok(intake::Acknowledged::Kept));
        }
    }
    assert_eq!(rig.rows("SELECT count(*) FROM envelopes").await, 0);
    let again = Envelope::parse(envelope(600)).expect("has the shape");
    let stored = store.put(again.digest(), again, intake::today()).await;
    assert!(stored.is_ok_and(|it| it.new), "there is room again");
}

/// Nor the intake itself, when it looks after what it has.
#[tokio::test]
async fn a_full_storage_is_cleaned_up() {
    let rig = Rig::new().await;
    let (day, later) = ("2026-01-01", "2026-01-02");
    let (day, later): (Day, Day) = (day.parse().expect("a day"), later.parse().expect("a day"));
    let many = rig.store().await;
    assert!(many.add_reader("a", &[1; 32]).await.expect("added"));
    let reader = many.reader(&[1; 32]).await.expect("read").expect("there");
    rig.revoke("desk").await;
    for seed in 0..300 {
        let it = shape(envelope(seed));
        let (digest, mailbox) = (it.digest(), Digest::of(&(seed / 3).to_be_bytes()));
        let left = many.leave(mailbox, it.clone(), day, false).await;
        assert_eq!(left, Ok(Left::New));
        assert!(many.put(digest, it, day).await.expect("stored").new);
        let done = many.acknowledge(reader, digest, day).await;
        assert_eq!(done, Ok(intake::Acknowledged::Kept));
    }
    let uploads: Vec<_> = (0..3).map(Long::new).collect();
    for long in &uploads {
        assert_eq!(long.send(&rig, &[0, 1]).await.status, 202);
    }
    // The least that is allowed: no page more than there are.
    let store = intake::Store::open(rig.folder.path(), Some(4096)).await;
    let store = store.expect("the database");
    let mut seed = 1_000;
    let full = loop {
        let it = shape(envelope(seed));
        match store.put(it.digest(), it, intake::today()).await {
            Ok(_) => seed += 1,
            Err(full) => break full,
        }
    };
    assert_eq!(full, intake::StoreError::Full);

    assert_eq!(store.forget_delivered(later).await, Ok(()));
    assert_eq!(store.forget_messages(later).await, Ok(()));
    for unfinished in store.unfinished().await.expect("uploads") {
        let discarded = store.discard(unfinished.id, unfinished.upload).await;
        assert!(discarded.is_ok(), "{discarded:?}");
    }
    for table in ["delivered", "messages", "uploads", "parts"] {
        let rows = format!("SELECT count(*) FROM {table}");
        assert_eq!(rig.rows(rows.leak()).await, 0, "{table}");
    }
}

fn shape(bytes: Vec<u8>) -> Envelope {
    Envelope::parse(bytes).expect("has the shape")
}
