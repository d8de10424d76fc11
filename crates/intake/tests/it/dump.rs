//! A copy of a PostgreSQL database by its own programs, and an intake on what was made from it.

use std::process::Command;

use envelope_format::Digest;
use test_postgres::{Server, program};

use crate::{
    home::Home,
    rig::{envelope, path_of},
};

#[test]
fn an_intake_on_a_restored_database_honours_every_receipt_from_before_the_copy() {
    let server = Server::shared();
    let lost = server.database();
    let home = Home::on(&lost);
    let token = home.token();
    let refused = home.run(&["backup", "copy", "--data", "data"]);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(1));
    assert!(said.contains("pg_dump --format=custom"), "{said}");

    let running = home.serve();
    let send = |seed| {
        let answer = running.put(&envelope(seed)).expect("an answer");
        assert_eq!(answer.status, 201);
        answer.body
    };
    let before: Vec<_> = (0..20).map(|seed| (seed, send(seed))).collect();
    let copy = home.path().join("copy");
    let mut dump = Command::new(program("pg_dump"));
    dump.args(["--format=custom", "--file"]).arg(&copy);
    assert!(dump.arg(&lost).status().expect("it runs").success());
    (20..40).for_each(|seed| drop(send(seed)));
    let page = running.read("/v1/envelopes?limit=1000", &token).listing();
    assert_eq!(page.envelopes.len(), 40);
    running.kill();

    let url = server.database();
    let home = home.beside(&url);
    let mut restore = Command::new(program("pg_restore"));
    restore.args(["--dbname", &url]).arg(&copy);
    assert!(restore.status().expect("it runs").success());
    let refused = home.run(&["restore", "copy", "--data", "data"]);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("pg_restore"), "{said}");
    home.line(&["restored", "--data", "data"]);

    let running = home.serve();
    // What came after the copy is gone; whoever has it hands it in again, and a reader that was
    // further than the copy gets it.
    let bytes = envelope(20);
    assert_eq!(running.put(&bytes).expect("an answer").status, 201);
    let path = format!("/v1/envelopes?after={}", page.next);
    let listing = running.read(&path, &token).listing();
    let digests: Vec<_> = listing.envelopes.iter().map(|it| it.digest).collect();
    assert_eq!(digests, [Digest::of(&bytes)]);

    for (seed, receipt) in &before {
        let bytes = envelope(*seed);
        assert!(running.read(&path_of(&bytes), &token).body == bytes);
        let again = running.put(&bytes).expect("an answer");
        assert_eq!((again.status.as_u16(), &again.body), (200, receipt));
    }
}

/// SQLite's file can be brought back without `intake restore` too.
#[test]
fn the_cursors_of_a_file_can_be_moved_on_by_hand() {
    let home = Home::new();
    let token = home.token();
    let running = home.serve();
    running.put(&envelope(1)).expect("an answer");
    running.kill();
    home.line(&["restored", "--data", "data"]);
    let running = home.serve();
    running.put(&envelope(2)).expect("an answer");
    let path = format!("/v1/envelopes?after={}", u32::MAX);
    let listing = running.read(&path, &token).listing();
    assert_eq!(listing.envelopes.len(), 1);
}
