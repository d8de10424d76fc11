use core::{fmt, str::FromStr};

use thiserror::Error;

/// A calendar day in UTC, the finest time an intake keeps: `YYYY-MM-DD` (RFC 3339, full-date).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day([u8; 10]);

/// A text is not a day of the form `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a day has the form YYYY-MM-DD")]
pub struct DayError;

impl Day {
    /// The text form, ten ASCII characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(&self.0).expect("only ASCII digits and hyphens get in")
    }
}

impl FromStr for Day {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Self, DayError> {
        let bytes: [u8; 10] = text.as_bytes().try_into().map_err(|_| DayError)?;
        let form = bytes.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
        let number = |at: usize| (bytes[at] - b'0') * 10 + (bytes[at + 1] - b'0');
        if form && (1..=12).contains(&number(5)) && (1..=31).contains(&number(8)) {
            Ok(Self(bytes))
        } else {
            Err(DayError)
        }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Day({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_round_trips_and_sorts() {
        let early: Day = "2026-11-24".parse().expect("a day");
        let late: Day = "2026-12-01".parse().expect("a day");
        assert_eq!(early.to_string(), "2026-11-24");
        assert!(early < late);
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "2026-11-2",
            "2026-11-244",
            "2026-13-01",
            "2026-00-01",
            "2026-01-32",
            "2026-01-00",
            "2026/11/24",
            "20261-1-24",
            "2026-11-2\n",
            "٢٠٢٦-11",
        ] {
            assert_eq!(text.parse::<Day>(), Err(DayError), "{text:?}");
        }
    }
}
