use std::fmt;

use tracing::Subscriber;
use tracing_subscriber::{
    filter::{LevelFilter, Targets},
    fmt::{MakeWriter, format::Writer, time::FormatTime},
    layer::SubscriberExt as _,
};

use crate::day::today;

/// The log: one line an event, with the day and no finer time, into `writer`.
///
/// Events below `info` are dropped: libraries log addresses there. So are all of the database library:
/// it quotes lines of a password file that it does not understand.
pub fn log_format<W>(writer: W) -> impl Subscriber + Send + Sync
where
    W: for<'writer> MakeWriter<'writer> + Send + Sync + 'static,
{
    let lines = tracing_subscriber::fmt()
        .with_timer(DayOnly)
        .with_ansi(false)
        .with_writer(writer)
        .finish();
    let wanted = Targets::new()
        .with_default(LevelFilter::INFO)
        .with_target("sqlx", LevelFilter::OFF);
    lines.with(wanted)
}

struct DayOnly;

impl FormatTime for DayOnly {
    fn format_time(&self, writer: &mut Writer<'_>) -> fmt::Result {
        write!(writer, "{}", today())
    }
}
