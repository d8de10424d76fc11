use std::time::{Duration, Instant};

use super::Load;

/// After ten minutes of `a_minute` envelopes of the smallest size, one at a time.
fn after(a_minute: u32, free: u32) -> (Load, Instant) {
    let load = Load::new(free);
    let mut now = Instant::now();
    for _ in 0..a_minute * 10 {
        now += Duration::from_mins(1) / a_minute;
        load.add_at(42_204, now);
    }
    (load, now)
}

#[test]
fn the_price_follows_the_load_both_ways() {
    for (a_minute, bits) in [
        (1, 0),
        (290, 0),
        (310, 12),
        (590, 12),
        (610, 13),
        (1_210, 14),
        (9_700, 17),
    ] {
        let (load, now) = after(a_minute, 300);
        assert_eq!(load.bits_at(now), bits, "{a_minute} a minute");
    }
    // It halves each minute, so one bit less each minute, and then nothing.
    let (load, now) = after(1_210, 300);
    for (minutes, bits) in [(1, 13), (2, 12), (3, 0), (1_000_000, 0)] {
        assert_eq!(
            load.bits_at(now + Duration::from_mins(minutes)),
            bits,
            "{minutes}"
        );
    }
}

#[test]
fn long_envelopes_count_for_as_much_as_they_are() {
    let load = Load::new(300);
    let now = Instant::now();
    load.add_at(134_235_340, now);
    assert_eq!(load.bits_at(now), 14);
}

#[test]
fn it_never_asks_for_more_than_a_tablet_can_do() {
    let load = Load::new(0);
    let now = Instant::now();
    assert_eq!(load.bits_at(now), 0, "nothing has arrived");
    load.add_at(u64::MAX, now);
    assert_eq!(load.bits_at(now), 22);
    // A clock that goes back changes nothing.
    assert_eq!(load.bits_at(now - Duration::from_secs(5)), 22);
}
