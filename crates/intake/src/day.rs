use submission::Day;
use time::OffsetDateTime;

/// Today in UTC, the finest time this program ever knows.
#[must_use]
pub fn today() -> Day {
    let date = OffsetDateTime::now_utc().date().to_string();
    date.parse()
        .expect("a date of this millennium has the form YYYY-MM-DD")
}
