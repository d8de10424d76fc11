use std::fmt;

use tracing::Subscriber;
use tracing_subscriber::fmt::{MakeWriter, format::Writer, time::FormatTime};

use crate::day::today;

/// The log: one line an event, with the day and no finer time, into `writer`.
///
/// Events below `info` are dropped: libraries log addresses there.
pub fn log_format<W>(writer: W) -> impl Subscriber + Send + Sync
where
    W: for<'writer> MakeWriter<'writer> + Send + Sync + 'static,
{
    tracing_subscriber::fmt()
        .with_timer(DayOnly)
        .with_ansi(false)
        .with_max_level(tracing::Level::INFO)
        .with_writer(writer)
        .finish()
}

struct DayOnly;

impl FormatTime for DayOnly {
    fn format_time(&self, writer: &mut Writer<'_>) -> fmt::Result {
        write!(writer, "{}", today())
    }
}
