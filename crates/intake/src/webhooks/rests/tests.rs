use super::*;

#[test]
fn rests_grow_fourfold_to_half_a_day_and_are_shortened_by_up_to_a_half() {
    let first = Duration::from_secs(1);
    let all = |chance| (1..=14).map(move |it| rest(it, first, chance).as_secs());
    let longest: Vec<_> = all(0).collect();
    assert_eq!(
        longest,
        [
            1, 4, 16, 64, 256, 1_024, 4_096, 16_384, 43_200, 43_200, 43_200, 43_200, 43_200, 43_200
        ]
    );
    for (short, long) in all(255).zip(all(0)) {
        assert!(
            short >= long / 2 && short <= long * 51 / 100,
            "{short} of {long}"
        );
    }
    // All of them together but the last: two to three days of trying, or half of that.
    assert_eq!(longest[..13].iter().sum::<u64>() / 3_600, 66);
    assert_eq!(rest(u32::MAX, first, 0), WEBHOOK_REST_MAX);
}

#[test]
fn a_receiver_is_left_alone_as_long_as_it_asks_and_no_longer_than_a_rest() {
    let (limits, now) = (Limits::default(), Instant::now());
    let seconds = Duration::from_secs;
    let mut rests = Rests::default();
    assert!(!rests.is_held(now));
    rests.hold(seconds(60), now);
    rests.hold(seconds(30), now);
    assert_eq!(rests.next(), Some(now + seconds(60)), "the longer of both");
    assert!(rests.is_held(now + seconds(59)));
    // What rests for less waits for the receiver, and what rests for longer does not come sooner.
    rests.failed(5, now, &limits, 0);
    assert_eq!(rests.next(), Some(now + seconds(60)));
    for _ in 0..4 {
        rests.failed(5, now, &limits, 0);
    }
    assert_eq!(rests.next(), Some(now + seconds(256)));
    assert!(!rests.is_held(now + seconds(60)));

    rests.hold(Duration::MAX, now);
    assert_eq!(rests.next(), Some(now + WEBHOOK_REST_MAX));
}

#[test]
fn what_is_not_known_is_due_and_what_failed_rests() {
    let (limits, now) = (Limits::default(), Instant::now());
    let mut rests = Rests::default();
    assert_eq!(rests.due(&[3, 5, 9], now, 2), [3, 5]);
    assert_eq!(rests.failed(5, now, &limits, 0), 1);
    assert_eq!(rests.due(&[3, 5, 9], now, 9), [3, 9]);
    assert_eq!(rests.next(), Some(now + limits.webhook_rest));
    let later = now + limits.webhook_rest;
    assert_eq!(rests.due(&[3, 5, 9], later, 9), [3, 5, 9]);
    assert_eq!(rests.failed(5, later, &limits, 0), 2);
    // Its envelope is gone, and so is what was known of it.
    assert_eq!(rests.due(&[3], later, 9), [3]);
    assert_eq!(
        (rests.next(), rests.failed(5, later, &limits, 0)),
        (None, 1)
    );
}
