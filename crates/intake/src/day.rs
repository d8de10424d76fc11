use std::ops::Range;

use submission::Day;
use time::{Date, Duration, Month, OffsetDateTime};

/// Today in UTC, the finest time this program ever knows.
#[must_use]
pub fn today() -> Day {
    day(OffsetDateTime::now_utc().date())
}

/// The day so many days before today, in UTC.
pub(crate) fn days_ago(days: u16) -> Day {
    day(OffsetDateTime::now_utc().date() - Duration::days(days.into()))
}

/// How many days have passed since a day, in UTC; 0 for one that is no date, such as 31 February.
pub(crate) fn days_since(day: Day) -> i64 {
    let number = |range: Range<usize>| day.as_str().get(range)?.parse::<u16>().ok();
    let date = || {
        let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
        let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
        Date::from_calendar_date(year.into(), month, u8::try_from(day).ok()?).ok()
    };
    let since = |date: Date| (OffsetDateTime::now_utc().date() - date).whole_days();
    date().map_or(0, since)
}

fn day(date: Date) -> Day {
    let text = date.to_string();
    text.parse()
        .expect("a date of this millennium has the form YYYY-MM-DD")
}
