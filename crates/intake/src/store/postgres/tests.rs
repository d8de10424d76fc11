use test_postgres::{Server, again_on_postgres};

use super::*;
use crate::store::{OpenError, Store};

#[test]
fn the_tests_of_the_store_pass_on_postgresql() {
    again_on_postgres(&["store::tests::"]);
}

/// The server says otherwise, and so may the URL.
#[tokio::test]
async fn a_commit_is_flushed_to_the_disk() {
    let url = Server::shared().database();
    let url = format!("{url}?options=-c%20synchronous_commit%3Doff");
    let store = Store::open_server(&url.parse().expect("a URL")).await;
    let store = store.expect("a new database");
    let mut connection = store.database.connect().await.expect("a connection");
    let synchronous = sqlx::query_scalar("SELECT current_setting('synchronous_commit')");
    let synchronous: String = synchronous
        .fetch_one(&mut connection)
        .await
        .expect("a word");
    assert_eq!(synchronous, "on");
}

#[tokio::test]
async fn a_server_that_keeps_commit_times_is_refused() {
    let server = Server::start();
    let url: DatabaseUrl = server.database().parse().expect("a URL");
    let store = Store::open_server(&url).await.expect("a new database");
    let mut connection = store.database.connect().await.expect("a connection");
    let keep = sqlx::raw_sql("ALTER SYSTEM SET track_commit_timestamp = on");
    keep.execute(&mut connection).await.expect("set");
    drop((connection, store));
    server.stop();
    server.start_again();
    let opened = Store::open_server(&url).await;
    assert!(matches!(opened.err(), Some(OpenError::CommitTimes(_))));
}

#[tokio::test]
async fn a_database_that_is_not_there_is_said() {
    let url: DatabaseUrl = Server::shared().url("nothing").parse().expect("a URL");
    let opened = Store::open_server(&url).await;
    let Err(OpenError::Database(place, _)) = opened else {
        panic!("it was opened");
    };
    assert!(place.starts_with("nothing in "), "{place}");
}

#[test]
fn what_is_printed_of_a_url_is_where_it_is() {
    let url =
        "postgres://intake:secret@db.example:5433/sealpost?sslmode=verify-full&password=secret2";
    let url: DatabaseUrl = url.parse().expect("a URL");
    assert_eq!(url.to_string(), "sealpost at db.example:5433");
    assert_eq!(format!("{url:?}"), "sealpost at db.example:5433");
}

#[test]
fn what_is_no_url_of_a_database_is_refused_without_a_word_of_it() {
    let cases = [
        ("", DatabaseUrlError::Scheme),
        ("/var/secret", DatabaseUrlError::Scheme),
        ("mysql://secret@host/name", DatabaseUrlError::Scheme),
        ("postgres://host:secret/name", DatabaseUrlError::Malformed),
        (
            "postgres://host/name?sslmode=secret",
            DatabaseUrlError::Malformed,
        ),
        (
            "postgres://host/name?pasword=secret",
            DatabaseUrlError::Parameter,
        ),
        ("postgres://host/name?secret", DatabaseUrlError::Parameter),
        ("postgres://secret@host", DatabaseUrlError::NoDatabase),
    ];
    for (url, expected) in cases {
        let refused = url.parse::<DatabaseUrl>().expect_err(url);
        assert_eq!(refused, expected, "{url}");
        assert!(
            !format!("{refused} {refused:?}").contains("secret"),
            "{url}"
        );
    }
}
