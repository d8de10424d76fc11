//! What holds for both databases.

use std::{collections::BTreeMap, fs};

use super::{assert_mistake, mistakes};
use crate::{
    config::home,
    home::Home,
    place::Place,
    rig::{envelope, path_of},
};

/// The files of the data folder with their content, without the index that SQLite shares in memory.
fn files(home: &Home) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(home.path().join("data")).into_iter().flatten();
    let files = files.map(|it| it.expect("an entry").path());
    let file = |it: std::path::PathBuf| {
        let name = it.file_name()?.to_str()?.to_owned();
        Some((name, fs::read(it).expect("a file")))
    };
    let files = files.filter(|it| it.extension().is_none_or(|it| it != "sqlite-shm"));
    files.filter_map(file).collect()
}

async fn has_tables(home: &Home) -> bool {
    let Place::Server(_) = &home.place else {
        return home.path().join("data/intake.sqlite").exists();
    };
    let table = sqlx::query_scalar("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'");
    let tables: i64 = table
        .fetch_one(&mut home.place.connection().await)
        .await
        .expect("a number");
    tables > 0
}

#[tokio::test]
async fn a_database_as_it_should_be_is_left_as_it_is() {
    let home = home();
    assert_eq!(mistakes(&home), [""; 0], "there is none yet");
    assert!(!has_tables(&home).await, "it was made");
    assert!(!home.path().join("data").exists(), "it was made");

    let (token, bytes) = (home.token(), envelope(1));
    // Whoever closes SQLite's file last in peace leaves nothing beside it.
    let nothing = sqlx::query("DELETE FROM readers WHERE name = 'nobody'");
    home.place.change(nothing).await;
    let unused = files(&home);
    assert_eq!(mistakes(&home), [""; 0], "nobody uses it");
    assert_eq!(files(&home), unused);

    let running = home.serve();
    running.put(&bytes).expect("an answer");
    assert_eq!(mistakes(&home), [""; 0], "it is used");
    running.kill();
    let killed = files(&home);
    assert_eq!(mistakes(&home), [""; 0], "whoever used it was killed");
    assert_eq!(files(&home), killed);
    assert_eq!(home.serve().read(&path_of(&bytes), &token).body, bytes);
}

#[tokio::test]
async fn tables_of_another_program_are_named() {
    let home = home();
    home.token();
    let newer = "INSERT INTO _sqlx_migrations
        (version, description, success, checksum, execution_time)
        SELECT 9999, description, success, checksum, 0 FROM _sqlx_migrations WHERE version = 1";
    home.place.change(sqlx::query(newer)).await;
    let expected = "its tables are of a newer version than this program; use the newer program";
    assert_mistake(&home, expected);

    let back = sqlx::query("DELETE FROM _sqlx_migrations WHERE version = 9999");
    home.place.change(back).await;
    let other = "UPDATE _sqlx_migrations SET checksum =
        (SELECT checksum FROM _sqlx_migrations WHERE version = 2) WHERE version = 1";
    home.place.change(sqlx::query(other)).await;
    assert_mistake(&home, "its tables are not those of this program");
}

#[test]
fn another_receipt_key_than_that_of_the_database_is_named() {
    let home = home();
    home.serve().kill();
    let key = home.path().join("data/receipt.key");
    let first = fs::read(&key).expect("a key");
    assert_eq!(mistakes(&home), [""; 0]);

    fs::remove_file(&key).expect("removed");
    let none =
        "has receipts by a key, and there is no receipt.key in the data folder; copy it there";
    assert_mistake(&home, none);
    assert!(!key.exists(), "it was made");

    home.receipt_key();
    let other = "has receipts by another key than receipt.key in the data folder; copy that one \
                 there, or, if the key was changed for good, run intake receipt-key --replace";
    assert_mistake(&home, other);

    fs::write(&key, "none").expect("written");
    let damaged = "data: data/receipt.key is not a receipt key; restore it from a copy";
    assert_eq!(mistakes(&home), [damaged]);

    fs::write(&key, first).expect("written");
    assert_eq!(mistakes(&home), [""; 0]);
}
