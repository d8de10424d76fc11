use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::{Instant, Sleep, sleep},
};

/// How long one end may still keep the other waiting: waiting uses it up, and each byte that gets
/// through gives some of it back.
///
/// So both are noticed, an end that does nothing and one that does so little that it never ends.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    left: Duration,
    most: Duration,
    /// The bytes that make good for a second of waiting.
    least_rate: u32,
}

impl Patience {
    pub(crate) fn new(most: Duration, least_rate: u32) -> Self {
        Self {
            left: most,
            most,
            least_rate,
        }
    }

    /// How long to wait at most from now on.
    pub(crate) fn left(&self) -> Duration {
        self.left
    }

    /// So many bytes got through, for which was waited so long.
    pub(crate) fn moved(&mut self, bytes: usize, waited: Duration) {
        let earned = bytes as f64 / f64::from(self.least_rate.max(1));
        let left = self.left.saturating_sub(waited);
        self.left = (left + Duration::from_secs_f64(earned)).min(self.most);
    }
}

/// A connection that breaks when its client does not take what it asked for.
///
/// The time in which there is nothing to send does not count, so a stream may be silent for long.
pub(crate) struct Paced {
    stream: TcpStream,
    patience: Patience,
    /// Since when an answer waits for the client, and when that is enough.
    waiting: Option<(Instant, Pin<Box<Sleep>>)>,
}

impl Paced {
    pub(crate) fn new(stream: TcpStream, patience: Patience) -> Self {
        Self {
            stream,
            patience,
            waiting: None,
        }
    }

    /// What became of some bytes, or that the client was waited for too long.
    fn timed(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        let Poll::Ready(written) = written else {
            let left = self.patience.left();
            let begin = || (Instant::now(), Box::pin(sleep(left)));
            let (_, enough) = self.waiting.get_or_insert_with(begin);
            ready!(enough.as_mut().poll(context));
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        };
        let waiting = self.waiting.take();
        let waited = waiting.map_or(Duration::ZERO, |(since, _)| since.elapsed());
        self.patience.moved(*written.as_ref().unwrap_or(&0), waited);
        Poll::Ready(written)
    }
}

impl AsyncRead for Paced {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Paced {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.timed(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.timed(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
