use envelope_format::{Envelope, envelope_len};
use tempfile::TempDir;

use crate::store::{Store, StoreError, Stored};

fn envelope(seed: u8, bucket_log2: u8) -> Envelope {
    let len = usize::try_from(envelope_len(bucket_log2)).expect("fits the memory");
    let mut bytes = vec![seed; len];
    bytes[..8].copy_from_slice(b"SEALPOST");
    bytes[8..12].copy_from_slice(&[1, 1, 8, bucket_log2]);
    Envelope::parse(bytes).expect("has the shape")
}

async fn opened(max_bytes: Option<u64>) -> (TempDir, Store) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path(), max_bytes).await;
    (folder, store.expect("a new database"))
}

async fn put(store: &Store, envelope: Envelope) -> Result<Stored, StoreError> {
    let day = "2026-11-24".parse().expect("a day");
    store.put(envelope.digest(), envelope, day).await
}

#[tokio::test]
async fn a_commit_is_flushed_to_the_disk() {
    let (_folder, store) = opened(None).await;
    let mut connection = store.database.connect().await.expect("a connection");
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

/// A database knows which versions it has by the SHA-384 of their files.
#[test]
fn the_tables_of_earlier_versions_are_as_they_were() {
    let published: [&[u8]; 3] = [
        &[0x91, 0xe9, 0xf7, 0x86, 0x6f, 0x02, 0x4f, 0xbf],
        &[0x0a, 0x10, 0x57, 0xe9, 0xd7, 0xd1, 0xc5, 0x86],
        &[0xa1, 0x14, 0x5e, 0xf5, 0x83, 0x10, 0xdb, 0xfc],
    ];
    for (migration, published) in super::MIGRATIONS.iter().zip(published) {
        let version = migration.version;
        assert!(migration.checksum.starts_with(published), "{version}");
    }
}

#[tokio::test]
async fn a_folder_may_have_any_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("a b?mode=ro#%2e%/..x/\u{e9}");
    std::fs::create_dir_all(&data).expect("made");
    let store = Store::open(&data, None).await.expect("a new database");
    assert!(put(&store, envelope(1, 15)).await.expect("stored").new);
    assert!(data.join(super::FILE).is_file());
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
