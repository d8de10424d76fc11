//! Days, as the texts `YYYY-MM-DD` in which they stand in the manifest.
//!
//! Such texts compare as the days do.

use report::{days_in_month, written_day};

use crate::site::{Holder, Site};

/// The day after; `day` has been checked by [`report::is_day`].
pub(crate) fn next_day(day: &str) -> String {
    let number = |part: &str| {
        part.parse::<u32>()
            .expect("a checked day is made of digits")
    };
    let (year, month, day) = (number(&day[..4]), number(&day[5..7]), number(&day[8..]));
    let (year, month, day) = if day < days_in_month(year, month) {
        (year, month, day + 1)
    } else if month < 12 {
        (year, month + 1, 1)
    } else {
        (year + 1, 1, 1)
    };
    written_day(year, month, day)
}

impl Holder {
    /// Whether the key may be sealed to on this day; both its first and its last day count.
    pub(crate) fn is_valid(&self, day: &str) -> bool {
        self.from.as_str() <= day && day <= self.until.as_str()
    }
}

impl Site {
    /// Every day of the manifest's time on which a key becomes valid or has just ceased to be,
    /// and the first one, in no order: between two of these nothing changes.
    pub(crate) fn days_of_change(&self) -> Vec<String> {
        let changes = self
            .roles
            .iter()
            .flat_map(|role| &role.holders)
            .flat_map(|holder| [holder.from.clone(), next_day(&holder.until)]);
        let mut days = vec![self.issued.clone()];
        for day in changes.filter(|it| self.issued < *it && *it <= self.expires) {
            if !days.contains(&day) {
                days.push(day);
            }
        }
        days
    }
}
