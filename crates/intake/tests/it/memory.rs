//! However long an envelope is, the intake holds little of it at once.
#![cfg(target_os = "linux")]

use std::fs;

use submission::UnverifiedReceipt;

use crate::{
    home::{Home, Running},
    long::Long,
    rig::{envelope_of, path_of},
    wire::exchange,
};

/// What the program may take more for an envelope of 64 MiB, in KiB: SQLite's caches, a few parts
/// on their way, and what the allocator keeps of them.
const MOST: u64 = 40 << 10;

#[test]
fn a_long_envelope_in_parts_takes_little_memory() {
    let home = Home::new();
    let token = home.token();
    let key = home.receipt_key();
    let long = Long::of(envelope_of(1, 26));
    let running = home.serve();
    let before = peak(&running);

    let mut last = None;
    for n in long.all() {
        let request = long.wire(&long.digest, n, "");
        last = exchange(running.address, &request).ok();
    }
    let receipt = UnverifiedReceipt::parse(&last.expect("an answer").body);
    let verified = receipt.map(|it| it.verify(&key, &long.digest, long.size()));
    assert!(verified.is_ok_and(|it| it.is_ok()));
    let taken = peak(&running);
    assert!(running.read(&path_of(&long.bytes), &token).body == long.bytes);
    let given = peak(&running);

    let (taking, giving) = (taken - before, given - before);
    assert!(taking < MOST, "{taking} KiB more to take it");
    assert!(giving < MOST, "{giving} KiB more to give it");
}

/// The most memory that the program has had, in KiB (proc_pid_status(5), `VmHWM`).
pub(crate) fn peak(running: &Running) -> u64 {
    let path = format!("/proc/{}/status", running.id());
    let status = fs::read_to_string(path).expect("it runs");
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"));
    let number = line.and_then(|it| it.split_whitespace().next());
    number.expect("a number").parse().expect("a number")
}
