//! The calendar days of this machine and of the demonstration.

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ToSpan, ZonedDateTime};

/// How long the demonstration's manifest and keys are valid, in days: a reader key's default.
const VALIDITY_DAYS: i32 = 90;

/// Today as `YYYY-MM-DD`, in the time zone this machine is set to.
pub fn today() -> String {
    ZonedDateTime::now().date().to_string()
}

/// The first and last day of something made now, each as `YYYY-MM-DD`.
///
/// The first is the day it is at UTC-12, the last place on earth where it begins, so that it has
/// begun in whatever time zone a browser believes to be.
pub fn validity() -> (String, String) {
    let first = first_day(Timestamp::now());
    (first.to_string(), last_day(first).to_string())
}

fn first_day(now: Timestamp) -> Date {
    now.to_zoned_datetime(TimeZone::fixed(Offset::constant(-12)))
        .date()
}

fn last_day(first: Date) -> Date {
    first.saturating_add(VALIDITY_DAYS.days())
}

#[cfg(test)]
mod tests {
    use super::{first_day, last_day};

    #[test]
    fn a_validity_has_begun_everywhere_and_lasts_ninety_days() {
        let cases = [
            ("2026-11-24T11:59:59Z", "2026-11-23", "2027-02-21"),
            ("2026-11-24T12:00:00Z", "2026-11-24", "2027-02-22"),
        ];
        for (now, first, last) in cases {
            let day = first_day(now.parse().expect("a time"));
            assert_eq!(
                (day.to_string(), last_day(day).to_string()),
                (first.into(), last.into()),
                "{now}"
            );
        }
    }
}
