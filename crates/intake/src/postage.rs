use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use submission::{JSON_MEDIA_TYPE, MESSAGE_LEN, PART_LEN, POSTAGE_HEADER, part_count};

use crate::{
    body,
    failure::Failure,
    state::Intake,
    store::{Progress, Upload},
};

/// The least that is asked for once something is, in bits: some milliseconds on a tablet.
const LEAST: u8 = 12;

/// The most that is asked for an envelope of the smallest size, in bits: some seconds on a tablet.
const MOST: u8 = 22;

/// How long a challenge is the same. It counts in the window after it too.
const WINDOW: Duration = Duration::from_mins(2);

/// In what time half of what arrived is forgotten.
const HALF_LIFE: Duration = Duration::from_mins(1);

/// How much has arrived lately, of everybody together: one number, without a trace of anything that
/// arrived.
pub(crate) struct Load {
    /// How many envelopes of the smallest size a minute cost nothing.
    free: f64,
    /// What arrived, in lengths of the smallest envelope, and when that was so.
    level: Mutex<(f64, Instant)>,
}

impl Load {
    /// Nothing has arrived.
    pub(crate) fn new(free: u32) -> Self {
        Self {
            free: f64::from(free),
            level: Mutex::new((0.0, Instant::now())),
        }
    }

    /// So many bytes were stored that were not there before.
    pub(crate) fn add(&self, bytes: u64) {
        self.add_at(bytes, Instant::now());
    }

    /// What is asked for now, in bits: nothing while no more arrives than is free, then one more each
    /// time it doubles.
    pub(crate) fn bits(&self) -> u8 {
        self.bits_at(Instant::now())
    }

    fn add_at(&self, bytes: u64, now: Instant) {
        let mut level = self.level.lock().unwrap_or_else(PoisonError::into_inner);
        let smallest = bytes as f64 / MESSAGE_LEN as f64;
        *level = (left(*level, now) + smallest, now);
    }

    fn bits_at(&self, now: Instant) -> u8 {
        let level = self.level.lock().unwrap_or_else(PoisonError::into_inner);
        // What arrives evenly stands at its rate times the half-life, divided by ln 2.
        let a_minute = left(*level, now) * std::f64::consts::LN_2 / HALF_LIFE.as_secs_f64() * 60.0;
        if a_minute <= self.free {
            return 0;
        }
        let doubled = (a_minute / self.free.max(1.0)).log2().max(0.0);
        // Past the most in any case.
        LEAST.saturating_add(doubled.min(100.0) as u8).min(MOST)
    }
}

/// What is left by now of a level.
fn left((level, since): (f64, Instant), now: Instant) -> f64 {
    let passed = now.saturating_duration_since(since);
    level * (-passed.as_secs_f64() / HALF_LIFE.as_secs_f64()).exp2()
}

/// `GET /v1/postage`: what is asked for now.
pub(crate) async fn get(State(intake): State<Arc<Intake>>) -> Response {
    let challenge = intake.receipt_key.challenge(window(), intake.load.bits());
    ([(CONTENT_TYPE, JSON_MEDIA_TYPE)], challenge.to_json()).into_response()
}

/// Lets a body pass that is paid for, or for which nothing is asked: because few come, or because the
/// envelope, or a part of it, is there already.
///
/// One that is not paid for is passed over, unless it is long: who is answered in the middle of
/// sending might not hear it.
pub(crate) async fn paid(
    intake: &Intake,
    headers: &HeaderMap,
    upload: Upload,
    body: Body,
) -> Result<Body, Failure> {
    let bits = intake.load.bits();
    if bits == 0 || is_begun(intake, upload).await? {
        return Ok(body);
    }
    let stamp = headers.get(POSTAGE_HEADER).and_then(|it| it.to_str().ok());
    let Upload { digest, size } = upload;
    let check = |stamp| {
        intake
            .receipt_key
            .check_postage(stamp, &digest, size, window(), bits)
    };
    if stamp.is_some_and(|it| check(it).is_ok()) {
        return Ok(body);
    }
    if body::announced_length(headers)? <= PART_LEN {
        body::pass_over(body, intake).await?;
    }
    Err(Failure::PostageDue)
}

/// Whether anything of an envelope is stored.
async fn is_begun(intake: &Intake, upload: Upload) -> Result<bool, Failure> {
    let all = part_count(upload.size) as usize;
    Ok(match intake.store.progress(upload).await? {
        Progress::Missing(parts) => parts.len() < all,
        Progress::Stored(_) | Progress::Complete(_) => true,
    })
}

/// The number of the window of time that this is.
fn window() -> u64 {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH);
    // A clock from before 1970 gives one window that never ends, which costs no report.
    since_1970.unwrap_or_default().as_secs() / WINDOW.as_secs()
}

#[cfg(test)]
mod tests;
