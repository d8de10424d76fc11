//! A reader that follows the cursor while many write.

use std::{collections::HashSet, net::SocketAddr, thread};

use envelope_format::Digest;

use crate::{
    home::{Home, Running},
    rig::envelope,
    wire::{exchange, put},
};

const WRITERS: u32 = 4;

/// `cargo xtask bench` does the same with fifty times as many.
const EACH: u32 = 500;

#[test]
fn a_reader_behind_four_writers_sees_each_envelope_exactly_once() {
    let home = Home::new();
    let token = home.token();
    let running = home.serve();
    let address = running.address;
    let (seen, written) = thread::scope(|scope| {
        let writers = [0, 1, 2, 3].map(|writer| scope.spawn(move || write(address, writer)));
        let seen = follow(&running, &token);
        let written = writers.map(|it| it.join().expect("all sent"));
        (seen, written.concat())
    });
    let once: HashSet<_> = seen.iter().collect();
    assert_eq!(seen.len(), once.len(), "none twice");
    assert_eq!(once, written.iter().collect(), "none missed");
}

fn write(address: SocketAddr, writer: u32) -> Vec<Digest> {
    let numbers = (writer..WRITERS * EACH).step_by(WRITERS as usize);
    let digests = numbers.map(|number| {
        let bytes = envelope(number);
        let answer = exchange(address, &put(&bytes)).expect("an answer");
        assert_eq!(answer.status, 201);
        Digest::of(&bytes)
    });
    digests.collect()
}

/// The digests of as many lines as there are envelopes.
fn follow(running: &Running, token: &str) -> Vec<Digest> {
    let (mut seen, mut after) = (Vec::new(), "0".to_owned());
    while seen.len() < (WRITERS * EACH) as usize {
        let path = format!("/v1/envelopes?after={after}&limit=50&wait=10");
        let listing = running.read(&path, token).listing();
        let count = seen.len();
        assert!(!listing.envelopes.is_empty(), "nothing comes after {count}");
        after = listing.next;
        seen.extend(listing.envelopes.iter().map(|it| it.digest));
    }
    seen
}
