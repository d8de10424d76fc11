//! One intake at a time serves from a data folder.

use envelope_format::Digest;

use crate::{home::Home, rig::envelope};

const TAKEN: &str = "intake: another intake serves from data; stop it, or give this one a data \
                     folder of its own\n";

#[test]
fn a_second_one_is_told_and_the_first_goes_on() {
    let home = Home::new();
    let token = home.token();
    let first = home.serve();
    for _ in 0..2 {
        assert_eq!(home.refused(), TAKEN);
    }
    assert_eq!(first.put(&envelope(1)).expect("an answer").status, 201);
    assert_eq!(first.stored(&token), [Digest::of(&envelope(1))]);
    let (success, log) = first.stop();
    assert_eq!((success, &*log), (true, ""));
    assert_eq!(home.serve().stored(&token), [Digest::of(&envelope(1))]);
}

#[test]
fn a_kill_leaves_the_folder_free() {
    let home = Home::new();
    let token = home.token();
    for seed in 0..3 {
        let running = home.serve();
        assert_eq!(running.put(&envelope(seed)).expect("an answer").status, 201);
        running.kill();
    }
    assert_eq!(home.serve().stored(&token).len(), 3);
}

#[test]
fn every_other_command_works_beside_it() {
    let home = Home::new();
    home.token();
    let running = home.serve();
    running.put(&envelope(1)).expect("an answer");
    let said = |arguments: &[&str]| {
        let output = home.run(&[arguments, &["--data", "data"]].concat());
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        String::from_utf8(output.stdout).expect("text")
    };
    let late = said(&["token", "add", "late"]);
    assert_eq!(said(&["token", "list"]), "desk\nlate\n");
    said(&["token", "revoke", "desk"]);
    assert_eq!(said(&["backup", "copy"]), "1 envelopes in copy\n");
    said(&["receipt-key"]);
    said(&["webhook", "list"]);
    assert_eq!(running.read("/v1/envelopes", late.trim()).status, 200);
}
