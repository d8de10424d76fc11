//! Two intakes with one PostgreSQL database: whatever one of them says holds for the other.

use std::{
    collections::BTreeSet,
    net::SocketAddr,
    sync::{Mutex, mpsc},
    thread,
};

use envelope_format::Digest;
use submission::UnverifiedReceipt;
use test_postgres::Server;

use crate::{
    home::{Home, Running},
    long::Long,
    place::days_ago,
    rig::{Answer, envelope, path_of},
    wire::{exchange, get, post, put},
};

/// Two intakes' folders, and what their reader has.
struct Nodes {
    homes: [Home; 2],
    token: String,
}

impl Nodes {
    fn new() -> Self {
        let url = Server::shared().database();
        let first = Home::on(&url);
        let second = first.beside(&url);
        Self {
            token: first.token(),
            homes: [first, second],
        }
    }

    fn serve(&self) -> [Running; 2] {
        self.homes.each_ref().map(Home::serve)
    }
}

/// Follows the cursor, asking one and then the other, until `end` is among what came. Gives every
/// digest in the order it came, and every cursor.
fn follow(addresses: [SocketAddr; 2], token: &str, end: &Digest) -> Vec<(u64, Digest)> {
    let mut seen = Vec::new();
    let mut after = "0".to_owned();
    for address in addresses.iter().cycle() {
        let path = format!("/v1/envelopes?wait=10&after={after}");
        let headers = format!("authorization: Bearer {token}\r\n");
        let answer = exchange(*address, &get(&path, &headers)).expect("an answer");
        let listing = answer.listing();
        let lines = listing.envelopes.iter();
        seen.extend(lines.map(|it| (it.cursor.parse().expect("a number"), it.digest)));
        after = listing.next;
        if seen.iter().any(|(_, digest)| digest == end) {
            return seen;
        }
    }
    unreachable!("the addresses never end")
}

fn assert_each_once_in_order(seen: &[(u64, Digest)], stored: &BTreeSet<[u8; 32]>) {
    assert!(seen.is_sorted_by(|a, b| a.0 < b.0), "out of order");
    let digests: BTreeSet<_> = seen.iter().map(|it| *it.1.as_bytes()).collect();
    assert_eq!(digests.len(), seen.len(), "twice");
    let missed = stored.difference(&digests).count();
    assert_eq!(missed, 0, "missed, of {}", stored.len());
    assert_eq!(digests.len(), stored.len(), "nothing else");
}

/// Two senders of the same envelopes, one to each intake, and three such pairs at once.
#[test]
fn an_envelope_sent_to_both_is_one_with_one_receipt_and_no_reader_misses_any() {
    let nodes = Nodes::new();
    let both = nodes.serve();
    let addresses = both.each_ref().map(|it| it.address);
    let end = envelope(9_999_999);
    let answers: Vec<Vec<Answer>> = thread::scope(|scope| {
        let reader = scope.spawn(|| follow(addresses, &nodes.token, &Digest::of(&end)));
        let send = |address, seed| exchange(address, &put(&envelope(seed))).expect("an answer");
        let senders: Vec<_> = (0..6)
            .map(|lane: u32| {
                let address = addresses[lane as usize % 2];
                let seeds = (0..150).map(move |it| lane / 2 * 1_000 + it);
                scope.spawn(move || seeds.map(|it| send(address, it)).collect())
            })
            .collect();
        let answers: Vec<Vec<_>> = senders
            .into_iter()
            .map(|it| it.join().expect("no panic"))
            .collect();
        exchange(addresses[0], &put(&end)).expect("an answer");
        let seen = reader.join().expect("no panic");
        let mut stored = BTreeSet::from([*Digest::of(&end).as_bytes()]);
        let seeds = (0..3).flat_map(|pair| (0..150).map(move |it| pair * 1_000 + it));
        stored.extend(seeds.map(|it| *Digest::of(&envelope(it)).as_bytes()));
        assert_each_once_in_order(&seen, &stored);
        answers
    });
    for pair in answers.chunks(2) {
        for (one, other) in pair[0].iter().zip(&pair[1]) {
            let mut statuses = [one.status.as_u16(), other.status.as_u16()];
            statuses.sort_unstable();
            assert_eq!(statuses, [200, 201]);
            assert_eq!(one.body, other.body);
        }
    }
}

#[test]
fn a_held_listing_is_answered_when_the_other_stores() {
    let nodes = Nodes::new();
    let [a, b] = nodes.serve();
    let mut after = "0".to_owned();
    for seed in 0..20 {
        let bytes = envelope(seed);
        let path = format!("/v1/envelopes?wait=30&after={after}");
        let listing = thread::scope(|scope| {
            let asked = scope.spawn(|| a.read(&path, &nodes.token).listing());
            assert_eq!(b.put(&bytes).expect("an answer").status, 201);
            asked
                .join()
                .expect("answered long before the 30 seconds are over")
        });
        let digests: Vec<_> = listing.envelopes.iter().map(|it| it.digest).collect();
        assert_eq!(digests, [Digest::of(&bytes)]);
        after = listing.next;
    }
}

#[test]
fn parts_that_came_to_either_become_one_envelope() {
    let nodes = Nodes::new();
    let both = nodes.serve();
    let long = Long::new(1);
    let send = |node: usize, n| {
        let request = long.wire(&long.digest, n, "");
        exchange(both[node].address, &request).expect("an answer")
    };
    for n in 0..4 {
        assert_eq!(send(n as usize % 2, n).status, 202);
    }
    let answers = thread::scope(|scope| {
        let sending = [0, 1].map(|node| scope.spawn(move || send(node, 4)));
        sending.map(|it| it.join().expect("no panic"))
    });
    assert_eq!(answers[0].body, answers[1].body);
    for node in &both {
        let fetched = node.read(&path_of(&long.bytes), &nodes.token);
        assert!(fetched.body == long.bytes);
        assert_eq!(node.stored(&nodes.token), [long.digest]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_lets_go_is_gone_from_the_other() {
    let nodes = Nodes::new();
    let [a, b] = nodes.serve();
    let (acknowledged, old) = (envelope(1), envelope(2));
    let first = a.put(&acknowledged).expect("an answer");
    b.put(&old).expect("an answer");
    let request = post(&format!("{}/ack", path_of(&acknowledged)), &nodes.token);
    assert_eq!(
        exchange(a.address, &request).expect("an answer").status,
        204
    );
    assert_eq!(b.read(&path_of(&acknowledged), &nodes.token).status, 404);
    let again = b.put(&acknowledged).expect("an answer");
    assert_eq!((again.status.as_u16(), &again.body), (200, &first.body));

    // The other one looks for what is too old when it starts.
    b.kill();
    let age = sqlx::query("UPDATE envelopes SET day = $1").bind(days_ago(31));
    nodes.homes[0].place.change(age).await;
    let b = nodes.homes[1].serve();
    crate::retention::holds(&b, &nodes.token, &[]);
    assert_eq!(a.stored(&nodes.token), []);
    assert_eq!(a.read(&path_of(&old), &nodes.token).status, 404);
}

#[test]
fn a_kill_of_one_loses_no_receipt_and_holds_up_nothing() {
    let nodes = Nodes::new();
    let [a, b] = nodes.serve();
    let addresses = [a.address, b.address];
    let received = Mutex::new(Vec::new());
    let end = envelope(9_999_999);
    let seen = thread::scope(|scope| {
        let only_b = [b.address; 2];
        let reader = scope.spawn(move || follow(only_b, &nodes.token, &Digest::of(&end)));
        let (sender, arrivals) = mpsc::channel();
        let senders: Vec<_> = (0..6)
            .map(|lane: u32| {
                let (sender, received) = (sender.clone(), &received);
                scope.spawn(move || {
                    for seed in (0..400).map(|it| lane * 1_000 + it) {
                        let bytes = envelope(seed);
                        match exchange(addresses[lane as usize % 2], &put(&bytes)) {
                            Ok(answer) if answer.status == 201 => {
                                received
                                    .lock()
                                    .expect("no panic")
                                    .push((bytes, answer.body));
                                // Nobody counts any more once one is killed.
                                sender.send(()).ok();
                            }
                            // It was the one that is killed.
                            _ => return,
                        }
                    }
                })
            })
            .collect();
        arrivals.iter().take(200).for_each(drop);
        a.kill();
        senders
            .into_iter()
            .for_each(|it| it.join().expect("no panic"));
        b.put(&envelope(9_999_999)).expect("an answer");
        reader.join().expect("no panic")
    });
    let received = received.into_inner().expect("no panic");
    assert!(received.len() >= 3 * 400, "the other went on");
    assert!(seen.is_sorted_by(|a, b| a.0 < b.0), "out of order");
    let digests: BTreeSet<_> = seen.iter().map(|it| *it.1.as_bytes()).collect();
    for (bytes, _) in &received {
        assert!(digests.contains(Digest::of(bytes).as_bytes()), "missed");
    }
    let honoured = |by: &Running| {
        for (bytes, receipt) in &received {
            let again = by.put(bytes).expect("an answer");
            assert_eq!((again.status.as_u16(), &again.body), (200, receipt));
        }
    };
    honoured(&b);
    honoured(&nodes.homes[0].serve());
}

#[test]
fn an_intake_with_another_receipt_key_does_not_start() {
    let nodes = Nodes::new();
    let [a, b] = nodes.serve();
    let first = a.put(&envelope(1)).expect("an answer");
    b.kill();
    let other = &nodes.homes[1];
    std::fs::remove_file(other.path().join("data/receipt.key")).expect("removed");
    let key = other.receipt_key();
    let said = other.refused();
    assert!(said.contains("copy that receipt.key there"), "{said}");

    // Changed for good: now it is the first that is refused.
    a.kill();
    other.line(&["receipt-key", "--replace", "--data", "data"]);
    let b = other.serve();
    let again = b.put(&envelope(1)).expect("an answer");
    assert_ne!(again.body, first.body);
    let receipt = UnverifiedReceipt::parse(&again.body).expect("a receipt");
    let bytes = envelope(1);
    let verified = receipt.verify(&key, &Digest::of(&bytes), bytes.len() as u64);
    assert!(verified.is_ok());
    nodes.homes[0].refused();
}
