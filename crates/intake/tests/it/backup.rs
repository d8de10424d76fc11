//! A backup taken while the program works, and what an intake restored from it does.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    sync::{Mutex, mpsc},
    thread,
};

use crate::{
    home::Home,
    long::Long,
    rig::{envelope, path_of},
    wire::{exchange, put},
};

/// How many receipts there are before the backup begins.
const BEFORE: usize = 40;

/// An envelope, and the text of the receipt that its sender holds.
type Received = (Vec<u8>, Vec<u8>);

/// Has many senders hand in envelopes without a pause, takes a backup in the middle of it and
/// kills the program. Returns the receipts from before the backup and all of them.
fn worked_and_lost(home: &Home) -> (Vec<Received>, Vec<Received>) {
    let running = home.serve();
    let long = Long::new(7);
    let mut last = None;
    for n in long.all() {
        let request = long.wire(&long.digest, n, "");
        last = Some(exchange(running.address, &request).expect("an answer"));
    }
    let receipt = last.expect("five parts").body;

    let all = Mutex::new(vec![(long.bytes, receipt)]);
    let address = running.address;
    let before = thread::scope(|scope| {
        let (sender, arrivals) = mpsc::channel();
        for lane in 0..4 {
            let (sender, all) = (sender.clone(), &all);
            scope.spawn(move || {
                for index in 0.. {
                    let bytes = envelope(lane * 100_000 + index);
                    match exchange(address, &put(&bytes)) {
                        Ok(answer) if answer.status == 201 => {
                            all.lock().expect("no panic").push((bytes, answer.body));
                            // Nobody counts any more once the backup has begun.
                            sender.send(()).ok();
                        }
                        // The program was killed.
                        _ => return,
                    }
                }
            });
        }
        arrivals.iter().take(BEFORE).for_each(drop);
        let before = all.lock().expect("no panic").clone();
        let said = home.line(&["backup", "copy", "--data", "data"]);
        assert!(said.ends_with(" envelopes in copy"), "{said}");
        // More come after it, so that the lost database was further than the backup.
        let count = || all.lock().expect("no panic").len();
        let enough = count() + BEFORE;
        arrivals.iter().find(|()| count() >= enough);
        running.kill();
        before
    });
    (before, all.into_inner().expect("no panic"))
}

/// The newest cursor of an intake, as a number.
fn newest(home: &Home, token: &str) -> u64 {
    let running = home.serve();
    let mut after = "0".to_owned();
    loop {
        let page = running.read(&format!("/v1/envelopes?limit=1000&after={after}"), token);
        let page = page.listing();
        if page.envelopes.is_empty() {
            return after.parse().expect("a number");
        }
        after = page.next;
    }
}

#[test]
fn a_restored_intake_honours_every_receipt_from_before_the_backup() {
    let home = Home::new();
    let token = home.token();
    let (before, all) = worked_and_lost(&home);
    assert!(before.len() > BEFORE && all.len() >= before.len() + BEFORE);
    let lost_cursor = newest(&home, &token);

    let at = |path: &str| home.path().join(path);
    fs::rename(at("data"), at("lost")).expect("moved");
    home.folder_for_itself("data");
    fs::copy(at("lost/receipt.key"), at("data/receipt.key")).expect("copied");
    home.line(&["restore", "copy", "--data", "data"]);

    let running = home.serve();
    // A reader that was further than the backup misses nothing that comes from now on.
    let bytes = envelope(9_999_999);
    assert_eq!(running.put(&bytes).expect("an answer").status, 201);
    let path = format!("/v1/envelopes?after={lost_cursor}");
    let listing = running.read(&path, &token).listing();
    let digests: Vec<_> = listing.envelopes.iter().map(|it| it.digest).collect();
    assert_eq!(digests, [envelope_format::Digest::of(&bytes)]);

    for (bytes, receipt) in &before {
        assert!(running.read(&path_of(bytes), &token).body == *bytes);
        let again = running.put(bytes).expect("an answer");
        assert_eq!((again.status.as_u16(), &again.body), (200, receipt));
    }
    // What came after the backup is gone, until somebody who has it hands it in again.
    let status = |bytes: &[u8]| running.read(&path_of(bytes), &token).status;
    let gone: Vec<_> = all.iter().filter(|it| status(&it.0) == 404).collect();
    assert!(!gone.is_empty());
    for (bytes, _) in gone {
        assert_eq!(running.put(bytes).expect("an answer").status, 201);
    }
}

#[test]
fn a_backup_of_an_intake_that_holds_nothing_can_be_restored() {
    let home = Home::new();
    let token = home.token();
    let said = home.line(&["backup", "copy", "--data", "data"]);
    assert_eq!(said, "0 envelopes in copy");
    let mode = fs::metadata(home.path().join("copy")).expect("there");
    assert_eq!(mode.permissions().mode() & 0o777, 0o600);
    home.receipt_key();
    let data = home.path().join("data");
    fs::remove_file(data.join("intake.sqlite")).expect("removed");
    // What a database that is lost can leave behind belongs to no other.
    fs::write(data.join("intake.sqlite-wal"), "left behind").expect("written");
    let refused = home.run(&["restore", "copy", "--data", "data"]);
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(
        said.contains("intake.sqlite-wal is there already"),
        "{said}"
    );
    fs::remove_file(data.join("intake.sqlite-wal")).expect("removed");
    home.line(&["restore", "copy", "--data", "data"]);
    let running = home.serve();
    let bytes = envelope(1);
    assert_eq!(running.put(&bytes).expect("an answer").status, 201);
    let path = format!("/v1/envelopes?after={}", u32::MAX);
    let listing = running.read(&path, &token).listing();
    assert_eq!(
        listing.envelopes.len(),
        1,
        "whatever was stored after the backup"
    );
}

#[test]
fn what_cannot_be_copied_is_said_and_nothing_is_overwritten() {
    let home = Home::new();
    home.token();
    home.receipt_key();
    let running = home.serve();
    for seed in 0..20 {
        running.put(&envelope(seed)).expect("an answer");
    }
    drop(running);
    home.line(&["backup", "copy", "--data", "data"]);
    let at = |path: &str| home.path().join(path);
    let copy = fs::read(at("copy")).expect("a file");
    fs::write(
        at("text"),
        "no database, and long enough to tell".repeat(99),
    )
    .expect("written");
    fs::write(at("short"), &copy[..copy.len() / 2]).expect("written");
    let mut harmed = copy.clone();
    // Three pages in the middle, which lead to others.
    harmed[copy.len() / 2..][..3 * 4096].fill(0xff);
    fs::write(at("harmed"), harmed).expect("written");
    for folder in ["empty", "keyed"] {
        fs::create_dir(at(folder)).expect("a folder");
    }
    fs::copy(at("data/receipt.key"), at("keyed/receipt.key")).expect("copied");

    for (arguments, expected) in [
        (
            ["backup", "copy", "--data", "data"],
            "copy is there already",
        ),
        (
            ["backup", "new", "--data", "empty"],
            "there is no database empty/intake.sqlite",
        ),
        (
            ["backup", "none/new", "--data", "data"],
            "none/new cannot be read or written",
        ),
        (
            ["restore", "copy", "--data", "data"],
            "data/intake.sqlite is there already",
        ),
        (
            ["restore", "copy", "--data", "empty"],
            "there is no receipt key in empty",
        ),
        (
            ["restore", "none", "--data", "keyed"],
            "there is no database none",
        ),
        (
            ["restore", "text", "--data", "keyed"],
            "text is not an intake's database",
        ),
        (["restore", "short", "--data", "keyed"], "short is damaged"),
        (
            ["restore", "harmed", "--data", "keyed"],
            "harmed is damaged",
        ),
    ] {
        let output = home.run(&arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {said}");
        assert!(said.contains(expected), "{arguments:?}: {said}");
    }
    let left = fs::read_dir(at("keyed")).expect("a folder").count();
    assert_eq!(left, 1, "the receipt key alone");
    assert!(fs::read(at("copy")).expect("a file") == copy);
}
