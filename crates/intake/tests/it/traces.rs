//! What the disk still has of an envelope that was deleted.

use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use envelope_format::Digest;
use intake::Store;
use sqlx::{Connection as _, SqliteConnection};

use crate::{
    home::{Home, Running},
    long::Long,
    rig::{envelope, envelope_of, path_of},
    wire::{exchange, post},
};

/// Bytes that stand in no file unless an envelope with them does.
const MARK: &[u8] = b"only-in-this-envelope";

/// An envelope with the mark at its beginning, at its end, and in every part.
fn marked(seed: u32, bucket_log2: u8) -> Vec<u8> {
    let mut bytes = envelope_of(seed, bucket_log2);
    for piece in bytes.chunks_mut(1 << 20) {
        piece[32..32 + MARK.len()].copy_from_slice(MARK);
        let end = piece.len();
        piece[end - MARK.len()..].copy_from_slice(MARK);
    }
    bytes
}

/// The files of the database in which the mark stands.
fn traces(home: &Home) -> Vec<PathBuf> {
    let entries = fs::read_dir(home.path().join("data")).expect("a folder");
    let paths = entries.map(|it| it.expect("an entry").path());
    let has = |path: &PathBuf| {
        match fs::read(path) {
            Ok(content) => content.windows(MARK.len()).any(|it| it == MARK),
            // SQLite takes its log away when the last connection closes.
            Err(error) if error.kind() == ErrorKind::NotFound => false,
            Err(error) => panic!("{}: {error}", path.display()),
        }
    };
    paths.filter(has).collect()
}

/// Waits until no file has the mark: the intake tidies up beside what it answers.
fn gone(home: &Home) {
    let begin = Instant::now();
    loop {
        let traces = traces(home);
        if traces.is_empty() {
            return;
        }
        assert!(begin.elapsed() < Duration::from_secs(20), "in {traces:?}");
        thread::sleep(Duration::from_millis(100));
    }
}

fn acknowledge(running: &Running, bytes: &[u8], token: &str) {
    let request = post(&format!("{}/ack", path_of(bytes)), token);
    let answer = exchange(running.address, &request).expect("an answer");
    assert_eq!(answer.status, 204);
}

#[test]
fn nothing_of_an_envelope_is_in_the_database_after_the_last_acknowledgement() {
    let home = Home::new();
    let token = home.token();
    let running = home.serve();
    for bucket_log2 in [15, 21] {
        let (deleted, kept) = (marked(1, bucket_log2), envelope(2));
        for bytes in [&deleted, &kept] {
            assert!(running.put(bytes).expect("an answer").status.is_success());
        }
        assert!(!traces(&home).is_empty(), "it is there");
        acknowledge(&running, &deleted, &token);
        gone(&home);
        assert_eq!(running.stored(&token), [Digest::of(&kept)]);
    }
    let (success, log) = running.stop();
    assert_eq!((success, &*log), (true, ""));
}

#[test]
fn nothing_of_a_refused_upload_is_in_the_database() {
    let home = Home::new();
    let running = home.serve();
    let long = Long::of(marked(1, 21));
    // Under a digest that is not its own.
    let other = Digest::of(b"another");
    let all = long.all();
    let mut last = 0;
    for n in &all {
        let part = long.wire(&other, *n, "");
        last = exchange(running.address, &part)
            .expect("an answer")
            .status
            .as_u16();
    }
    assert_eq!((all.len(), last), (3, 400));
    gone(&home);
}

/// A kill takes from the intake the time to tidy up; it does so at its next start.
#[tokio::test]
async fn what_a_kill_left_behind_goes_at_the_next_start() {
    let home = Home::new();
    let token = home.token();
    let running = home.serve();
    let bytes = marked(1, 15);
    running.put(&bytes).expect("an answer");
    // Whoever reads an earlier moment keeps the intake from it.
    let mut reading = home.place.connection().await;
    let look = "BEGIN; SELECT count(*) FROM envelopes";
    sqlx::raw_sql(look)
        .execute(&mut reading)
        .await
        .expect("a look");
    acknowledge(&running, &bytes, &token);
    running.kill();
    // The last connection to be closed would tidy up as well: the files as the kill left them.
    let data = home.path().join("data");
    let files = ["intake.sqlite", "intake.sqlite-wal"].map(|it| data.join(it));
    let left = files.each_ref().map(|it| fs::read(it).expect("a file"));
    reading.close().await.expect("it is closed");
    for (file, bytes) in files.iter().zip(&left) {
        fs::write(file, bytes).expect("a file");
    }
    assert!(!traces(&home).is_empty(), "it could not");
    let _running = home.serve();
    gone(&home);
}

/// How long the write-ahead log is, in bytes.
fn log_len(data: &Path) -> u64 {
    let log = fs::metadata(data.join("intake.sqlite-wal"));
    log.map_or(0, |it| it.len())
}

/// Whoever reads an earlier moment, as a backup does, has the log grow by all that comes meanwhile,
/// and not a moment longer.
#[tokio::test]
async fn the_log_grows_while_somebody_reads_an_earlier_moment_and_is_cut_then() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path();
    let store = Store::open(data, None).await.expect("a database");
    let url = format!("sqlite://{}/intake.sqlite", data.display());
    let mut reading = SqliteConnection::connect(&url).await.expect("the database");
    let look = "BEGIN; SELECT count(*) FROM envelopes";
    sqlx::raw_sql(look)
        .execute(&mut reading)
        .await
        .expect("a look");
    for seed in 0..200 {
        let it = envelope_format::Envelope::parse(envelope(seed)).expect("has the shape");
        let stored = store.put(it.digest(), it, intake::today()).await;
        assert!(stored.expect("stored").new);
    }
    assert!(
        log_len(data) > 200 * 42_204,
        "the reader needs what was before"
    );

    sqlx::raw_sql("COMMIT")
        .execute(&mut reading)
        .await
        .expect("done");
    let begin = Instant::now();
    while log_len(data) > 0 {
        assert!(
            begin.elapsed() < Duration::from_secs(20),
            "{} bytes",
            log_len(data)
        );
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(store.list(0, 1_000).await.expect("rows").len(), 200);
}
