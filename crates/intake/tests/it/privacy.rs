//! What the log and the storage hold after visits by somebody who shows a great deal.

use envelope_format::Digest;
use sqlx::{
    Column as _, Connection as _, Row as _, SqliteConnection, TypeInfo as _, ValueRef as _,
};

use crate::{
    home::Home,
    long::Long,
    place::Place,
    rig::{envelope, path_of},
    wire::{exchange, get, put, put_head},
};

/// A visitor's traces, none of which may stay.
const AGENT: &str = "Tablet-Probe/7.3";
const FORWARDED: &str = "203.0.113.77";
const REFERER: &str = "https://referrer.example/page";
const QUERY: &str = "98765432109";

/// Visits of all kinds, each with all traces. Returns how many were refused.
fn visit(home: &Home) -> (usize, String) {
    let token = home.token();
    let running = home.serve();
    let traces = format!(
        "user-agent: {AGENT}\r\nx-forwarded-for: {FORWARDED}\r\nforwarded: for={FORWARDED}\r\n\
         referer: {REFERER}\r\ncookie: id={AGENT}\r\n"
    );
    let bytes = envelope(1);
    let length = |bytes: &[u8]| format!("{traces}content-length: {}\r\n", bytes.len());
    let envelope_put = [put_head(&path_of(&bytes), &length(&bytes)), bytes.clone()].concat();
    let report_put = [put_head(&path_of(b"{}"), &length(b"{}")), b"{}".to_vec()].concat();
    let long = Long::new(1);
    let part_put = long.wire(&long.digest, 0, &traces);
    let reader = format!("{traces}authorization: Bearer {token}\r\n");
    let stranger = format!("{traces}authorization: Bearer {AGENT}\r\n");
    let requests = [
        (201, envelope_put.clone()),
        (200, envelope_put),
        (400, report_put),
        (411, put_head(&path_of(&bytes), &traces)),
        (200, get(&format!("/v1/envelopes?after={QUERY}"), &reader)),
        (400, get(&format!("/v1/envelopes?limit={QUERY}"), &reader)),
        (401, get(&format!("/v1/envelopes?after={QUERY}"), &stranger)),
        (404, get(&path_of(&envelope(2)), &reader)),
        (404, get(&format!("/{FORWARDED}?{QUERY}"), &traces)),
        (200, get(&format!("/?site={QUERY}"), &traces)),
        (201, put(&envelope(3))),
        (202, part_put),
    ];
    let mut refused = 0;
    for (status, request) in requests {
        let answer = exchange(running.address, &request).expect("an answer");
        assert_eq!(
            answer.status,
            status,
            "{}",
            String::from_utf8_lossy(&answer.body)
        );
        refused += usize::from(status >= 400);
    }
    let (success, log) = running.stop();
    assert!(success);
    (refused, log)
}

/// Whether a text has a time of day such as 10:42.
fn has_time_of_day(text: &str) -> bool {
    text.as_bytes()
        .windows(5)
        .any(|it| it[2] == b':' && [0, 1, 3, 4].iter().all(|at| it[*at].is_ascii_digit()))
}

#[test]
fn the_log_says_what_was_refused_and_nothing_of_whom() {
    let (refused, log) = visit(&Home::new());
    let lines: Vec<_> = log.lines().collect();
    assert_eq!(lines.len(), refused, "one line for each refusal:\n{log}");
    let expected = format!(
        "{}  INFO intake::failure: refused method=PUT route=/v1/envelopes/{{digest}} status=400 \
         problem=\"urn:sealpost:problem:not-an-envelope\"",
        intake::today()
    );
    assert_eq!(lines[0], expected);
    assert!(lines.iter().any(|it| it.contains("route=(file)")), "{log}");

    let digest = Digest::of(&envelope(1)).to_string();
    for trace in [AGENT, FORWARDED, REFERER, QUERY, "127.0.0.1", &digest[..16]] {
        assert!(!log.contains(trace), "{trace} in:\n{log}");
    }
    assert!(!has_time_of_day(&log), "{log}");
}

#[tokio::test]
async fn the_storage_holds_the_envelope_and_the_day() {
    let home = Home::new();
    visit(&home);
    let path = home.path().join("data/intake.sqlite");
    let url = format!("sqlite://{}", path.display());
    let mut database = SqliteConnection::connect(&url).await.expect("the database");

    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name";
    let tables: Vec<String> = sqlx::query_scalar(tables)
        .fetch_all(&mut database)
        .await
        .expect("tables");
    // The second is the version of the tables themselves, with the time of the set-up.
    assert_eq!(
        tables,
        [
            "_sqlx_migrations",
            "acknowledgements",
            "delivered",
            "envelopes",
            "messages",
            "parts",
            "readers",
            "receipt_key",
            "sqlite_sequence",
            "uploads",
            "webhook_failures",
            "webhooks"
        ]
    );
    for (table, expected) in [
        ("parts", &["upload", "n", "bytes"][..]),
        ("uploads", &["id", "digest", "size", "day", "cursor"]),
        ("acknowledgements", &["cursor", "reader"]),
        ("messages", &["id", "mailbox", "digest", "day", "bytes"]),
        ("delivered", &["digest", "size", "day", "deleted"]),
        ("receipt_key", &["only_one", "public_key"]),
        ("readers", &["id", "name", "token_sha256", "since"]),
        ("webhooks", &["id", "target", "cursor"]),
        (
            "webhook_failures",
            &["cursor", "webhook", "attempts", "failure"],
        ),
    ] {
        let columns: Vec<String> = sqlx::query_scalar("SELECT name FROM pragma_table_info(?)")
            .bind(table)
            .fetch_all(&mut database)
            .await
            .expect("columns");
        assert_eq!(columns, expected, "{table}");
    }
    let days = "SELECT day FROM uploads";
    let days: Vec<String> = sqlx::query_scalar(days)
        .fetch_all(&mut database)
        .await
        .expect("days");
    assert_eq!(days, [intake::today().to_string()]);

    let rows = sqlx::query("SELECT * FROM envelopes")
        .fetch_all(&mut database)
        .await;
    let rows = rows.expect("rows");
    assert_eq!(rows.len(), 2);
    for row in rows {
        let columns: Vec<_> = row.columns().iter().map(|it| it.name()).collect();
        assert_eq!(columns, ["cursor", "digest", "size", "day", "bytes"]);
        let bytes: Vec<u8> = row.get("bytes");
        let digest: Vec<u8> = row.get("digest");
        assert!(bytes == envelope(1) || bytes == envelope(3));
        assert_eq!(digest, Digest::of(&bytes).as_bytes());
        assert_eq!(row.get::<i64, _>("size"), 42_204);
        assert!(
            (1..=3).contains(&row.get::<i64, _>("cursor")),
            "no clock in the cursor"
        );
        assert_eq!(row.get::<String, _>("day"), intake::today().to_string());
        let day = row.try_get_raw("day").expect("a value");
        assert_eq!(day.type_info().name(), "TEXT");
    }
}

#[test]
fn no_file_of_the_storage_holds_a_trace() {
    let home = Home::new();
    visit(&home);
    let mut seen = 0;
    for entry in std::fs::read_dir(home.path().join("data")).expect("a folder") {
        let path = entry.expect("an entry").path();
        let content = std::fs::read(&path).expect("a file");
        seen += content.len();
        for trace in [AGENT, FORWARDED, REFERER, QUERY, "127.0.0.1"] {
            let found = content
                .windows(trace.len())
                .any(|it| it == trace.as_bytes());
            assert!(!found, "{trace} in {}", path.display());
        }
    }
    assert!(
        seen > 2 * 42_204,
        "the envelopes are among the {seen} bytes"
    );
}

/// What SQLite's own tables are looked at for above, in PostgreSQL's.
#[tokio::test]
async fn a_server_holds_the_same_columns_and_none_for_a_time() {
    let home = Home::on(&test_postgres::Server::shared().database());
    visit(&home);
    let mut database = home.place.connection().await;
    let columns = sqlx::query_scalar(
        "SELECT (table_name || '.' || column_name || ' ' || data_type)
         FROM information_schema.columns WHERE table_schema = 'public'
         AND table_name IN (SELECT tablename FROM pg_tables WHERE schemaname = 'public')
         AND table_name <> '_sqlx_migrations' ORDER BY table_name COLLATE \"C\", ordinal_position",
    );
    let columns: Vec<String> = columns.fetch_all(&mut database).await.expect("columns");
    assert_eq!(
        columns,
        [
            "acknowledgements.cursor bigint",
            "acknowledgements.reader bigint",
            "delivered.digest bytea",
            "delivered.size bigint",
            "delivered.day text",
            "delivered.deleted text",
            "envelopes.cursor bigint",
            "envelopes.digest bytea",
            "envelopes.size bigint",
            "envelopes.day text",
            "envelopes.bytes bytea",
            "messages.id bigint",
            "messages.mailbox bytea",
            "messages.digest bytea",
            "messages.day text",
            "messages.bytes bytea",
            "parts.upload bigint",
            "parts.n bigint",
            "parts.bytes bytea",
            "readers.id bigint",
            "readers.name text",
            "readers.token_sha256 bytea",
            "readers.since bigint",
            "receipt_key.only_one bigint",
            "receipt_key.public_key text",
            "turn.nothing boolean",
            "uploads.id bigint",
            "uploads.digest bytea",
            "uploads.size bigint",
            "uploads.day text",
            "uploads.cursor bigint",
            "webhook_failures.cursor bigint",
            "webhook_failures.webhook bigint",
            "webhook_failures.attempts bigint",
            "webhook_failures.failure text",
            "webhooks.id bigint",
            "webhooks.target text",
            "webhooks.cursor bigint",
        ]
    );
    let mut dump = std::process::Command::new(test_postgres::program("pg_dump"));
    let Place::Server(url) = &home.place else {
        panic!("it is on a server");
    };
    let dump = dump.arg(url).output().expect("it runs").stdout;
    assert!(dump.len() > 2 * 42_204, "the envelopes are in it");
    for trace in [AGENT, FORWARDED, REFERER, QUERY, "127.0.0.1"] {
        // Bytes are written as hexadecimal digits.
        let digits: String = trace.bytes().map(|it| format!("{it:02x}")).collect();
        for trace in [trace, &digits] {
            let mut windows = dump.windows(trace.len());
            assert!(!windows.any(|it| it == trace.as_bytes()), "{trace}");
        }
    }
}
