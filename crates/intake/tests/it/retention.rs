//! What nobody acknowledges goes by its age; what was acknowledged is remembered for a while.

use std::time::{Duration, Instant};

use envelope_format::Digest;

use crate::{
    home::{Home, Running},
    place::days_ago,
    rig::{envelope, path_of},
    wire::{exchange, post},
};

/// Waits until the intake holds these and no more. It deletes beside what it answers.
pub(crate) fn holds(running: &Running, token: &str, expected: &[Digest]) {
    let begin = Instant::now();
    while running.stored(token) != expected {
        let late = begin.elapsed() > Duration::from_secs(20);
        assert!(!late, "it holds {:?}", running.stored(token));
        std::thread::yield_now();
    }
}

fn ack(running: &Running, bytes: &[u8], token: &str) -> u16 {
    let request = post(&format!("{}/ack", path_of(bytes)), token);
    let answer = exchange(running.address, &request).expect("an answer");
    answer.status.as_u16()
}

#[tokio::test]
async fn an_envelope_goes_after_the_days_that_are_set() {
    let cases = [
        (&[][..], 30, false),
        (&[], 31, true),
        (&["--retention", "3"], 3, false),
        (&["--retention", "3"], 4, true),
    ];
    for (arguments, aged, goes) in cases {
        let home = Home::new();
        let token = home.token();
        let (old, new, witness) = (envelope(1), envelope(2), envelope(3));
        let running = home.serve();
        for bytes in [&old, &new, &witness] {
            running.put(bytes).expect("an answer");
        }
        running.kill();
        let age = "UPDATE envelopes SET day = $1 WHERE cursor = $2";
        let age = |day: String, cursor: i64| sqlx::query(age).bind(day).bind(cursor);
        home.place.change(age(days_ago(aged), 1)).await;
        // Always to go, so that there is something to wait for.
        home.place.change(age("2020-01-01".to_owned(), 3)).await;

        let running = home.serve_with(arguments);
        let kept = match goes {
            true => vec![Digest::of(&new)],
            false => vec![Digest::of(&old), Digest::of(&new)],
        };
        holds(&running, &token, &kept);
        if goes {
            // No reader said that it has it. Whoever sends it again gives them another chance.
            let again = running.put(&old).expect("an answer");
            assert_eq!(again.status, 201, "{aged} days");
        }
    }
}

#[tokio::test]
async fn a_delivered_one_is_remembered_for_a_hundred_and_eighty_days() {
    for (days, status) in [(180, 200), (181, 201)] {
        let home = Home::new();
        let token = home.token();
        let (bytes, witness) = (envelope(1), envelope(2));
        let running = home.serve();
        running.put(&bytes).expect("an answer");
        running.put(&witness).expect("an answer");
        assert_eq!(ack(&running, &bytes, &token), 204);
        running.kill();
        let age = sqlx::query("UPDATE delivered SET deleted = $1");
        home.place.change(age.bind(days_ago(days))).await;
        let running = home.serve();
        // The daily look forgets beside what is answered, so the end of a whole run tells.
        holds(&running, &token, &[Digest::of(&witness)]);
        let begin = Instant::now();
        loop {
            let again = running.put(&bytes).expect("an answer");
            if again.status == status {
                break;
            }
            assert!(begin.elapsed() < Duration::from_secs(20), "{days} days");
        }
    }
}

/// A token that has leaked must end at once, and nothing that waits for its reader may go with it.
#[tokio::test]
async fn a_reader_with_a_new_token_is_still_waited_for() {
    let home = Home::new();
    let first = home.token();
    let leaked = home.line(&["token", "add", "other", "--data", "data"]);
    let (waits, has) = (envelope(1), envelope(2));
    let running = home.serve();
    running.put(&waits).expect("an answer");
    running.put(&has).expect("an answer");
    assert_eq!(ack(&running, &waits, &first), 204);
    assert_eq!(ack(&running, &has, &leaked), 204);

    let fresh = home.line(&["token", "replace", "other", "--data", "data"]);
    assert_eq!(running.read("/v1/envelopes", &leaked).status, 401);
    assert_eq!(ack(&running, &waits, &leaked), 401);
    running.kill();

    let running = home.serve();
    let both = [Digest::of(&waits), Digest::of(&has)];
    holds(&running, &fresh, &both);
    assert_eq!(ack(&running, &has, &first), 204);
    assert_eq!(running.stored(&fresh), both[..1]);
    assert_eq!(ack(&running, &waits, &fresh), 204);
    assert_eq!(running.stored(&fresh), []);
}

#[tokio::test]
async fn a_revoked_reader_holds_up_nothing_and_its_word_counts_no_more() {
    let home = Home::new();
    let first = home.token();
    let lost = home.line(&["token", "add", "lost", "--data", "data"]);
    let (waits, stolen) = (envelope(1), envelope(2));
    let running = home.serve();
    running.put(&waits).expect("an answer");
    running.put(&stolen).expect("an answer");
    assert_eq!(ack(&running, &waits, &first), 204);
    assert_eq!(ack(&running, &stolen, &lost), 204);
    let both = [Digest::of(&waits), Digest::of(&stolen)];
    assert_eq!(running.stored(&first), both);

    let revoked = home.run(&["token", "revoke", "lost", "--data", "data"]);
    assert!(revoked.status.success(), "{revoked:?}");
    assert_eq!(running.read("/v1/envelopes", &lost).status, 401);
    assert_eq!(ack(&running, &waits, &lost), 401);
    running.kill();

    let running = home.serve();
    holds(&running, &first, &[Digest::of(&stolen)]);
    // The name is free again, and the new reader waits for nothing that came before it.
    let again = home.line(&["token", "add", "lost", "--data", "data"]);
    assert_eq!(running.stored(&again), [Digest::of(&stolen)]);
    assert_eq!(ack(&running, &stolen, &first), 204);
    assert_eq!(running.stored(&again), []);
}

#[test]
fn a_kill_in_the_middle_of_acknowledgements_leaves_each_envelope_whole_or_gone() {
    let home = Home::new();
    let token = home.token();
    let all: Vec<_> = (0..60).map(envelope).collect();
    let running = home.serve();
    let receipts: Vec<_> = all
        .iter()
        .map(|it| running.put(it).expect("an answer").body)
        .collect();
    let address = running.address;
    let (sender, acknowledged) = std::sync::mpsc::channel();
    let acks = {
        let (all, token) = (all.clone(), token.clone());
        std::thread::spawn(move || {
            for bytes in all {
                let request = post(&format!("{}/ack", path_of(&bytes)), &token);
                match exchange(address, &request) {
                    Ok(answer) if answer.status == 204 => {
                        sender.send(Digest::of(&bytes)).expect("the test listens");
                    }
                    _ => return,
                }
            }
        })
    };
    let mut gone: Vec<_> = acknowledged.iter().take(20).collect();
    running.kill();
    gone.extend(acknowledged.iter());
    acks.join().expect("no panic");

    let running = home.serve();
    let stored = running.stored(&token);
    assert!(
        gone.iter().all(|it| !stored.contains(it)),
        "handed out again"
    );
    for (bytes, receipt) in all.iter().zip(&receipts) {
        let again = running.put(bytes).expect("an answer");
        assert_eq!((again.status.as_u16(), &again.body), (200, receipt));
        if stored.contains(&Digest::of(bytes)) {
            assert_eq!(running.read(&path_of(bytes), &token).body, *bytes);
        }
    }
    assert_eq!(running.stored(&token), stored, "nothing came back");
}
