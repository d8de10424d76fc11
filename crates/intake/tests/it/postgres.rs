//! The same tests once more, on a real PostgreSQL server.

use test_postgres::again_on_postgres;

/// What is about the database, in whatever way. Left out is what names SQLite's file or its limit.
#[test]
fn the_tests_of_the_database_pass_on_postgresql() {
    again_on_postgres(&[
        "acknowledging::",
        "cursor::",
        "following::",
        "inspection::either::",
        "mailboxes::",
        "malformed_parts::",
        "memory::",
        "parts::",
        "meanwhile::",
        "program::",
        "reading::",
        "refusing::",
        "resuming::",
        "retention::",
        "submitting::",
        "tokens::",
        "webhook_program::",
        "webhooks::",
        "--skip=following::a_slow_reader_costs_little_and_misses_nothing",
        "--skip=program::what_cannot_be_done_is_said",
    ]);
}
