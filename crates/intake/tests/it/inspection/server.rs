//! What holds for a PostgreSQL server.

use std::{
    io::Write as _,
    mem::forget,
    net::{SocketAddr, TcpListener, TcpStream},
    thread,
};

use test_postgres::Server;

use super::{assert_mistake, mistakes_with};
use crate::{config::home, home::Home, place::Place};

const PASSWORD: &str = "kept-out-of-sight";
const WRONG: &str = "guessed-by-nobody";

/// Asserts what is said of the database at `url`: nothing, or one mistake that begins so.
fn assert_said(home: &Home, url: &str, expected: Option<&str>) {
    let said = mistakes_with(home, &["--database", url]);
    let place: intake::DatabaseUrl = url.parse().expect("a URL");
    assert_eq!(said.len(), expected.iter().count(), "{url}: {said:?}");
    for (said, expected) in said.iter().zip(expected) {
        let expected = format!("database {place}: {expected}");
        assert!(said.starts_with(&expected), "{url}: {said}");
        assert!(
            !said.contains(PASSWORD) && !said.contains(WRONG),
            "{url}: {said}"
        );
    }
}

/// Listens where a server might, until the end of the test.
fn of_nobody(then: impl Fn(TcpStream) + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || listener.incoming().flatten().for_each(then));
    address
}

#[test]
fn why_a_server_lets_nobody_in_is_said_without_the_password() {
    let server = Server::start();
    let inside = server.database();
    let name = inside.rsplit('/').next().expect("a name");
    let (port, certificate) = server.secure(PASSWORD);
    let home = home();
    let url = |word: &str, name: &str, more: &str| {
        format!("postgres://sealpost{word}@localhost:{port}/{name}?{more}")
    };
    let (right, wrong) = (format!(":{PASSWORD}"), format!(":{WRONG}"));
    let full = format!("sslmode=verify-full&sslrootcert={}", certificate.display());
    let refused = "the server refuses the password, or was given none";
    let unready = "cannot be reached: there is no socket there, or no file of sslrootcert";
    for (url, expected) in [
        (url(&right, name, &full), None),
        (url(&wrong, name, &full), Some(refused)),
        (url("", name, &full), Some(refused)),
        (
            url(&right, "nothing", &full),
            Some("the server has no database of this name; make it with createdb"),
        ),
        (
            url(&right, name, "sslmode=disable"),
            Some("the server does not let this role in, or not from here, or not without TLS"),
        ),
        (
            url(&right, name, "sslmode=verify-full"),
            Some("there is no TLS as the URL asks for it: invalid peer certificate"),
        ),
        (
            url(&right, name, "sslmode=verify-full&sslrootcert=/nowhere"),
            Some(unready),
        ),
        (
            url(
                &right,
                name,
                "options=-c%20default_transaction_read_only%3Don",
            ),
            Some("can only be read: the server is a standby, or set so"),
        ),
        (
            format!("postgres://sealpost@%2Fnowhere/{name}"),
            Some(unready),
        ),
        (
            format!("postgres://sealpost{right}@127.0.0.1:1/{name}"),
            Some("cannot be reached: Connection refused"),
        ),
    ] {
        assert_said(&home, &url, expected);
    }
}

#[test]
fn what_answers_and_is_no_server_is_named_and_what_is_silent_is_not_waited_for_long() {
    let home = home();
    let talker = of_nobody(|mut it| {
        it.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            .expect("sent");
        forget(it);
    });
    let silent = of_nobody(forget);
    let url = |address| format!("postgres://sealpost:{PASSWORD}@{address}/name");
    let expected = "what answers there does not speak as a PostgreSQL server";
    assert_said(&home, &url(talker), Some(expected));
    let expected = "does not answer within 10 seconds";
    assert_said(&home, &url(silent), Some(expected));
}

#[tokio::test]
async fn a_role_that_may_not_make_tables_and_a_server_that_keeps_times_are_named() {
    let server = Server::start();
    let url = server.database();
    let mut home = home();
    home.place = Place::Server(url.clone());
    let role = sqlx::query("CREATE ROLE guest LOGIN");
    home.place.change(role).await;
    let as_guest = url.replace("sealpost@", "guest@");
    let expected = "the role may not make or read the tables there; let it own the database";
    assert_said(&home, &as_guest, Some(expected));
    home.token();
    assert_said(&home, &as_guest, Some(expected));

    let keep = sqlx::query("ALTER SYSTEM SET track_commit_timestamp = on");
    home.place.change(keep).await;
    server.stop();
    server.start_again();
    let expected = "its server keeps commit times; turn track_commit_timestamp off";
    assert_mistake(&home, expected);
}
