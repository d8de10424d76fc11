use std::time::Duration;

use envelope_format::envelope_len;
use tempfile::TempDir;
use tokio::time::timeout;

use super::*;

fn envelope(seed: u8, bucket_log2: u8) -> Envelope {
    let len = usize::try_from(envelope_len(bucket_log2)).expect("fits the memory");
    let mut bytes = vec![seed; len];
    bytes[..8].copy_from_slice(b"SEALPOST");
    bytes[8..12].copy_from_slice(&[1, 1, 8, bucket_log2]);
    Envelope::parse(bytes).expect("has the shape")
}

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

async fn opened(max_bytes: Option<u64>) -> (TempDir, Store) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path(), max_bytes).await;
    (folder, store.expect("a new database"))
}

async fn put(store: &Store, envelope: Envelope) -> Result<Stored, StoreError> {
    store
        .put(envelope.digest(), envelope, day("2026-11-24"))
        .await
}

#[tokio::test]
async fn a_commit_is_flushed_to_the_disk() {
    let (_folder, store) = opened(None).await;
    let mut connection = store.options.connect().await.expect("a connection");
    let mode: String = sqlx::query_scalar("PRAGMA journal_mode")
        .fetch_one(&mut connection)
        .await
        .expect("a mode");
    let synchronous: i64 = sqlx::query_scalar("PRAGMA synchronous")
        .fetch_one(&mut connection)
        .await
        .expect("a number");
    // FULL is 2 (https://sqlite.org/pragma.html#pragma_synchronous).
    assert_eq!((&*mode, synchronous), ("wal", 2));
}

#[tokio::test]
async fn the_day_is_the_day_of_the_first_time() {
    let (_folder, store) = opened(None).await;
    let it = envelope(1, 15);
    let digest = it.digest();
    let first = store.put(digest, it.clone(), day("2026-11-24")).await;
    let first = first.expect("stored");
    let again = store.put(digest, it, day("2026-11-25")).await;
    let again = again.expect("known");
    assert_eq!(first.day, day("2026-11-24"));
    assert_eq!(
        again,
        Stored {
            new: false,
            ..first
        }
    );
}

#[tokio::test]
async fn one_that_does_not_fit_holds_up_no_other() {
    let (_folder, store) = opened(Some(1 << 20)).await;
    for round in 0..4 {
        let small = |seed: u8| put(&store, envelope(round * 10 + seed, 15));
        let (a, large, b, c) = tokio::join!(
            small(1),
            put(&store, envelope(round, 20)),
            small(2),
            small(3),
        );
        assert_eq!(large, Err(StoreError::Full), "round {round}");
        for stored in [a, b, c] {
            assert!(stored.is_ok_and(|it| it.new), "round {round}");
        }
    }
    assert_eq!(store.list(0, 100).await.expect("rows").len(), 12);
}

#[tokio::test]
async fn a_cursor_is_never_used_twice() {
    let (_folder, store) = opened(None).await;
    let first = put(&store, envelope(1, 15)).await.expect("stored");
    let second = put(&store, envelope(2, 15)).await.expect("stored");
    let mut connection = store.options.connect().await.expect("a connection");
    sqlx::query("DELETE FROM envelopes")
        .execute(&mut connection)
        .await
        .expect("deleted");
    let third = put(&store, envelope(3, 15)).await.expect("stored");
    assert!(first.cursor < second.cursor && second.cursor < third.cursor);
}

#[tokio::test]
async fn a_reopened_store_knows_what_is_newest() {
    let (folder, store) = opened(None).await;
    put(&store, envelope(1, 15)).await.expect("stored");
    drop(store);
    let store = Store::open(folder.path(), None)
        .await
        .expect("opened again");
    let soon = Duration::from_secs(5);
    let waited = timeout(soon, store.stored_after(0)).await;
    assert!(waited.is_ok(), "1 is after 0");
    let short = Duration::from_millis(100);
    let waited = timeout(short, store.stored_after(1)).await;
    assert!(waited.is_err(), "nothing is after 1");
}

#[tokio::test]
async fn a_database_of_a_later_version_is_left_alone() {
    let (folder, store) = opened(None).await;
    let mut connection = store.options.connect().await.expect("a connection");
    sqlx::query(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9999, 'later', TRUE, x'00', 0)",
    )
    .execute(&mut connection)
    .await
    .expect("a later version");
    drop(store);
    let opened = Store::open(folder.path(), None).await;
    assert!(matches!(opened.err(), Some(OpenError::Migrate(..))));
}
