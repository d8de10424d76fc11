use super::*;

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// Turns to the day and says what is shown of the one before: refusals and connections.
fn shown(turning: &mut Turning, today: &str, yesterday: &str) -> Option<(i64, i64)> {
    turning.turn(day(today), day(yesterday));
    let counted = turning.yesterday.as_ref()?;
    let refused = counted.refusals().map(|(_, count)| count).sum();
    Some((refused, counted.connections()))
}

#[test]
fn a_day_is_shown_on_the_next_and_only_then() {
    let mut it = Turning::default();
    assert_eq!(shown(&mut it, "2026-02-27", "2026-02-26"), None);
    it.counting.refuse(ProblemType::NotFound);
    it.counting.connect(7);
    it.counting.connect(3);
    assert_eq!(
        shown(&mut it, "2026-02-27", "2026-02-26"),
        None,
        "not today"
    );
    assert_eq!(shown(&mut it, "2026-02-28", "2026-02-27"), Some((1, 7)));
    it.counting.refuse(ProblemType::StorageFull);
    it.counting.refuse(ProblemType::StorageFull);
    assert_eq!(shown(&mut it, "2026-02-28", "2026-02-27"), Some((1, 7)));
    assert_eq!(shown(&mut it, "2026-03-01", "2026-02-28"), Some((2, 0)));
    // A day without anybody is a day without refusals.
    it.counting.connect(9);
    assert_eq!(shown(&mut it, "2026-03-03", "2026-03-02"), Some((0, 0)));
}

#[test]
fn each_type_is_counted_for_itself() {
    let mut counted = Counted::default();
    for (times, problem_type) in (1..).zip(ProblemType::ALL) {
        (0..times).for_each(|_| counted.refuse(problem_type));
    }
    assert!(counted.refusals().eq(ProblemType::ALL.into_iter().zip(1..)));
}
