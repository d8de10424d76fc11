//! Readers come and go while the program runs.

use crate::home::Home;

#[test]
fn a_reader_that_is_removed_is_refused_at_once_and_the_others_are_not() {
    let home = Home::new();
    let add = |name| home.line(&["token", "add", name, "--data", "data"]);
    let (police, desk) = (add("police"), add("desk"));
    let running = home.serve();
    let status = |token: &str| running.read("/v1/envelopes", token).status.as_u16();
    assert_eq!((status(&police), status(&desk)), (200, 200));
    let list = || home.run(&["token", "list", "--data", "data"]).stdout;
    assert_eq!(list(), b"desk\npolice\n");

    let removed = home.run(&["token", "revoke", "desk", "--data", "data"]);
    assert!(removed.status.success(), "{removed:?}");
    assert_eq!((status(&police), status(&desk)), (200, 401));
    assert_eq!(list(), b"police\n");

    let again = home.run(&["token", "revoke", "desk", "--data", "data"]);
    assert_eq!(again.status.code(), Some(1));
    let said = String::from_utf8_lossy(&again.stderr).into_owned();
    assert!(said.contains("there is no reader of this name"), "{said}");

    let fresh = add("desk");
    assert_ne!(fresh, desk);
    assert_eq!((status(&fresh), status(&desk)), (200, 401));
}
