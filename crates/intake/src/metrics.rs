use std::sync::Arc;

use axum::{
    Router,
    extract::State,
    http::header::{CACHE_CONTROL, CONTENT_TYPE},
    response::{IntoResponse, Response},
    routing::get,
};
use prometheus::{IntGauge, IntGaugeVec, Opts, Registry, TEXT_FORMAT, TextEncoder};
use submission::{Day, ProblemType};
use tokio::sync::Mutex;

use crate::{
    day::{days_since, today},
    failure::Failure,
    state::Intake,
    store::{Daily, StoreError},
};

mod days;
#[cfg(test)]
mod tests;

use days::{Counted, Days};

/// What `/metrics` says. Nothing in it changes within a day because of a request.
///
/// A counter that followed the reports would give away when each came: monitoring asks every few
/// seconds and keeps the answers for years, and somebody may know who stood at the tablet then.
/// Rounding does not help: the one report at which a rounded number steps is timed all the same,
/// and whoever can hand in envelopes can bring the number to that step. So what is in the storage
/// is looked at once a day, without that day's envelopes, and what is counted over a day is shown
/// on the next.
#[derive(Default)]
pub(crate) struct Metrics {
    storage: Mutex<Option<(Day, Daily)>>,
    days: Days,
}

impl Metrics {
    /// A refusal of this type.
    pub(crate) fn refused(&self, problem_type: ProblemType) {
        self.days.count(|counted| counted.refuse(problem_type));
    }

    /// So many connections are served at once, just now.
    pub(crate) fn connections(&self, busy: usize) {
        self.days.count(|counted| counted.connect(busy));
    }

    /// What the storage holds, looked at once for each day.
    async fn storage(&self, intake: &Intake) -> Result<Daily, StoreError> {
        let mut kept = self.storage.lock().await;
        let today = today();
        match *kept {
            Some((day, daily)) if day == today => Ok(daily),
            _ => {
                let daily = intake.store.daily(today).await?;
                *kept = Some((today, daily));
                Ok(daily)
            }
        }
    }
}

/// The table of contents of the address for metrics.
pub(crate) fn router(intake: Arc<Intake>) -> Router {
    Router::new()
        .route("/metrics", get(scrape))
        .fallback(async || Failure::NotFound)
        .method_not_allowed_fallback(async || Failure::MethodNotAllowed)
        .with_state(intake)
}

/// `GET /metrics`: the state of the intake in Prometheus' text format, version 0.0.4.
async fn scrape(State(intake): State<Arc<Intake>>) -> Response {
    let registry = Registry::new();
    let build = Opts::new("sealpost_build_info", "Always 1; which version runs.")
        .const_label("version", env!("CARGO_PKG_VERSION"));
    add(&registry, build, 1);
    let readable = Opts::new(
        "sealpost_storage_readable",
        "1 when the storage could be read just now, else 0.",
    );
    let check = intake.store.check().await;
    add(&registry, readable, i64::from(check.is_ok()));
    // Without the storage the one above is all there is to say of it, and it must be said.
    if let Ok(daily) = intake.metrics.storage(&intake).await {
        add_storage(&registry, &daily);
    }
    if let Some(counted) = intake.metrics.days.yesterday() {
        add_yesterday(&registry, &counted);
    }
    let text = TextEncoder::new().encode_to_string(&registry.gather());
    let text = text.expect("each gauge has a name and a value");
    let headers = [(CONTENT_TYPE, TEXT_FORMAT), (CACHE_CONTROL, "no-store")];
    (headers, text).into_response()
}

fn add_storage(registry: &Registry, daily: &Daily) {
    let gauge = |name: &str, help: &str, value| add(registry, Opts::new(name, help), value);
    gauge(
        "sealpost_envelopes",
        "Envelopes of past days that the intake held when it was first asked today.",
        daily.envelopes,
    );
    gauge(
        "sealpost_envelopes_bytes",
        "The lengths of these envelopes together.",
        daily.bytes,
    );
    gauge(
        "sealpost_oldest_envelope_days",
        "Days since the oldest of these was stored; 0 when there is none.",
        daily.oldest.map_or(0, days_since),
    );
    gauge(
        "sealpost_readers",
        "Readers with a token when the intake was first asked today.",
        daily.readers,
    );
}

fn add_yesterday(registry: &Registry, counted: &Counted) {
    let most = Opts::new(
        "sealpost_yesterday_connections",
        "The most connections that were served at once yesterday, in UTC.",
    );
    add(registry, most, counted.connections());
    let refusals = Opts::new(
        "sealpost_yesterday_refusals",
        "How many requests were refused yesterday, in UTC, by the problem's type.",
    );
    let refusals = IntGaugeVec::new(refusals, &["problem"]).expect(NAMES);
    for (problem_type, count) in counted.refusals() {
        refusals
            .with_label_values(&[problem_type.name()])
            .set(count);
    }
    registry.register(Box::new(refusals)).expect(ONCE);
}

fn add(registry: &Registry, options: Opts, value: i64) {
    let gauge = IntGauge::with_opts(options).expect(NAMES);
    gauge.set(value);
    registry.register(Box::new(gauge)).expect(ONCE);
}

const NAMES: &str = "the names are Prometheus names";

const ONCE: &str = "each name is used once";
