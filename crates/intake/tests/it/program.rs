//! The real program, started, killed and started again.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path, sync::mpsc, thread};

use envelope_format::Digest;
use submission::UnverifiedReceipt;

use crate::{
    home::Home,
    rig::{envelope, path_of},
    wire::{exchange, put},
};

#[test]
fn what_has_a_receipt_survives_a_kill() {
    let home = Home::new();
    let token = home.token();
    let key = home.receipt_key();

    let bytes = envelope(1);
    let running = home.serve();
    let first = running.put(&bytes).expect("an answer");
    running.kill();
    assert_eq!(first.status, 201);

    let running = home.serve();
    assert_eq!(running.stored(&token), [Digest::of(&bytes)]);
    assert_eq!(running.read(&path_of(&bytes), &token).body, bytes);
    let again = running.put(&bytes).expect("an answer");
    assert_eq!((again.status.as_u16(), &again.body), (200, &first.body));
    let receipt = UnverifiedReceipt::parse(&again.body).expect("a receipt");
    let verified = receipt.verify(&key, &Digest::of(&bytes), bytes.len() as u64);
    assert!(verified.is_ok(), "signed with the printed key");
}

#[test]
fn a_kill_in_the_middle_of_many_loses_no_receipt() {
    let home = Home::new();
    let token = home.token();
    let mut received = Vec::new();
    for round in 0..5 {
        let running = home.serve();
        let before = running.stored(&token);
        assert!(
            received
                .iter()
                .all(|(seed, _)| before.contains(&Digest::of(&envelope(*seed)))),
            "round {round}"
        );

        let (sender, receipts) = mpsc::channel();
        let address = running.address;
        let senders: Vec<_> = (0..4)
            .map(|lane| {
                let sender = sender.clone();
                thread::spawn(move || {
                    for index in 0..1_000 {
                        let seed = round * 100_000 + lane * 1_000 + index;
                        let bytes = envelope(seed);
                        match exchange(address, &put(&bytes)) {
                            Ok(answer) if answer.status == 201 => {
                                sender.send((seed, answer.body)).expect("the test listens");
                            }
                            _ => return,
                        }
                    }
                })
            })
            .collect();
        drop(sender);
        // Killed while more are on their way, at another count in each round.
        let count = usize::try_from(7 + round * 5).expect("small");
        received.extend(receipts.iter().take(count));
        running.kill();
        received.extend(receipts.iter());
        senders
            .into_iter()
            .for_each(|it| it.join().expect("no panic"));
    }
    let running = home.serve();
    let stored = running.stored(&token);
    let honoured = |(seed, receipt): &&(u32, Vec<u8>)| {
        let bytes = envelope(*seed);
        let again = running.put(&bytes).expect("an answer");
        stored.contains(&Digest::of(&bytes))
            && running.read(&path_of(&bytes), &token).body == bytes
            && (again.status.as_u16(), &again.body) == (200, receipt)
    };
    let honoured = received.iter().filter(honoured).count();
    assert_eq!(honoured, received.len(), "every receipt");
    assert!(received.len() >= 5 * 7);
}

#[test]
fn a_stop_is_prompt_and_clean() {
    let home = Home::new();
    let running = home.serve();
    running.put(&envelope(1)).expect("an answer");
    let (success, log) = running.stop();
    assert!(success);
    assert_eq!(log, "", "nothing went wrong, so nothing is said");
}

#[test]
fn keys_and_tokens_are_kept_as_they_should_be() {
    let home = Home::new();
    let key = home.line(&["receipt-key", "--data", "data"]);
    assert_eq!(home.line(&["receipt-key", "--data", "data"]), key);
    let token = home.token();
    let other = home.line(&["token", "add", "desk-2", "--data", "data"]);
    assert_eq!((token.len(), other.len()), (43, 43));
    assert_ne!(token, other);

    let data = home.path().join("data");
    let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert_eq!(mode(&data), 0o700);
    assert_eq!(mode(&data.join("receipt.key")), 0o600);
    for entry in fs::read_dir(&data).expect("a folder") {
        let content = fs::read(entry.expect("an entry").path()).expect("a file");
        let token = token.as_bytes();
        assert!(!content.windows(token.len()).any(|it| it == token));
    }

    // A token is good at once, also for an intake that runs already.
    let running = home.serve();
    let late = home.line(&["token", "add", "late", "--data", "data"]);
    assert_eq!(running.read("/v1/envelopes", &late).status, 200);
}

#[test]
fn what_cannot_be_done_is_said() {
    let home = Home::new();
    home.line(&["token", "add", "desk", "--data", "data"]);
    fs::create_dir(home.path().join("broken")).expect("a folder");
    fs::write(home.path().join("broken/receipt.key"), "no key").expect("written");
    home.folder_for_itself("other");
    fs::write(
        home.path().join("other/intake.sqlite"),
        "no database, and long enough to tell",
    )
    .expect("written");
    fs::write(home.path().join("file"), "").expect("written");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let taken = taken.local_addr().expect("an address").to_string();

    let serve = |data, app| {
        vec![
            "serve", "--listen", &taken, "--data", data, "--sites", "sites", "--app", app,
        ]
    };
    let cases: [(Vec<&str>, &str); 10] = [
        (
            vec!["token", "add", "desk", "--data", "data"],
            "there is a reader of this name already",
        ),
        (
            vec!["token", "add", "a b", "--data", "data"],
            "a reader's name is",
        ),
        (
            vec!["token", "replace", "nobody", "--data", "data"],
            "there is no reader of this name",
        ),
        (
            vec!["token", "revoke", "nobody", "--data", "data"],
            "there is no reader of this name",
        ),
        (
            vec!["receipt-key", "--data", "broken"],
            "is not a receipt key",
        ),
        (vec!["receipt-key", "--data", "file"], "cannot be made"),
        (serve("data", "none"), "is not a folder"),
        (serve("broken", "app"), "is not a receipt key"),
        (serve("other", "app"), "cannot be opened"),
        (serve("data", "app"), "cannot listen on"),
    ];
    for (arguments, expected) in cases {
        let output = home.run(&arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {said}");
        assert!(said.contains(expected), "{arguments:?}: {said}");
    }
}
