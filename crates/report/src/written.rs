//! The written form of days and ids, which a report and a site's manifest share.

/// The longest id, in bytes.
pub const MAX_ID_LEN: usize = 64;

/// Whether the text is an id as sites and roles have: lower-case letters, digits and hyphens,
/// one to [`MAX_ID_LEN`] of them.
pub fn is_id(text: &str) -> bool {
    (1..=MAX_ID_LEN).contains(&text.len())
        && text
            .bytes()
            .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-')
}

/// Whether the text is a day of the calendar as `YYYY-MM-DD` (ISO 8601).
///
/// Two such texts compare as the days do.
pub fn is_day(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return false;
    }
    let number = |part: &[u8]| {
        part.iter().try_fold(0_u32, |sum, digit| {
            digit
                .is_ascii_digit()
                .then(|| sum * 10 + u32::from(digit - b'0'))
        })
    };
    let (Some(year), Some(month), Some(day)) = (
        number(&bytes[..4]),
        number(&bytes[5..7]),
        number(&bytes[8..]),
    ) else {
        return false;
    };
    (1..=days_in_month(year, month)).contains(&day)
}

/// A day of the calendar as `YYYY-MM-DD` (ISO 8601), of a year up to 9999.
pub fn written_day(year: u32, month: u32, day: u32) -> String {
    // Not by `format!`, whose machinery is a kilobyte of a program that travels over bad lines.
    let digit = |number: u32| char::from(b'0' + (number % 10) as u8);
    [
        digit(year / 1000),
        digit(year / 100),
        digit(year / 10),
        digit(year),
        '-',
        digit(month / 10),
        digit(month),
        '-',
        digit(day / 10),
        digit(day),
    ]
    .into_iter()
    .collect()
}

/// How many days a month of the Gregorian calendar has; none when there is no such month.
pub fn days_in_month(year: u32, month: u32) -> u32 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400) => 29,
        2 => 28,
        _ => 0,
    }
}
