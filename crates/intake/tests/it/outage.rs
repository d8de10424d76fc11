//! A PostgreSQL server that goes away and comes back.

use std::{
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use envelope_format::Digest;
use submission::ProblemType;
use test_postgres::Server;
use tokio::time::timeout;

use crate::{
    home::Home,
    place::Place,
    rig::{envelope, path_of},
    wire::{exchange, get, put},
};

#[test]
fn a_server_that_restarts_costs_no_receipt_and_needs_nobodys_help() {
    let server = Server::start();
    let url = server.database();
    let home = Home::on(&url);
    let second = home.beside(&url);
    let token = home.token();
    let both = [home.serve(), second.serve()];
    let (received, stop) = (Mutex::new(Vec::new()), AtomicBool::new(false));
    // Held while the server is away.
    let away = Mutex::new(());
    let refused = thread::scope(|scope| {
        let (received, stop, both, away) = (&received, &stop, &both, &away);
        let senders: Vec<_> = (0..4)
            .map(|lane: u32| {
                scope.spawn(move || {
                    let mut refused = 0;
                    let mut seed = lane * 100_000;
                    while !stop.load(Ordering::Relaxed) {
                        let bytes = envelope(seed);
                        let answer = both[lane as usize % 2].put(&bytes).expect("an answer");
                        // It is sent until there is a receipt, as a device does.
                        if answer.status.is_success() {
                            received
                                .lock()
                                .expect("no panic")
                                .push((bytes, answer.body));
                            seed += 1;
                        } else {
                            assert_eq!(answer.problem(), ProblemType::Unavailable);
                            assert_eq!(answer.header("retry-after"), Some("30"));
                            refused += 1;
                            drop(away.lock().expect("no panic"));
                        }
                    }
                    refused
                })
            })
            .collect();
        let count = || received.lock().expect("no panic").len();
        for _ in 0..3 {
            let enough = count() + 40;
            while count() < enough {
                thread::yield_now();
            }
            let held = away.lock().expect("no panic");
            server.stop();
            for running in both {
                let asked = exchange(running.address, &get("/healthz", "")).expect("an answer");
                assert_eq!(asked.status, 503);
                assert_eq!(running.read("/v1/envelopes", &token).status, 503);
            }
            server.start_again();
            drop(held);
        }
        let enough = count() + 40;
        while count() < enough {
            thread::yield_now();
        }
        stop.store(true, Ordering::Relaxed);
        let refused = senders.into_iter().map(|it| it.join().expect("no panic"));
        refused.sum::<u32>()
    });
    assert!(refused > 0, "nobody noticed");
    for (bytes, receipt) in received.into_inner().expect("no panic") {
        for running in &both {
            let again = running.put(&bytes).expect("an answer");
            assert_eq!((again.status.as_u16(), &again.body), (200, &receipt));
        }
        assert!(both[0].read(&path_of(&bytes), &token).body == bytes);
    }
    assert_one_hears_of_the_other(&both, &token);
    let [first, _] = both;
    let log = first.stop().1;
    let lost = "nothing is heard of what other intakes store";
    assert!(log.contains(lost), "{log}");
    assert!(log.contains("is heard of again"), "{log}");
}

/// The listening has begun again too.
fn assert_one_hears_of_the_other(both: &[crate::home::Running; 2], token: &str) {
    let mut after = "0".to_owned();
    loop {
        let path = format!("/v1/envelopes?limit=1000&after={after}");
        let page = both[0].read(&path, token).listing();
        if page.envelopes.is_empty() {
            break;
        }
        after = page.next;
    }
    for seed in 0..5 {
        let bytes = envelope(9_000_000 + seed);
        let path = format!("/v1/envelopes?wait=30&after={after}");
        let listing = thread::scope(|scope| {
            let asked = scope.spawn(|| both[0].read(&path, token).listing());
            assert_eq!(both[1].put(&bytes).expect("an answer").status, 201);
            asked
                .join()
                .expect("answered before the 30 seconds are over")
        });
        assert_eq!(listing.envelopes[0].digest, Digest::of(&bytes));
        after = listing.next;
    }
}

/// Another program, or an intake that has stopped in the middle.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_waits_too_long_for_its_turn_is_told_so_and_may_come_again() {
    let url = Server::shared().database();
    let home = Home::on(&url);
    let running = home.serve();
    let other = Place::Server(url).writing().await;
    let address = running.address;
    let send = move || exchange(address, &put(&envelope(1))).expect("an answer");
    let refused = tokio::task::spawn_blocking(send);
    let refused = timeout(Duration::from_secs(15), refused).await;
    let refused = refused.expect("told in time").expect("no panic");
    assert_eq!(refused.problem(), ProblemType::Unavailable);
    drop(other);
    let taken = tokio::task::spawn_blocking(send).await.expect("no panic");
    assert_eq!(taken.status, 201);
}
