//! What holds for SQLite's file.

use std::fs;

use sqlx::{AnyConnection, Connection as _};

use super::assert_mistake;
use crate::{config::home, home::Home, place::Place};

/// With its database in its folder, whatever the other tests run on.
async fn with_file() -> Home {
    let mut home = home();
    home.place = Place::Folder(home.path().join("data"));
    home.token();
    // All of it stands in the one file.
    let alone = sqlx::query("PRAGMA journal_mode = DELETE");
    home.place.change(alone).await;
    home
}

#[tokio::test]
async fn a_file_that_is_no_database_of_ours_is_named() {
    let home = with_file().await;
    let file = home.path().join("data/intake.sqlite");
    let mut damaged = fs::read(&file).expect("a database");
    fs::write(&file, "no database, and long enough to tell").expect("written");
    assert_mistake(&home, "is not an intake's database");

    damaged[4096..].fill(0x5a);
    fs::write(&file, damaged).expect("written");
    assert_mistake(&home, "is damaged; restore it from a backup");

    fs::remove_file(&file).expect("removed");
    fs::create_dir(&file).expect("a folder");
    let folder = "cannot be read, written and locked: Is a directory (os error 21)";
    assert_mistake(&home, folder);
}

#[tokio::test]
async fn a_file_that_another_program_has_for_itself_is_named() {
    let home = with_file().await;
    let mut other: AnyConnection = home.place.connection().await;
    let lock = sqlx::raw_sql("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
    lock.execute(&mut other).await.expect("locked");
    let busy = "lets nobody in now: another program has locked it, or no connection is free";
    assert_mistake(&home, busy);
    other.close().await.expect("closed");
    assert_eq!(super::mistakes(&home), [""; 0]);
}
