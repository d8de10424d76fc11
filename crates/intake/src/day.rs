use submission::Day;
use time::{Date, Duration, OffsetDateTime};

/// Today in UTC, the finest time this program ever knows.
#[must_use]
pub fn today() -> Day {
    day(OffsetDateTime::now_utc().date())
}

/// The day so many days before today, in UTC.
pub(crate) fn days_ago(days: u16) -> Day {
    day(OffsetDateTime::now_utc().date() - Duration::days(days.into()))
}

fn day(date: Date) -> Day {
    let text = date.to_string();
    text.parse()
        .expect("a date of this millennium has the form YYYY-MM-DD")
}
