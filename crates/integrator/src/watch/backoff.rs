//! How long to wait before asking again an intake that is away.

use std::time::Duration;

/// The first wait: an intake that only restarts is back by then.
const FIRST: Duration = Duration::from_millis(500);

/// The longest wait. A report must not lie unread because the desk was patient.
const LONGEST: Duration = Duration::from_secs(60);

/// The wait after `failures` (1 or more) in a row: doubled each time up to a minute, and of that
/// a random part between half and all, so that many desks do not come back in the same moment.
pub(super) fn delay(failures: u32, random: u32) -> Duration {
    let doubled = FIRST.saturating_mul(2_u32.saturating_pow(failures.saturating_sub(1)));
    let whole = doubled.min(LONGEST);
    whole / 2 + (whole / 2).mul_f64(f64::from(random) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::{Duration, FIRST, LONGEST, delay};

    #[test]
    fn waits_double_up_to_a_minute() {
        let cases = [
            (1, u32::MAX, FIRST),
            (2, u32::MAX, FIRST * 2),
            (3, u32::MAX, FIRST * 4),
            (1, 0, FIRST / 2),
            (100, u32::MAX, LONGEST),
            (100, 0, LONGEST / 2),
            (u32::MAX, u32::MAX, LONGEST),
        ];
        for (failures, random, expected) in cases {
            assert_eq!(delay(failures, random), expected, "{failures} failures");
        }
    }

    #[test]
    fn randomness_spreads_the_waits() {
        let middle = delay(2, u32::MAX / 2);
        assert!(
            Duration::from_millis(740) < middle && middle < Duration::from_millis(760),
            "{middle:?}"
        );
    }
}
