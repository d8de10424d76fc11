//! Every limit and back-off of the queue, the reason beside each number.

use crate::queue::Millis;

/// The first wait after a failure. Short, because most gaps in a site's Wi-Fi are seconds long.
pub const FIRST_WAIT: Millis = 2_000.0;

/// The longest wait. A report that could go must not lie for longer than this,
/// and a tablet that asks every five minutes costs a server nothing.
pub const LONGEST_WAIT: Millis = 300_000.0;

/// What an upload may take before it is given up, not counting its size.
/// Mobile connections stall for tens of seconds and recover.
pub const UPLOAD_GRACE: Millis = 30_000.0;

/// The slowest connection an upload is still waited for: 4 KiB a second, a bad 2G link.
pub const SLOWEST_BYTES_PER_MILLI: f64 = 4.096;

/// The longest answer that is read from an intake. A receipt and a problem are under 1 KiB;
/// more is somebody else's page.
pub const LONGEST_ANSWER: usize = 64 * 1024;

/// How many stored envelopes are looked at at once. More than a device sends in a minute, and few
/// enough that a look takes no longer when thousands wait.
pub const GLANCE: u32 = 256;

/// How many stamps are made for one try to send. Each is for what was asked for when it was begun;
/// more than this often is asked for only while it rises without end.
pub const MOST_STAMPS: usize = 3;

/// How many numbers are tried before a worker listens whether there is something else to do: some
/// ten milliseconds on a weak tablet.
pub const STAMP_TURN: u32 = 4_096;

/// How often what was put is read back, and put again, before it counts as not kept. A connection
/// to the database that the system killed is a new one at the second try.
pub const STORE_TRIES: usize = 3;

/// The wait after `failures` failures before this one: doubled each time up to the longest,
/// then spread by half in both directions so that a site's tablets do not all ask at once.
///
/// `jitter` is at least 0 and below 1.
#[must_use]
pub fn back_off(failures: u32, jitter: f64) -> Millis {
    let doubled = FIRST_WAIT * f64::from(1_u32 << failures.min(16));
    doubled.min(LONGEST_WAIT) * (0.5 + jitter)
}

/// How long an upload of `len` bytes is waited for.
#[must_use]
pub fn upload_time_out(len: usize) -> Millis {
    UPLOAD_GRACE + len as f64 / SLOWEST_BYTES_PER_MILLI
}
