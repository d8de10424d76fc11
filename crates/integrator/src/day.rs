//! The calendar days of this machine, and how long keys and manifests are valid.

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ToSpan, ZonedDateTime};

/// How long manifests and keys are valid where nobody says otherwise, in days.
const VALIDITY_DAYS: i32 = 90;

/// Today, in the time zone this machine is set to.
pub fn today_here() -> Date {
    ZonedDateTime::now().date()
}

/// Today as `YYYY-MM-DD`, in the time zone this machine is set to.
pub fn today() -> String {
    today_here().to_string()
}

/// The first and last day of something made now, each as `YYYY-MM-DD`.
///
/// The first is the day it is at UTC-12, the last place on earth where it begins, so that it has
/// begun in whatever time zone a browser believes to be.
pub fn validity() -> (String, String) {
    let first = began();
    (first.to_string(), last_day(first).to_string())
}

/// The day that has begun everywhere on earth.
pub fn began() -> Date {
    first_day(Timestamp::now())
}

fn first_day(now: Timestamp) -> Date {
    now.to_zoned_datetime(TimeZone::fixed(Offset::constant(-12)))
        .date()
}

/// The last day of what is valid from `first` on, where nobody says otherwise.
pub fn last_day(first: Date) -> Date {
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
