use std::time::Duration;

use envelope_format::envelope_len;
use tempfile::TempDir;
use test_postgres::{Server, on_postgres};
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

/// Where a store is: in a folder, or in a database of its own when the tests run on PostgreSQL.
struct Place {
    folder: TempDir,
    url: Option<DatabaseUrl>,
}

impl Place {
    fn new() -> Self {
        let url = || Server::shared().database().parse().expect("a URL");
        Self {
            folder: tempfile::tempdir().expect("a folder"),
            url: on_postgres().then(url),
        }
    }

    async fn open(&self) -> Result<Store, OpenError> {
        match &self.url {
            None => Store::open(self.folder.path(), None).await,
            Some(url) => Store::open_server(url).await,
        }
    }
}

async fn opened() -> (Place, Store) {
    let place = Place::new();
    let store = place.open().await.expect("a new database");
    (place, store)
}

async fn put(store: &Store, envelope: Envelope) -> Result<Stored, StoreError> {
    store
        .put(envelope.digest(), envelope, day("2026-11-24"))
        .await
}

#[tokio::test]
async fn the_day_is_the_day_of_the_first_time() {
    let (_place, store) = opened().await;
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
async fn a_cursor_is_never_used_twice() {
    let (_place, store) = opened().await;
    let first = put(&store, envelope(1, 15)).await.expect("stored");
    let second = put(&store, envelope(2, 15)).await.expect("stored");
    let mut connection = store.database.connect().await.expect("a connection");
    sqlx::query("DELETE FROM envelopes")
        .execute(&mut connection)
        .await
        .expect("deleted");
    let third = put(&store, envelope(3, 15)).await.expect("stored");
    assert!(first.cursor < second.cursor && second.cursor < third.cursor);
}

#[tokio::test]
async fn a_reopened_store_knows_what_is_newest() {
    let (place, store) = opened().await;
    put(&store, envelope(1, 15)).await.expect("stored");
    drop(store);
    let store = place.open().await.expect("opened again");
    let soon = Duration::from_secs(5);
    let waited = timeout(soon, store.stored_after(0)).await;
    assert!(waited.is_ok(), "1 is after 0");
    let short = Duration::from_millis(100);
    let waited = timeout(short, store.stored_after(1)).await;
    assert!(waited.is_err(), "nothing is after 1");
}

#[tokio::test]
async fn a_database_of_a_later_version_is_left_alone() {
    let (place, store) = opened().await;
    let mut connection = store.database.connect().await.expect("a connection");
    sqlx::query(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9999, 'later', TRUE, $1, 0)",
    )
    .bind(&[0][..])
    .execute(&mut connection)
    .await
    .expect("a later version");
    drop(store);
    let opened = place.open().await;
    assert!(matches!(opened.err(), Some(OpenError::Migrate(..))));
}

/// So that senders get their turn in between.
#[tokio::test]
async fn what_is_forgotten_goes_a_few_at_a_time() {
    let (_place, store) = opened().await;
    let (old, later) = (day("2026-01-01"), day("2026-01-02"));
    let mut connection = store.database.connect().await.expect("a connection");
    for seed in 0..150_u8 {
        let message = envelope(seed, 15);
        let mailbox = Digest::of(&[seed / 3]);
        let left = store.leave(mailbox, message.clone(), old, false).await;
        assert_eq!(left, Ok(Left::New));
        let row = "INSERT INTO delivered (digest, size, day, deleted) VALUES ($1, 1, $2, $2)";
        let row = sqlx::query(row)
            .bind(&message.digest().as_bytes()[..])
            .bind(old.as_str());
        row.execute(&mut connection).await.expect("inserted");
    }
    let forget = async || store.ask_rows(Task::Forget { oldest: later }).await;
    assert_eq!([forget().await, forget().await], [Ok(64), Ok(64)]);
    assert_eq!(store.forget_delivered(later).await, Ok(()));
    assert_eq!(forget().await, Ok(0));

    // Three in each mailbox, and no mailbox in halves.
    let forget = async || store.ask_rows(Task::ForgetMessages { oldest: later }).await;
    assert_eq!([forget().await, forget().await], [Ok(48), Ok(48)]);
    assert_eq!(store.forget_messages(later).await, Ok(()));
    assert_eq!(forget().await, Ok(0));
}
