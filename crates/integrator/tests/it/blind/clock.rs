use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The time while something goes on, as a program might write it down finer than by the day.
pub(super) struct Clock {
    /// In seconds since 1970.
    start: u64,
}

impl Clock {
    pub(super) fn start() -> Self {
        Self { start: now() }
    }

    /// Fails when a moment between the start and now is there: as the time of the day in UTC, to the
    /// minute, or as a number of seconds (or of their fractions) since 1970.
    pub(super) fn must_not_be_in(&self, haystack: &[u8], what: &str) {
        let found = |form: &String| memchr::memmem::find(haystack, form.as_bytes()).is_some();
        let found: Vec<_> = self.forms().into_iter().filter(found).collect();
        assert!(found.is_empty(), "{found:?} in {what}");
    }

    fn forms(&self) -> Vec<String> {
        let minutes = self.start / 60..=now() / 60;
        // Numbers of ten digits agree in the first eight for a hundred seconds.
        let hundreds = self.start / 100..=now() / 100;
        let clock = minutes.flat_map(|it| {
            let time = format!("{:02}:{:02}", it / 60 % 24, it % 60);
            [format!("T{time}"), format!("{time}:")]
        });
        clock.chain(hundreds.map(|it| it.to_string())).collect()
    }
}

fn now() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    now.as_ref().map_or(0, Duration::as_secs)
}
